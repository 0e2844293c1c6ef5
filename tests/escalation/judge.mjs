// What the ladder promises, compared with what the database holds. Instants are computed here from when an alert was raised
// and how long a rung has; nothing of the hub's own "due" is believed.

/** A rung is late if it fires more than this after its instant, ms. */
export const LATE_MS = 2_000;
/** A deadline that is carried over a restart may move by this much, ms: what is stored is only written anew beyond it. */
const EARLY_MS = 500;
/** If the clock was set between an alert and its first rung, the hub knows since when it waits by its last look at all of them. */
const LOOK_MS = 5_500;

/** The share `part` of sorted numbers. */
const share = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;

export function distribution(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return { count: sorted.length, p50_ms: share(sorted, 0.5), p99_ms: share(sorted, 0.99), max_ms: sorted.at(-1) ?? null };
}

/** When each rung of an alert is due: `{rung, at}`, as long as the alert climbs. */
function* due({ raised, second, taken }, { rungs, step_ms }, end) {
  for (let rung = 1; rung <= rungs; rung += 1) {
    const at = rung === 1 ? raised : second + (rung - 2) * step_ms;
    if (at > end || at >= taken) return;
    yield { rung, at };
  }
}

/**
 * `alerts`: `{id, raised, second, taken}`: when it was raised, when its second rung is due, and when somebody had it (or
 * Infinity). `fired`: `{alert, round, rung, stamp, heard}`. `ladder`: `{rungs, step_ms}`. `end`: when the run ended; `read`: when
 * the database was read.
 */
export function judge({ alerts, fired, ladder, clock, downtime, end, read }) {
  const broken = [];
  // Of what was due while no hub ran: how long after the start of the next process it fired.
  const lateness = { while_up: [], overdue_since_start: [] };
  const of = new Map();
  for (const one of fired) {
    const name = `${one.alert} ${one.round} ${one.rung}`;
    if (of.has(name)) broken.push(`rung ${one.rung} of ${one.alert} fired twice`);
    of.set(name, one);
  }
  // The same values may raise more alerts than those: they are told once as well, and are not judged further.
  const judged = new Set(alerts.map(({ id }) => id));
  const left = new Set([...of].filter(([, { alert }]) => judged.has(alert)).map(([name]) => name));
  for (const alert of alerts) {
    for (const { rung, at } of due(alert, ladder, end - LATE_MS)) {
      const name = `${alert.id} 1 ${rung}`;
      const found = of.get(name);
      left.delete(name);
      // Somebody may have taken it while the hub was about to fire.
      const excused = alert.taken - at < LATE_MS + downtime.within(at, alert.taken);
      if (!found) {
        if (!excused) broken.push(`rung ${rung} of ${alert.id} never fired`);
        continue;
      }
      const fired_at = clock.nearest(found.stamp, at);
      if (fired_at === null) {
        broken.push(`rung ${rung} of ${alert.id} fired at no time at all`);
        continue;
      }
      const late_ms = fired_at - at - downtime.within(at, fired_at);
      const started = downtime.over(at);
      if (started === null) lateness.while_up.push(late_ms);
      else lateness.overdue_since_start.push(fired_at - Math.max(started, at));
      if (late_ms > LATE_MS) broken.push(`rung ${rung} of ${alert.id} fired ${late_ms} ms late`);
      if (fired_at < at - (clock.steppedAround(alert.raised) ? LOOK_MS : EARLY_MS)) broken.push(`rung ${rung} of ${alert.id} fired ${at - fired_at} ms early`);
      if (!found.heard && fired_at < end - 2 * LATE_MS) broken.push(`no screen confirmed rung ${rung} of ${alert.id}`);
    }
  }
  // Those that became due in the last moments may have fired or not.
  const soon = new Set(alerts.flatMap((alert) => [...due(alert, ladder, Infinity)].filter(({ at }) => at > end - LATE_MS && at < read).map(({ rung }) => `${alert.id} 1 ${rung}`)));
  for (const name of left) if (!soon.has(name)) broken.push(`${name} fired, and should not have`);
  return { broken, lateness };
}
