/**
 * Is what the screen shows still true? This is decided from when the hub was last heard, with time as an argument.
 *
 * A frame that waited in a socket while the tab slept must not count as "heard now". So the age of a frame is taken from a
 * comparison with the quickest frame of the connection, on both clocks of the browser, because the monotonic clock may
 * stand still while the machine is suspended, and the wall clock may be set. The larger age counts: a wrong "stale" only
 * costs a glance.
 */
export type Liveness = 'connecting' | 'live' | 'delayed' | 'stale' | 'offline';

export const DELAYED_MS = 3_000;
/** After how long the page is covered, ms. The promise is 5 s; half a second is for the watchdog's tick and the paint. */
export const STALE_MS = 4_500;
export const RECONNECT_MS = 10_000;
/** A gap between two looks at the clock from which it follows that this page was not running, ms. */
export const ASLEEP_MS = 2_000;

export interface Instant {
  mono: number;
  wall: number;
}

export interface Heard {
  /** The smallest (local clock - server clock) of this connection, for each local clock. */
  offset: Instant;
  /** When the newest frame was sent, by the local clocks. */
  sent: Instant;
  server_time: number;
}

/** Takes in a frame of the feed that carries the server's time. */
export function hear(before: Heard | null, now: Instant, server_time: number): Heard {
  const offset = {
    mono: Math.min(before?.offset.mono ?? Infinity, now.mono - server_time),
    wall: Math.min(before?.offset.wall ?? Infinity, now.wall - server_time),
  };
  const sent = { mono: server_time + offset.mono, wall: server_time + offset.wall };
  return { offset, sent, server_time };
}

/** How long ago the hub sent the newest frame, ms; infinite before the first one. */
export function silence(heard: Heard | null, now: Instant): number {
  if (!heard) return Infinity;
  return Math.max(now.mono - heard.sent.mono, now.wall - heard.sent.wall, 0);
}

/** The hub's time, as well as this browser knows it. */
export const hubNow = (heard: Heard | null, now: Instant): number =>
  heard ? Math.round(now.mono - heard.offset.mono) : Math.round(now.wall);

export interface LivenessInput {
  heard: Heard | null;
  connected: boolean;
  /** When the page was opened, or the connection first tried. */
  since: Instant;
  /** When the page woke up from a sleep: it stays stale until a frame sent after this is heard. Null if it did not sleep. */
  wokeAt: number | null;
}

/** The state that the truth bar shows; it decides whether the page is covered. */
export function liveness(input: LivenessInput, now: Instant): Liveness {
  const { heard, connected, since, wokeAt } = input;
  if (!heard) {
    if (now.mono - since.mono < STALE_MS) return 'connecting';
    return 'offline';
  }
  const quiet = silence(heard, now);
  if (wokeAt !== null && heard.sent.mono < wokeAt) return 'stale';
  if (quiet >= STALE_MS) return connected ? 'stale' : 'offline';
  if (quiet >= DELAYED_MS || !connected) return 'delayed';
  return 'live';
}

/** True when values on the page must be covered. */
export const isCovered = (state: Liveness): boolean => state === 'stale' || state === 'offline';

/** True when the page was not running between two looks at the clock. */
export const slept = (last: Instant, now: Instant): boolean =>
  now.mono - last.mono > ASLEEP_MS || now.wall - last.wall > ASLEEP_MS;
