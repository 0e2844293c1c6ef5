/** When a session ends, and since when a screen that was watching no longer does. Time is an argument. */

/** How long before its end a session warns, ms: enough to find the next nurse, not so much that it is forgotten again. */
export const WARNED_MS = 30 * 60_000;

export type Ending =
  | { at: 'far' }
  /** Whole minutes left, rounded up. */
  | { at: 'near'; minutes: number }
  | { at: 'ended' };

/** @param expires_at end of the session; like `now` by the hub's clock */
export function ending(expires_at: number, now: number): Ending {
  const left_ms = expires_at - now;
  if (left_ms <= 0) return { at: 'ended' };
  return left_ms <= WARNED_MS ? { at: 'near', minutes: Math.ceil(left_ms / 60_000) } : { at: 'far' };
}

/** What a screen remembers of having watched, even over a reload; nothing about a patient. */
export interface Watched {
  /** The sign-in name under which it watched. */
  name: string;
  /** When it stopped watching; null while it does. */
  ended_at: number | null;
}

/** Reads what was stored; anything unreadable counts as a screen that never watched. */
export function readWatched(text: string | null): Watched | null {
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('name' in kept) || typeof kept.name !== 'string') return null;
    const ended_at = 'ended_at' in kept && typeof kept.ended_at === 'number' ? kept.ended_at : null;
    return { name: kept.name, ended_at };
  } catch {
    return null;
  }
}
