/**
 * Is what the screen shows still true? Decided from when the hub last spoke, with time as an argument.
 *
 * A frame that waited in a socket while the tab slept must not count as "heard now". So a frame's age is taken
 * against the quickest frame of the connection, on both clocks of the browser: the monotonic one may stand still
 * while the machine is suspended, the wall clock may be set. The larger age wins: a wrong "stale" costs a glance.
 */
export type Liveness = 'connecting' | 'live' | 'delayed' | 'stale' | 'offline';

export const DELAYED_MS = 3_000;
/** Covered within 5 s is the promise: half a second is left for the watchdog's tick and the paint. */
export const STALE_MS = 4_500;
export const RECONNECT_MS = 10_000;
/** A gap between two looks at the clock that says: this page did not run. */
export const ASLEEP_MS = 2_000;

export interface Instant {
  mono: number;
  wall: number;
}

export interface Heard {
  /** Least (local clock - server clock) seen in this connection, per local clock. */
  offset: Instant;
  /** When the newest frame was sent, in local clocks. */
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

/** Milliseconds since the hub sent the newest frame; infinite before the first. */
export function silence(heard: Heard | null, now: Instant): number {
  if (!heard) return Infinity;
  return Math.max(now.mono - heard.sent.mono, now.wall - heard.sent.wall, 0);
}

/** The hub's clock, as this browser can best tell. */
export const hubNow = (heard: Heard | null, now: Instant): number =>
  heard ? Math.round(now.mono - heard.offset.mono) : Math.round(now.wall);

export interface LivenessInput {
  heard: Heard | null;
  connected: boolean;
  /** When the page was opened or the connection first tried. */
  since: Instant;
  /** Set when the page was asleep: stale until a frame sent after this instant is heard. */
  wokeAt: number | null;
}

/** What the truth bar says, and whether the page is covered. */
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

/** True when the page did not run between two looks at the clock. */
export const slept = (last: Instant, now: Instant): boolean =>
  now.mono - last.mono > ASLEEP_MS || now.wall - last.wall > ASLEEP_MS;
