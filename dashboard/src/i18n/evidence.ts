/** On what grounds an alert rang, and what a score says, in the reader's language. */
import type { Alert, EarlyWarning, Input, Score, ScorePart } from '../api/types';
import { formatAge, formatElapsed } from '../model/age';
import { numberText } from '../model/observations';
import { inputOf, keyOf, missingParts, partState, scoreBand, shownRise } from '../model/score';
import { factsOf, formatValue } from '../model/vitals';
import * as codes from './codes';
import { say } from './codes';
import { vitalShort } from './names';
import * as m from './paraglide/messages';
import { listed, reading } from './isolates';
import { clockMinute, dayTime } from './time.svelte';

/** The name of an input: `Systolic pressure`, `Consciousness`, `Oxygen`. */
export const inputName = (what: string): string =>
  what === 'oxygen' ? m.part_oxygen() : say(codes.observation_codes, what);
export const partName = (part: ScorePart): string => inputName(keyOf(part.part));
const lower = (name: string): string =>
  name === name.toUpperCase() || name.startsWith('SpO2') ? name : name.charAt(0).toLowerCase() + name.slice(1);
const names = (parts: readonly ScorePart[]): string => listed(parts.map((part) => lower(partName(part))));
export const inputNames = (whats: readonly string[]): string => listed(whats.map((what) => lower(inputName(what))));

/** A number stays with its unit when the line breaks. */
const number = (vital: string, value: number): string =>
  `${formatValue(vital, value)}\u00a0${factsOf(vital).unit}`.trim();

/** What was found: `92 mmHg`, `Voice`, `on oxygen`. */
export function inputText(input: Input): string {
  if (input.what === 'oxygen') return input.word === 'on' ? m.oxygen_on() : m.oxygen_off();
  if (input.word !== null) return say(codes.findings, input.word);
  if (input.value === null) return '–';
  return factsOf(input.what).unit === ''
    ? reading(numberText(input.value, input.unit))
    : reading(number(input.what, input.value));
}

/** Quality of an input: how much of the signal was good, and what is doubtful. */
export function qualityWords(input: Input): string {
  const good = input.good_percent === null ? [] : [m.evidence_good({ percent: input.good_percent })];
  return [...good, ...input.flags.map((flag) => say(codes.flags, flag))].join(' · ');
}

/** What the points of a part say by themselves, where they can only mean one thing: oxygen, and whether somebody is awake. */
export function pointsMean(part: ScorePart): string {
  if (part.points === null) return '';
  if (part.part === 'oxygen') return part.points > 0 ? m.oxygen_on() : m.oxygen_off();
  if (part.part === 'consciousness') return part.points > 0 ? m.not_awake() : say(codes.findings, 'alert');
  return '';
}

/** `3 points`; of what is missing, that it was never measured or that it is too old. Never 0 instead. */
export function pointsWords(part: ScorePart): string {
  const state = partState(part);
  if (state === 'missing') return m.score_no_value();
  if (state === 'old') return m.score_old();
  return part.points === 1 ? m.score_point() : m.score_points({ points: part.points ?? '–' });
}

/** How good the signal was on which an alert rang: the worst share of good samples, and what was doubtful, each once. */
export function signalWords(alert: Alert): string {
  const inputs = alert.evidence?.inputs ?? [];
  const shares = inputs.flatMap(({ good_percent }) => good_percent ?? []);
  const worst = shares.length > 0 ? Math.min(...shares) : 100;
  const good = worst < 100 ? [m.evidence_good({ percent: worst })] : [];
  const flags = new Set(inputs.flatMap((input) => input.flags));
  return [...good, ...[...flags].map((flag) => say(codes.flags, flag))].join(' · ');
}

const DAY_MS = 20 * 3_600_000;
/** `02:10 · 15 m ago`; with its day once the time alone would mean another one. */
export const measuredWords = (at: number, now_ms: number): string =>
  `${now_ms - at < DAY_MS ? clockMinute(at) : dayTime(at)} · ${m.vital_ago({ age: formatAge(now_ms - at) })}`;

/** The vitals of a device that fell silent together, as when the alert rang: `missing when it began: SpO2, PR`. */
export const silentWords = (alert: Alert): string => {
  const silent = alert.evidence?.silent ?? [];
  return silent.length > 1 ? m.alert_missing({ vitals: listed(silent.map(vitalShort)) }) : '';
};

/** What is missing of a score: never measured, and too old to count. */
export function missingWords(score: Pick<Score, 'parts'>): string {
  const missing = missingParts(score);
  const never = missing.filter((part) => partState(part) === 'missing');
  const old = missing.filter((part) => partState(part) === 'old');
  const words = never.length > 0 ? [m.score_not_measured({ what: names(never) })] : [];
  return [...words, ...(old.length > 0 ? [m.score_too_old({ what: names(old) })] : [])].join(' · ');
}

const risenWords = (score: Score): string => (shownRise(score) > 0 ? m.score_risen({ count: score.rise }) : '');

/** How urgent a score is. What is known of an incomplete one may already be urgent; it never says that a patient is well. */
export function riskWords(score: Score): string {
  const band = scoreBand(score);
  if (band === 'high') return m.score_high();
  if (score.total === null) return band === 'medium' ? m.score_medium_more() : m.score_incomplete();
  return band === 'medium' ? m.score_medium() : m.score_low();
}

/** A score as a sentence: `NEWS2 at least 5, medium risk or higher, up 3 in an hour, not measured: consciousness`. */
export function scoreSentence(warning: EarlyWarning | null): string {
  if (!warning) return '';
  const { score } = warning;
  const value = score.total === null ? m.score_at_least({ points: score.at_least }) : score.total;
  const name = m.evidence_names({ what: m.score_name(), value });
  return listed([name, riskWords(score), risenWords(score), missingWords(score)].filter(Boolean));
}

