/** What trials of profiles say, as numbers for screens. */
import type { Priority, ProfileTrial, TrialLead, TrialWish } from '../api/types';
import { readNumber } from './typed';

export const LEVELS = ['high', 'medium', 'low'] as const satisfies readonly Priority[];

const DAY_MS = 86_400_000;
/** The largest number of days that a trial covers. */
const DAYS_MAX = 31;

/** True if a profile would have told exactly what the present one did. */
export const isSameTrial = (found: Pick<ProfileTrial, 'lost' | 'gained' | 'less_urgent'>): boolean =>
  found.lost.count + found.gained.count + found.less_urgent.count === 0;

/** Whole days as they are typed; null for anything else. */
export function readDays(typed: string): number | null {
  const days = readNumber(typed);
  return days !== null && days !== undefined && Number.isInteger(days) && days >= 1 && days <= DAYS_MAX ? days : null;
}

/** The time from this many days ago until now, in milliseconds since 1970. */
export const spanOf = (days: number, now_ms: number): Pick<TrialWish, 'from' | 'until'> => ({
  from: now_ms - days * DAY_MS,
  until: now_ms,
});

/** Whole minutes before the event; null if it was not told. */
export const leadMinutes = (lead: TrialLead): { any: number; high: number | null } | null =>
  lead.any_ms === null
    ? null
    : { any: Math.floor(lead.any_ms / 60_000), high: lead.high_ms === null ? null : Math.floor(lead.high_ms / 60_000) };
