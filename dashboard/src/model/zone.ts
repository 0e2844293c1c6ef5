/** In which zone a time is shown, and when the time alone does not tell which instant is meant. No signals, no language. */
const QUARTER_MS = 900_000;
/** No clock change is larger than this, ms. */
const REACH_MS = 3 * 3_600_000;
/** No wall clock is further from UTC than this, ms. */
const FURTHEST_MS = 15 * 3_600_000;
const REMEMBERED = 2_000;

const known = new Map<string, boolean>();

/** True for a zone that this browser knows. */
export function isKnownZone(zone: string): boolean {
  let found = known.get(zone);
  if (found === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      found = true;
    } catch {
      found = false;
    }
    known.set(zone, found);
  }
  return found;
}

/** The zone itself, or UTC if this browser does not know it; undefined, which is the browser's own, stays undefined. */
export const usableZone = (zone: string | undefined): string | undefined =>
  zone === undefined || isKnownZone(zone) ? zone : 'UTC';

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock of a (usable) zone shows, as if it were UTC, ms. */
function wallClock(at: number, zone: string | undefined): number {
  let clock = clocks.get(zone ?? '');
  if (!clock) {
    clock = new Intl.DateTimeFormat('en', {
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
      hourCycle: 'h23',
      calendar: 'gregory',
      numberingSystem: 'latn',
      ...(zone === undefined ? {} : { timeZone: zone }),
    });
    clocks.set(zone ?? '', clock);
  }
  const part = Object.fromEntries(clock.formatToParts(at).map((p) => [p.type, Number(p.value)]));
  return Date.UTC(
    ...([part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'] ?? 1, part['hour'] ?? 0] as const),
    part['minute'] ?? 0,
    part['second'] ?? 0,
  );
}

const offset = (at: number, zone: string | undefined): number => wallClock(at, zone) - Math.floor(at / 1000) * 1000;

/**
 * The instant at which the wall clock of a (usable) zone shows `2026-11-24T08:30`; the earlier one of an hour that is shown
 * twice, null for a time that no clock there shows.
 */
export function instantOf(typed: string, zone: string | undefined): number | null {
  const shown = Date.parse(`${typed}Z`);
  if (Number.isNaN(shown)) return null;
  const candidates = [-FURTHEST_MS, FURTHEST_MS].map((by) => shown - offset(shown + by, zone));
  return candidates.sort((a, b) => a - b).find((at) => wallClock(at, zone) === shown) ?? null;
}

const repeated = new Map<string, boolean>();

/** True in the hour that a clock change shows twice: the wall clock in the zone shows this time at another instant, too. */
export function isRepeated(at: number, zone: string | undefined): boolean {
  // Clocks change at a quarter of an hour, so one answer holds for the whole quarter.
  const quarter = Math.floor(at / QUARTER_MS);
  const key = `${zone ?? ''} ${quarter}`;
  let found = repeated.get(key);
  if (found === undefined) {
    if (repeated.size >= REMEMBERED) repeated.clear();
    found = seek(quarter * QUARTER_MS, usableZone(zone));
    repeated.set(key, found);
  }
  return found;
}

function seek(at: number, zone: string | undefined): boolean {
  const here = offset(at, zone);
  return [at - REACH_MS, at + REACH_MS].some((near) => {
    const there = offset(near, zone);
    const twin = at + here - there;
    return there !== here && offset(twin, zone) === there;
  });
}