/** The points of NEWS2 with the reason to ring: the edge that was reached, the red parts, or the rise. */
function newsWords(alert: Alert, points: number): string {
  const score = alert.evidence?.score ?? null;
  if (score?.total !== points) return redOf(alert, score, m.score_at_least({ points }));
  if (alert.limit !== null) return m.score_edge({ points, limit: alert.limit });
  return redOf(alert, score, String(points));
}

function redOf(alert: Alert, score: Score | null, points: string): string {
  if (alert.limit !== null || !score) return points;
  const red = score.parts.filter((part) => part.points === 3);
  const why = red.length > 0 ? listed(red.map((part) => `${lower(partName(part))} 3`)) : risenWords(score);
  return why === '' ? points : m.score_for({ points, why });
}

const rounded = (n: number): string => String(Math.round(n * 100) / 100);
const isFever = (alert: Alert): boolean => alert.rule === 'fever';
const isSuspected = (alert: Alert): boolean => alert.evidence !== null && alert.evidence.clock_from_at === null;

/** What a rule about several vitals, or a course, found: its name and its value. */
function found(alert: Alert): { what: string; value: string } | null {
  const value = alert.extreme ?? alert.value;
  if (value === null) return null;
  switch (alert.rule) {
    case 'news2':
      return {
        what: m.score_name(),
        value: newsWords(alert, Math.max(value, alert.evidence?.score?.at_least ?? 0)),
      };
    case 'qsofa':
      return { what: m.evidence_qsofa(), value: m.evidence_signs({ count: value }) };
    case 'shock_index': {
      const edge = alert.limit === null ? null : { points: rounded(value), limit: rounded(alert.limit) };
      return { what: m.evidence_shock(), value: edge ? m.score_edge(edge) : rounded(value) };
    }
    case 'fever':
      return {
        what: isSuspected(alert) ? m.evidence_fever_suspected() : m.evidence_fever(),
        value: number('temperature', value),
      };
    default:
      return null;
  }
}

/**
 * The condition of a rule that judges several vitals or a course: `NEWS2 9 (≥ 7)`, `NEWS2 at least 9`, `Fever 38.3 °C`.
 * What has ended says what it was. Null for every other rule.
 */
export function judgedWords(alert: Alert): string | null {
  const it = found(alert);
  if (!it) return null;
  return alert.condition === 'cleared' ? m.evidence_was(it) : m.evidence_names(it);
}

/**
 * The same for the edge of a tile, where there is room for little, and a number that is cut off would be read as another:
 * `NEWS2 ≥5`, `Shock index 1.4`.
 */
export function judgedShort(alert: Alert): string | null {
  const it = found(alert);
  const worst = alert.extreme ?? alert.value;
  if (!it || worst === null) return null;
  const points = Math.max(worst, alert.evidence?.score?.at_least ?? 0);
  const short: Record<string, { what: string; value: string }> = {
    news2: { what: it.what, value: alert.evidence?.score?.total === points ? String(points) : reading(`≥${points}`) },
    qsofa: { what: it.what, value: m.evidence_signs_short({ count: worst }) },
    shock_index: { what: m.evidence_shock_short(), value: rounded(worst) },
    fever: { what: isSuspected(alert) ? m.evidence_fever_maybe() : it.what, value: it.value },
  };
  const told = short[alert.rule] ?? it;
  return alert.condition === 'cleared' ? m.evidence_was(told) : m.evidence_names(told);
}

/** `38.3 °C since 02:10, clock to antibiotics 47:12 running`; of a suspected fever that somebody has to measure again. */
export function feverWords(alert: Alert, now_ms: number): string {
  const value = alert.extreme ?? alert.value;
  if (!isFever(alert) || !alert.evidence || value === null) return '';
  const from = alert.evidence.clock_from_at;
  const time = clockMinute(from ?? alert.evidence.inputs[0]?.at ?? alert.since_at);
  const over = alert.condition === 'cleared';
  const since = m.fever_since({ value: number('temperature', value), time });
  if (from === null) return over ? '' : listed([since, m.fever_measure()]);
  return over ? m.fever_clock_was({ time }) : listed([since, m.fever_clock({ time: formatElapsed(now_ms - from) })]);
}

/** The running clock to antibiotics as it stands on a tile. */
export const feverClock = (from_ms: number, now_ms: number): string =>
  m.fever_clock_short({ time: formatElapsed(now_ms - from_ms) });

const shortName = (what: string): string => (factsOf(what).unit === '' ? inputName(what) : vitalShort(what));
/** As on a tile, without its unit: `RR 24`; what is said in a word stands by itself. */
function shortInput(input: Input): string {
  if (input.word !== null || input.value === null) return inputText(input);
  return m.evidence_names({ what: shortName(input.what), value: formatValue(input.what, input.value) });
}

/** On what grounds it rang, in a line: the parts that had points and what is missing, or what was measured. */
export function groundsWords(alert: Alert, now_ms: number): string {
  if (!alert.evidence) return '';
  if (isFever(alert)) return feverWords(alert, now_ms);
  const { score, inputs } = alert.evidence;
  if (!score) return inputs.map(shortInput).join(' · ');
  const counted = score.parts.filter((part) => (part.points ?? 0) > 0);
  const told = counted.map((part) => {
    const input = inputOf(part, inputs);
    return input
      ? shortInput(input)
      : m.evidence_names({ what: shortName(keyOf(part.part)), value: pointsWords(part) });
  });
  return [...told, risenWords(score), missingWords(score)].filter(Boolean).join(' · ');
}
