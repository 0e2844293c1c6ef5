/**
 * Alert sounds as a plain schedule, after the shapes of IEC 60601-1-8: high is ten pulses (3+2, 3+2), medium three,
 * low one. Pulse and gap lengths lie inside the standard's ranges (high 75-200 ms pulses, 50-125 ms gaps; others
 * 125-250 ms); repeats as common monitors do (high 7 s, medium 15 s, low 30 s; the standard allows 2.5-15 s, 2.5-30 s,
 * 15 s or more). Not certified.
 */
import type { Priority } from '../api/types';

export interface Pulse {
  /** When the pulse begins, s after the beginning of the burst. */
  at_s: number;
  length_s: number;
  /** Fundamental frequency, 150 to 1,000 Hz. */
  hertz: number;
}

export interface Burst {
  pulses: Pulse[];
  /** Time from the beginning of one burst to that of the next, s. */
  repeat_s: number;
}

/** Fundamental plus harmonics; at least four lie in 300-4,000 Hz for each fundamental used here. */
export const HARMONICS: readonly number[] = [1, 0.7, 0.5, 0.35, 0.25, 0.18];

const C4 = 261.63;
const E4 = 329.63;
const G4 = 392;
const A4 = 440;
const C5 = 523.25;

function melody(hertz: number[], length_s: number, gap_s: number, begin_s = 0): Pulse[] {
  return hertz.map((h, i) => ({ at_s: begin_s + i * (length_s + gap_s), length_s, hertz: h }));
}

function highBurst(): Pulse[] {
  const length_s = 0.12;
  const gap_s = 0.1;
  const three = 3 * (length_s + gap_s);
  const five = (begin: number): Pulse[] => [
    ...melody([C4, E4, G4], length_s, gap_s, begin),
    ...melody([G4, C5], length_s, gap_s, begin + three + 0.18),
  ];
  const first = five(0);
  return [...first, ...five((first.at(-1)?.at_s ?? 0) + length_s + 0.6)];
}

export const BURSTS: Readonly<Record<Priority, Burst>> = {
  high: { pulses: highBurst(), repeat_s: 7 },
  medium: { pulses: melody([C4, A4, G4], 0.2, 0.2), repeat_s: 15 },
  low: { pulses: melody([E4], 0.2, 0.2), repeat_s: 30 },
};

/** The sound of a screen that does not work: two falling pulses every 10 s, unlike any alert. */
export const FAIL_TONE: Burst = { pulses: melody([A4, C4], 0.25, 0.05), repeat_s: 10 };

const LOUDEST: Record<Priority, number> = { high: 1, medium: 0.7, low: 0.45 };

/**
 * Loudness, 0 to 1. It rises over the first minute in which nobody acknowledges the alert. A lower priority is never louder
 * than a higher one of the same age.
 */
export function volume(priority: Priority, unacknowledged_ms: number): number {
  const grown = Math.min(1, Math.max(0, unacknowledged_ms) / 60_000);
  return LOUDEST[priority] * (0.5 + 0.5 * grown);
}

/** When the next burst is due after what was played last. A higher priority does not wait for the pause of a lower one. */
export function nextBurstAt(
  last: { priority: Priority; at_s: number } | null,
  ringing: Priority,
  now_s: number,
): number {
  if (!last) return now_s;
  if (last.priority !== ringing && BURSTS[ringing].repeat_s < BURSTS[last.priority].repeat_s) return now_s;
  return Math.max(now_s, last.at_s + BURSTS[ringing].repeat_s);
}
