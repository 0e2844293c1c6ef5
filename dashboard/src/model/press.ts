/**
 * A person's press and when it is carried out. A browser that was frozen delivers what was pressed meanwhile minutes
 * later, on a picture that is no longer what the person saw; a stalled network does the same to a request.
 */

/** Older than this when the page gets to it, a press is not carried out but told. */
export const PRESS_LIFE_MS = 3_000;
/** How long the hub may take to answer an act. It refuses what reaches it later than 15 s after the press. */
export const ACT_WAIT_MS = 8_000;

export const isOld = (age_ms: number): boolean => age_ms > PRESS_LIFE_MS;
