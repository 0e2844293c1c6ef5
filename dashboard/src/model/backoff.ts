/** How long to wait before trying the hub again. */
const FIRST_MS = 250;
const CAP_MS = 5_000;

/**
 * Full jitter over a doubling ceiling, so that a hundred screens don't come back in step.
 * @param attempt 0 for the first retry
 * @param random in [0, 1)
 */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(FIRST_MS / 2 + random * (ceiling - FIRST_MS / 2));
}
