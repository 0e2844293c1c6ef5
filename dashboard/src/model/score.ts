/** The score NEWS2 as the screen reads it: its band, its parts with what they rest on, and what is missing. No language. */
import type { Input, Score, ScorePart } from '../api/types';

/** From this age on NEWS2 is made for a patient, in years. */
export const ADULT_FROM = 16;

/** `plain` up to 4, `medium` for 5 and 6, `high` from 7 on: the bands of the Royal College of Physicians. */
export type ScoreBand = 'plain' | 'medium' | 'high';

/** The band of the total; of an incomplete score the least that it can be. */
export function scoreBand(score: Score): ScoreBand {
  const points = score.total ?? score.at_least;
  if (points >= 7) return 'high';
  return points >= 5 ? 'medium' : 'plain';
}

/** `7`; `≥4` while a part is missing; a dash if what is known has no points, because a missing part is never 0. */
export function scoreText(score: Pick<Score, 'total' | 'at_least'>): string {
  if (score.total !== null) return String(score.total);
  return score.at_least === 0 ? '–' : `≥${score.at_least}`;
}

/** From how much a rise within an hour is shown: less is one vital that moved by a step. */
const RISE_SHOWN = 2;
/** How much the score has risen within an hour; 0 if that is not worth showing. */
export const shownRise = (score: Score): number => (score.rise >= RISE_SHOWN ? score.rise : 0);

/** What each part is scored from, by the keys of inputs. */
const INPUTS_OF: Readonly<Record<string, readonly string[]>> = {
  respirations: ['respiratory_rate'],
  pulse: ['heart_rate', 'pulse_rate'],
};
const keysOf = (part: string): readonly string[] => INPUTS_OF[part] ?? [part];
/** The key by which a part is named: `pulse_rate`, `consciousness`. */
export const keyOf = (part: string): string => keysOf(part).at(-1) ?? part;

/** The code under which a person writes down what is wanted: `oxygen` is told by its device. */
export const observationCodeOf = (wanted: string): string => (wanted === 'oxygen' ? 'oxygen_device' : wanted);

/** `old`: it was measured, too long ago to count. `missing`: it never was. */
export type PartState = 'known' | 'old' | 'missing';
export function partState(part: ScorePart): PartState {
  if (part.points !== null) return 'known';
  return part.at === null ? 'missing' : 'old';
}

export const missingParts = (score: Pick<Score, 'parts'>): ScorePart[] =>
  score.parts.filter((part) => part.points === null);

/** What a part was scored from: the input of its vital and of its instant. */
export const inputOf = (part: ScorePart, inputs: readonly Input[]): Input | undefined =>
  inputs.find((input) => keysOf(part.part).includes(input.what) && input.at === part.at);

/** The keys of the measurements that are wanted for a part; empty if none is. */
export const wantedOf = (part: ScorePart, wanted: readonly string[]): string | undefined =>
  keysOf(part.part).find((key) => wanted.includes(key));
