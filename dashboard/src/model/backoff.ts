/** How long to wait before trying the hub again. */
const FIRST_MS = 250;
const CAP_MS = 5_000;

/**
 * A random pause up to a limit that doubles with each attempt, so that a hundred screens do not come back at once.
 * @param attempt 0 for the first retry
 * @param random in [0, 1)
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(FIRST_MS / 2 + random * (ceiling - FIRST_MS / 2));
}
