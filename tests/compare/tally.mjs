// Figures of a run that the checker does not give: how fast a backlog was stored, and in which order it arrived.

/** How many readings arrived after a newer one of the same device and vital. `stored` is in the order of arrival. */
export function arrivedLate(stored) {
  const newest = new Map();
  let late = 0;
  for (const { key, n } of stored) {
    if (n < (newest.get(key) ?? -Infinity)) late += 1;
    newest.set(key, Math.max(n, newest.get(key) ?? -Infinity));
  }
  return late;
}

/** A backlog counts as stored while this many seconds of live readings may still be on their way. */
const UNDER_WAY_S = 2;

/**
 * How the backlog of the first cut was stored: from the moment when the link is healed until the number of rows grows only
 * at the pace of the devices (readings a second). `until` is the next fault. Null if nothing was stored any more.
 */
export function drain(looks, healed, until, pace) {
  const before = looks.filter(({ t }) => t <= healed).at(-1);
  const after = looks.filter(({ t }) => t > healed && t < until);
  const last = after.at(-1);
  if (!before || !last || last.count === before.count) return null;
  const onlyLive = ({ t, count }) => count >= last.count - (pace * (last.t - t)) / 1000 - UNDER_WAY_S * pace;
  const end = after.find(onlyLive);
  const seconds = (end.t - healed) / 1000;
  const readings = end.count - before.count;
  return { readings, seconds: Number(seconds.toFixed(1)), per_s: Math.round(readings / Math.max(seconds, 0.25)) };
}

/** How many readings are still missing; fast enough for waiting. A device's clock may print the previous second. */
export function missing(said, stored) {
  const seen = new Set(stored.map(({ key, n }) => `${key}/${n}`));
  const lost = (shift) => said.filter(({ key, n }) => !seen.has(`${key}/${n + shift}`)).length;
  return Math.min(lost(0), lost(-1));
}
