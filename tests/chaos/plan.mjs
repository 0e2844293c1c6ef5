// What goes wrong, and when, drawn from the seed. The same seed gives the same plan; in which state it meets the processes
// depends on the machine.

/** Each kind of fault: what it happens to, and for how long (ms). A fault waits until an earlier one of the same thing ends. */
export const KINDS = {
  'kill hub': { on: ['hub'], ms: [0, 3_000] },
  'kill database': { on: ['database'], ms: [0, 0] },
  'kill broker': { on: ['broker'], ms: [0, 0] },
  'kill gateway': { on: ['gateway'], ms: [0, 3_000] },
  'kill hub and gateway': { on: ['hub', 'gateway'], ms: [0, 3_000] },
  'wipe broker': { on: ['broker'], ms: [0, 0] },
  'stop hub': { on: ['hub'], ms: [5_000, 20_000], grows: true },
  'stop database': { on: ['database'], ms: [5_000, 20_000], grows: true },
  'stop broker': { on: ['broker'], ms: [5_000, 20_000], grows: true },
  'stop gateway': { on: ['gateway'], ms: [5_000, 20_000], grows: true },
  'cut link': { on: ['link'], ms: [3_000, 25_000], grows: true },
  'half-open link': { on: ['link'], ms: [3_000, 25_000], grows: true },
  'slow link': { on: ['link'], ms: [5_000, 15_000] },
  'network down': { on: ['link'], ms: [5_000, 45_000], grows: true },
  'network half-open': { on: ['link'], ms: [5_000, 45_000], grows: true },
  // All three are affected, so that intake goes on and meets the full disk.
  'disk full at hub': { on: ['hub', 'database', 'broker'], ms: [12_000, 20_000] },
  'disk full at gateway': { on: ['disk'], ms: [10_000, 25_000] },
  // Half of the time the clock is set while the gateway runs; then the gateway is started with the wrong clock.
  'clock +1 h at gateway': { on: ['gateway'], ms: [10_000, 30_000] },
  'clock -1 h at gateway': { on: ['gateway'], ms: [10_000, 30_000] },
  'clock 1970 at gateway': { on: ['gateway'], ms: [10_000, 30_000] },
  // Nothing else may stand between it and the hub: as long as its clock was never compared, nobody can judge it.
  'reboot gateway an hour ago': { on: ['gateway', 'link', 'hub', 'database', 'broker'], ms: [5_000, 8_000] },
  'reboot gateway in 1970': { on: ['gateway', 'link', 'hub', 'database', 'broker'], ms: [5_000, 8_000] },
};

/** What belongs to a home and not to the hub. */
const AT_HOME = ['gateway', 'link', 'disk'];
const GAP_MS = 5_000;
/** From this length on faults last as long as the requirements ask: a minute stopped, minutes without a link. */
const LONG_RUN_MS = 900_000;
const GROWTH = 4;

/** Random numbers from a seed, by mulberry32. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every kind once, in random order, and then random kinds until the time is over. */
export function plan(seed, durationMs, homes, kinds) {
  const next = random(seed);
  const between = (low, high) => low + next() * (high - low);
  const first = kinds.map((kind) => [next(), kind]).sort(([a], [b]) => a - b).map(([, kind]) => kind);
  // Even in a short run each kind has its turn.
  const gapMs = Math.min(GAP_MS, durationMs / (kinds.length + 1));
  const growth = durationMs >= LONG_RUN_MS ? GROWTH : 1;
  const faults = [];
  for (let turn = 0; turn * gapMs < durationMs; turn += 1) {
    const at = (turn + next()) * gapMs;
    const kind = first.shift() ?? kinds[Math.floor(next() * kinds.length)];
    const { ms: [least, most], grows } = KINDS[kind];
    const ms = between(least, grows ? most * growth : most);
    faults.push({ at: Math.round(at), kind, home: Math.floor(next() * homes), ms: Math.round(ms), delayMs: Math.round(between(500, 4_000)) });
  }
  return faults;
}

/** The names of the things that a fault affects. A thing has one fault at a time, so that it is known what each may cause. */
export function targets({ kind, home }) {
  return KINDS[kind].on.map((what) => (AT_HOME.includes(what) ? `${what} ${home}` : what)).sort();
}

export function isAtHome(kind) {
  return KINDS[kind].on.some((what) => AT_HOME.includes(what));
}

/** What patients go through meanwhile. Each of these requires an alert, live or while the home cannot be heard. */
const TROUBLES = ['spo2 84 for 35 s', 'spo2 74 for 15 s', 'heart_rate 145 for 85 s', 'heart_rate 35 for 85 s'];
const TROUBLE_EVERY_MS = 30_000;

/** One such event every half minute, in any home but the first, which has a long fall of its own. */
export function troubles(seed, durationMs, homes) {
  const next = random(seed ^ 0x5eed);
  const found = [];
  for (let at = TROUBLE_EVERY_MS * next(); homes > 1 && at < durationMs - TROUBLE_EVERY_MS; at += TROUBLE_EVERY_MS) {
    found.push({ at: Math.round(at), home: 1 + Math.floor(next() * (homes - 1)), order: TROUBLES[Math.floor(next() * TROUBLES.length)] });
  }
  return found;
}
