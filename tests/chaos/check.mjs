// What must hold of readings, as pure functions over what was said and stored. Each gives what it found, so
// that a run can print it and a test can prove that it is found.

/** A reading that was read but neither durable nor sent when its gateway was killed: at most so many before each kill. */
const ALLOWED_BEFORE_KILL = 2;
const BEFORE_KILL_MS = 2_500;
/** A device that is this late was asleep itself and leaves out what it missed. */
const ASLEEP_MS = 2_000;

/** The order in which a device's readings are numbered is the order in which they were measured. */
export function disorder(stored) {
  const found = [];
  const left = new Set();
  stored.forEach((row, index) => {
    const last = stored[index - 1];
    if (!last) return;
    if (row.at <= last.at) found.push(`two at ${row.at}: ${last.value} and ${row.value}`);
    if (row.stream === last.stream && row.seq <= last.seq) found.push(`number ${row.seq} was measured after ${last.seq}`);
    if (row.stream !== last.stream) left.add(last.stream);
    if (left.has(row.stream)) found.push(`number ${row.seq} of stream ${row.stream} stands after a later start of its gateway`);
    if (row.second !== null && last.second !== null && row.second <= last.second) found.push(`the device said ${row.value} before ${last.value}`);
  });
  return found;
}

/** Numbers the lines by the second that the device printed in them; `first` is that of the first line. */
function seconds(said, first) {
  let second = first;
  return said.map((line, index) => {
    const paused = index ? line.t - said[index - 1].t : 0;
    if (index) second += paused > ASLEEP_MS ? Math.round(paused / 1000) : 1;
    return { ...line, second };
  });
}

/** The device's clock may show the second before: whichever start agrees with more of the store is the right one. */
function aligned(said, stored) {
  const start = Math.floor((said[0]?.t ?? 0) / 1000);
  const held = new Map(stored.map((row) => [row.second, row.value]));
  const agreeing = (lines) => lines.filter((line) => held.get(line.second) === line.value).length;
  return [start, start - 1].map((first) => seconds(said, first)).sort((a, b) => agreeing(b) - agreeing(a))[0];
}

/**
 * Reading by reading, for a device that prints its own second into every line: nothing lost, nothing twice,
 * nothing that it never said. `kills` are the times at which its gateway was killed.
 */
export function compare(said, stored, kills) {
  const lines = aligned(said, stored);
  const heard = new Map(lines.filter((line) => line.whole).map((line) => [line.second, line]));
  const found = { said: heard.size, stored: stored.length, lost: [], twice: [], foreign: [], allowed: [], disorder: disorder(stored) };
  const seen = new Set();
  for (const row of stored) {
    if (seen.has(row.second)) found.twice.push(row);
    else if (heard.get(row.second)?.value !== row.value) found.foreign.push(row);
    seen.add(row.second);
  }
  const missing = [...heard.values()].filter((line) => !seen.has(line.second));
  const excused = new Set();
  for (const kill of kills) {
    const before = missing.filter((line) => line.t > kill.at - BEFORE_KILL_MS && line.t <= kill.until);
    for (const line of before.slice(-ALLOWED_BEFORE_KILL)) excused.add(line);
  }
  found.allowed = [...excused];
  found.lost = missing.filter((line) => !excused.has(line));
  return found;
}

/**
 * For a device of which the gateway takes one set of three packets: what is stored was said, in that order,
 * and there is as much of it as there were seconds. Between two kills the first packet counts at once.
 */
export function compareSets(said, stored, kills) {
  const heard = said.filter((packet) => packet.whole);
  const found = { said: heard.length, stored: stored.length, foreign: [], disorder: disorder(stored) };
  let from = 0;
  for (const row of stored) {
    const index = heard.findIndex((packet, at) => at >= from && packet.value === row.value);
    if (index < 0) found.foreign.push(row);
    else from = index + 1;
  }
  const ends = [...kills.map((kill) => kill.until), Infinity];
  const lives = ends.map((end, index) => heard.filter(({ t }) => t <= end && t > (ends[index - 1] ?? 0)).length).filter(Boolean);
  const sets = lives.reduce((sum, packets) => sum + 1 + Math.floor((packets - 1) / 3), 0);
  // The unfinished second at the end of a life is published when the line goes away.
  [found.atLeast, found.atMost] = [sets - ALLOWED_BEFORE_KILL * kills.length, sets + lives.length];
  return found;
}

/** How many readings are not in the store yet, by the check that its protocol allows. */
export function missing(protocol, said, stored, kills) {
  if (protocol === 'masimo-ascii1') return compare(said, stored, kills).lost.length;
  const found = compareSets(said, stored, kills);
  return Math.max(0, found.atLeast - found.stored);
}

/** Each time a gateway was dead is covered by what it says about itself: "not collected from T1 to T2". */
export function unexplained(kills, gaps) {
  const covered = ({ until, startedAt }) => gaps.some((gap) => gap.from <= until && gap.until >= startedAt);
  return kills.filter((kill) => Number.isFinite(kill.startedAt) && !covered(kill));
}

/** The stretch of stored values below a limit (raw) that lasted longest: `{from, to}` of measurement, or null. */
export function longestBelow(stored, limit, gapMs = 3_000) {
  let [best, run] = [null, null];
  stored.forEach((row, index) => {
    const low = row.spo2 !== null && row.spo2 < limit;
    const goesOn = run && row.at - stored[index - 1].at <= gapMs;
    run = low ? { from: goesOn ? run.from : row.at, to: row.at } : null;
    if (run && (!best || run.to - run.from > best.to - best.from)) best = run;
  });
  return best;
}
