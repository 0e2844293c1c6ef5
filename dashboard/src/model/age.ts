/** How old a value is, and whether it may still be read as current. */
export type Freshness = 'fresh' | 'aging' | 'stale';

/** Extra time beyond one cadence for streams at 1 Hz, ms: it allows for network and batching, not for a missing sensor. */
const GRACE_MS = 5_000;

/** How long a spot check counts as current, ms: the usual time between rounds (NEWS2: every 4 to 6 h at scores 1 to 4). */
const SPOT_FRESH_MS = 4 * 3_600_000;

/**
 * Fresh for one cadence (plus grace), aging until three cadences, then stale.
 * @param age_ms since the measurement, by the hub's clock
 * @param cadence_ms how often the device is expected to measure; null for spot checks, which never count as silent
 */
export function freshness(age_ms: number, cadence_ms: number | null): Freshness {
  if (cadence_ms === null) return age_ms <= SPOT_FRESH_MS ? 'fresh' : 'aging';
  if (age_ms <= cadence_ms + GRACE_MS) return 'fresh';
  return age_ms <= Math.max(3 * cadence_ms, cadence_ms + 2 * GRACE_MS) ? 'aging' : 'stale';
}

/** Age in the largest unit that fits: `4 s`, `12 m`, `3 h`, `2 d`. Never negative. */
export function formatAge(age_ms: number): string {
  const s = Math.max(0, Math.floor(age_ms / 1000));
  if (s < 100) return `${s} s`;
  const m = Math.floor(s / 60);
  if (m < 100) return `${m} m`;
  const h = Math.floor(m / 60);
  return h < 48 ? `${h} h` : `${Math.floor(h / 24)} d`;
}

/** A span of time that is over: `3 h 20 m`, `12 m`; less than a minute in seconds. */
export function formatSpan(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes === 0) return `${Math.floor(Math.max(0, ms) / 1000)} s`;
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  if (h === 0) return `${m} m`;
  return m === 0 ? `${h} h` : `${h} h ${m} m`;
}

/** Elapsed time as `0:42`, `21:44` or `3:04:09`. */
export function formatElapsed(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const h = Math.floor(s / 3600);
  const m = Math.floor(s / 60) % 60;
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

/** Completed years from a birth date (`1955-03-20`) to an instant, or null when the date is not one. */
export function ageYears(birthDate: string, now_ms: number): number | null {
  const born = /^(\d{4})-(\d{2})-(\d{2})$/.exec(birthDate);
  if (!born) return null;
  const now = new Date(now_ms);
  const years = now.getUTCFullYear() - Number(born[1]);
  const before = now.getUTCMonth() + 1 - Number(born[2]) || now.getUTCDate() - Number(born[3]);
  return before < 0 ? years - 1 : years;
}
