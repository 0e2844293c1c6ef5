/** The roster as a page shows it. Pure: instants and zones come as arguments. */
import type { OnShift, Proposed, Shift, StayWatch } from '../api/types';
import { instantOf, usableZone } from './zone';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** More patients than one person can watch: a warning, never a refusal. */
export const LOAD_MAX = 32;

/** `2026-11-24T07:00`, as a field for date and time holds it: the wall clock of a zone. */
export function localText(at: number, zone: string | undefined): string {
  const timeZone = usableZone(zone);
  const form = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en', { ...form, hourCycle: 'h23', ...(timeZone ? { timeZone } : {}) });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}`;
}

/** The date that many days after that of `2026-11-24T07:00`, at midnight. */
const midnightAfter = (local: string, days: number): string =>
  `${new Date(Date.parse(`${local.slice(0, 10)}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)}T00:00`;

/**
 * When a date begins: at midnight, or, where the clocks go forward at midnight and none shows it, as soon as they show that date.
 */
function beginning(midnight: string, zone: string | undefined): number {
  const usable = usableZone(zone);
  return instantOf(midnight, usable) ?? instantOf(midnight.replace('T00', 'T01'), usable) ?? Date.parse(`${midnight}Z`);
}

/** Today and tomorrow by the wall clock of a zone: two dates, of which each may have 23, 24 or 25 hours. */
export function twoDays(now: number, zone: string | undefined): { from: number; to: number } {
  const local = localText(now, zone);
  return { from: beginning(midnightAfter(local, 0), zone), to: beginning(midnightAfter(local, 2), zone) };
}

/** A shift of twelve hours that begins with the next full hour. */
export const nextShift = (now: number): { from: number; until: number } => {
  const from = Math.ceil(now / HOUR_MS) * HOUR_MS;
  return { from, until: from + 12 * HOUR_MS };
};

/** Shifts by the day on which they begin, in order. What `day` says of an instant names the day. */
export function byDay(shifts: readonly Shift[], day: (at: number) => string): { day: string; shifts: Shift[] }[] {
  const days: { day: string; shifts: Shift[] }[] = [];
  for (const shift of shifts) {
    const name = day(shift.from_at);
    const last = days.at(-1);
    if (last?.day === name) last.shifts.push(shift);
    else days.push({ day: name, shifts: [shift] });
  }
  return days;
}

/** The charge nurse's choice for one stay, not sent yet. */
export interface Choice {
  holder: string;
  backup: string;
}

/** The people who can be given stays now. */
export const watchersOf = (on: readonly OnShift[]): OnShift[] =>
  on.filter(({ duty, overdue }) => (duty === 'nurse' || duty === 'charge_nurse') && !overdue);

export const choiceOf = (watch: StayWatch): Choice => ({
  holder: watch.holder?.id ?? '',
  backup: watch.backup?.id ?? '',
});

/** The choices that differ from the present state: only these are sent. */
export function changes(watches: Iterable<StayWatch>, chosen: ReadonlyMap<string, Choice>) {
  const stays = [];
  for (const watch of watches) {
    const choice = chosen.get(watch.episode_id);
    const known = choiceOf(watch);
    if (!choice || choice.holder === '' || (choice.holder === known.holder && choice.backup === known.backup)) continue;
    const backup_id = choice.backup === '' ? null : choice.backup;
    stays.push({ episode_id: watch.episode_id, version: watch.version, holder_id: choice.holder, backup_id });
  }
  return stays;
}

/** How many stays each person would have. */
export function loads(watches: Iterable<StayWatch>, chosen: ReadonlyMap<string, Choice>): Map<string, number> {
  const count = new Map<string, number>();
  for (const watch of watches) {
    const holder = chosen.get(watch.episode_id)?.holder ?? watch.holder?.id ?? '';
    count.set(holder, (count.get(holder) ?? 0) + 1);
  }
  return count;
}

/** Turns a proposal of the hub into choices in the form. */
export const proposed = (stays: readonly Proposed[]): Map<string, Choice> =>
  new Map(stays.map(({ episode_id, holder, backup }) => [episode_id, { holder: holder.id, backup: backup?.id ?? '' }]));
