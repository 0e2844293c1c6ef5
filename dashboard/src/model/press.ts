/**
 * A person's press, and when it is carried out. A browser that was frozen delivers presses minutes later, when the picture
 * is no longer what the person saw. A stalled network does the same to a request.
 */

/** A press that is older than this when the page handles it is not carried out, ms; the person is told. */
export const PRESS_LIFE_MS = 3_000;
/** How long the page waits for the answer to an act, ms. The hub refuses what reaches it more than 15 s after the press. */
export const ACT_WAIT_MS = 8_000;

export const isOld = (age_ms: number): boolean => age_ms > PRESS_LIFE_MS;
