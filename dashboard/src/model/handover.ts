/** What a change of the watch means to one person. */
import type { StaffRef, StayWatch, Watch } from '../api/types';

export type Handover =
  | { what: 'taken from me'; by: StaffRef; at: number }
  | { what: 'mine now'; from: StaffRef | null; at: number }
  | { what: 'shifts rest'; holder: StaffRef | null };

/**
 * What to tell `me` of the watch of all stays; null when the change concerns only others, and where shifts are kept. That none are
 * kept any more concerns everybody.
 */
export function handover(before: Watch, after: Watch, me: string): Handover | null {
  const was = before.holder;
  const is = after.holder;
  if (before.by_shift && !after.by_shift) return { what: 'shifts rest', holder: is };
  if (after.by_shift || is === null || is.id === was?.id) return null;
  const at = after.since_at ?? 0;
  if (was?.id === me) return { what: 'taken from me', by: is, at };
  return is.id === me ? { what: 'mine now', from: was, at } : null;
}

/** What a change of the watches of stays means to one person: how many came, how many went and to whom. */
export interface Handed {
  came: number;
  went: number;
  /** The person who now has all of the stays that went; null if several people have them. */
  to: StaffRef | null;
  at: number;
}

type Watches = ReadonlyMap<string, StayWatch>;

/** What to tell a person of changed watches; null when the change concerns only others. */
export function handed(before: Watches, after: Watches, me: string): Handed | null {
  const told: Handed = { came: 0, went: 0, to: null, at: 0 };
  const to = new Map<string, StaffRef>();
  for (const [stay, now] of after) {
    const was = before.get(stay)?.holder?.id;
    const is = now.holder;
    if (is?.id === was || (is?.id !== me && was !== me)) continue;
    told.at = Math.max(told.at, now.since_at ?? 0);
    if (is?.id === me) told.came += 1;
    else told.went += 1;
    if (is && is.id !== me) to.set(is.id, is);
  }
  if (to.size === 1) told.to = [...to.values()][0] ?? null;
  return told.came + told.went > 0 ? told : null;
}

/** How many stays a person holds the watch of. */
export const staysOf = (watches: Watches, person: string): number =>
  [...watches.values()].filter(({ holder }) => holder?.id === person).length;
