/** Observations by hand: found by their first letters, typed, and shown. Pure: the caller gives the names. */
import type { FieldError } from '../api/problem';
import type { Observation, ObservationCode } from '../api/types';
import { readNumber } from './typed';

/** One choice of a list that is searched by typing. */
export interface Choice {
  key: string;
  /** The name of the choice, in the reader's language. */
  name: string;
  /** Another text by which it is found: a LOINC code. */
  also?: string;
}

/** How many choices are shown at once; more would not help a person who types. */
export const SHOWN_MAX = 8;

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** How well a choice fits what was typed; best first: its name begins with it, one of its words does, its code does. */
function fit(choice: Choice, typed: string): number {
  const name = plain(choice.name);
  if (name.startsWith(typed)) return 0;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed))) return 1;
  return choice.also?.startsWith(typed) || choice.key.startsWith(typed) ? 2 : Infinity;
}

/** The choices with a word that begins with `text`, best first; all choices while nothing is typed. */
export function found(choices: readonly Choice[], text: string): Choice[] {
  const typed = plain(text.trim());
  const fits = choices.map((choice) => ({ choice, fit: fit(choice, typed) })).filter((one) => one.fit < Infinity);
  return fits
    .sort((a, b) => a.fit - b.fit)
    .map((one) => one.choice)
    .slice(0, typed === '' ? choices.length : SHOWN_MAX);
}

/** What the hub told of one code since: the newest that holds, or none. Newest first, as the hub lists them. */
export function withObserved(
  newest: readonly Observation[],
  told: ReadonlyMap<string, Observation | null | undefined>,
): Observation[] {
  const others = newest.filter((one) => told.get(one.code) === undefined);
  const known = [...told.values()].filter((one) => one !== null && one !== undefined);
  return [...others, ...known].sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
}

const LOINC = /^[1-9]\d{0,6}-\d$/;

/** The hub's codes that fit, and the LOINC code that was typed if the hub does not list it. */
export function codeChoices(
  codes: readonly ObservationCode[],
  nameOf: (code: string) => string,
  text: string,
): Choice[] {
  const listed = codes.map((one) => ({ key: one.code, name: nameOf(one.code), also: one.loinc }));
  const typed = text.trim();
  const other = LOINC.test(typed) && codes.every((one) => one.loinc !== typed);
  return other ? [...listed, { key: typed, name: typed }] : listed;
}

/** True for a LOINC code that the hub does not list; then its unit is typed, too. */
export const isFree = (codes: readonly ObservationCode[], code: string): boolean =>
  codes.every((one) => one.code !== code);

/** What a device shows instead of a number, by the word that says so to the hub. */
export const SHOWN_AS: Readonly<Record<string, string>> = { off_scale_low: 'LO', off_scale_high: 'HI' };

export type OffScale = ObservationCode['off_scale'][number];

/** The answer that was typed or chosen instead of a number, `LO` or `HI`; null for everything else. */
export function readOffScale(text: string, code: ObservationCode): OffScale | null {
  const typed = text.trim().toUpperCase();
  return code.off_scale.find((one) => SHOWN_AS[one.finding] === typed) ?? null;
}

export type ValueFault =
  { fault: 'none' } | { fault: 'not_a_number' } | { fault: 'band' | 'too_fine'; code: ObservationCode };

/** The number that was typed, or why the hub would refuse it. The hub checks again. */
export function readValue(text: string, code: ObservationCode): number | ValueFault {
  const value = readNumber(text);
  if (value === null) return { fault: 'none' };
  if (value === undefined) return { fault: 'not_a_number' };
  if (value < (code.low ?? -Infinity) || value > (code.high ?? Infinity)) return { fault: 'band', code };
  const places = /[.,](\d+)$/.exec(text.trim())?.[1]?.replace(/0+$/, '').length ?? 0;
  return places > (code.decimals ?? Infinity) ? { fault: 'too_fine', code } : value;
}

/** The fault of a typed number, in the form in which the hub would report it. */
export function faultOf(it: ValueFault): FieldError {
  const field = 'value';
  const coded = (code: string, params: FieldError['params'] = {}): FieldError => ({ field, code, params, message: '' });
  if (it.fault === 'none' || it.fault === 'not_a_number') return coded('number');
  const { low, high, decimals, unit } = it.code;
  if (it.fault === 'band') return coded('between_in', { low, high, unit: unit ?? '' });
  return decimals === 0 ? coded('whole_number') : coded('decimals_at_most', { places: decimals });
}

/** How many minutes ago an observation may have been made; 0 is now. Older ones are written down through the API. */
export const MINUTES_AGO = [0, 5, 15, 30, 60, 120, 180, 240, 300, 360, 480] as const;

/** UCUM units as people write them. */
const UNITS: Readonly<Record<string, string>> = { Cel: '°C', 'mm[Hg]': 'mmHg', '{score}': '' };
export const unitText = (unit: string): string => UNITS[unit] ?? unit;

/** A number with its unit, as it was written down: `38.3 °C`. */
export const numberText = (value: number, unit: string | null): string => `${value} ${unitText(unit ?? '')}`.trim();

/** True for an observation that is no longer valid, which is shown struck through. */
export const isStruck = (o: Observation): boolean => o.state === 'corrected' || o.state === 'withdrawn';
