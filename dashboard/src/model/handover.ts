/** What a change of the watch means to one person. */
import type { StaffRef, Watch } from '../api/types';

export type Handover =
  { what: 'taken from me'; by: StaffRef; at: number } | { what: 'mine now'; from: StaffRef | null; at: number };

/** What to tell `me`; null when the change concerns only others. */
export function handover(before: Watch, after: Watch, me: string): Handover | null {
  const was = before.holder;
  const is = after.holder;
  if (is === null || is.id === was?.id) return null;
  const at = after.since_at ?? 0;
  if (was?.id === me) return { what: 'taken from me', by: is, at };
  return is.id === me ? { what: 'mine now', from: was, at } : null;
}
