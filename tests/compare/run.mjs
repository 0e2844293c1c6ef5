// Side by side: Hearth and what a user would choose instead get the same numbered readings and the same faults, and the
// same checker judges all. Takes about five minutes for each candidate.
//
//   npm ci && node run.mjs [--only NAME[,NAME]] [--seed N[,N]] [--jobs 1] [--keep]
//
// Needs PostgreSQL, Mosquitto and Python on the machine, and `cargo build` of hearth-hub, hearth-gateway,
// hearth-sim (HEARTH_BIN: where they are) and hearth-check. Prints one JSON line a candidate and the table.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Processes } from '../../deploy/lib/processes.mjs';
import { Bridge, BridgeAsInstalled } from './bridge.mjs';
import { check } from './checker.mjs';
import { Hearth } from './hearth.mjs';
import { NodeRed } from './node-red.mjs';
import { makeFolder } from './parts.mjs';
import { DEVICES, VITALS } from './producer.mjs';
import { carryOut, plan } from './script.mjs';
import { table } from './table.mjs';
import { arrivedLate, drain, missing } from './tally.mjs';
import { ThingsBoard, ThingsBoardAsInstalled, install } from './thingsboard.mjs';

const CANDIDATES = {
  hearth: (...rest) => new Hearth(...rest),
  'mosquitto-installed': (...rest) => new BridgeAsInstalled(...rest),
  'mosquitto-careful': (...rest) => new Bridge(...rest),
  'thingsboard-installed': (...rest) => new ThingsBoardAsInstalled(...rest),
  'thingsboard-memory': (...rest) => new ThingsBoard(...rest, 'memory'),
  'thingsboard-file': (...rest) => new ThingsBoard(...rest, 'file'),
  'thingsboard-sqlite': (...rest) => new ThingsBoard(...rest, 'sqlite'),
  'node-red': (...rest) => new NodeRed(...rest),
};
const PACE = DEVICES.length * VITALS.length;
const DRAIN_MS = 180_000;
/** When there is no new row for this long, none will come: the longest pause between attempts is shorter. */
const STILL_MS = 75_000;
const LOOK_MS = 1_000;

const { values: wanted } = parseArgs({
  options: { only: { type: 'string' }, seed: { type: 'string', default: '1' }, jobs: { type: 'string', default: '1' }, keep: { type: 'boolean', default: false } },
});
const names = wanted.only?.split(',') ?? Object.keys(CANDIDATES);
const [seeds, jobs] = [wanted.seed.split(',').map(Number), Number(wanted.jobs)];
if (!names.every((name) => name in CANDIDATES) || !seeds.every(Number.isInteger) || !(jobs >= 1)) {
  console.error(`compare: --only takes ${Object.keys(CANDIDATES).join(', ')}; --seed whole numbers; --jobs at least 1`);
  process.exit(64);
}
const folder = makeFolder(mkdtempSync(join(tmpdir(), 'hearth-compare-')));
const processes = new Processes();
const open = new Set();

/** Waits until nothing is missing, or until nothing more comes. */
async function settle(rig) {
  const end = Date.now() + DRAIN_MS;
  let last = { count: -1, at: Date.now() };
  while (Date.now() < end && Date.now() - last.at < STILL_MS) {
    const stored = await rig.stored();
    if (missing(rig.said(), stored) === 0) return;
    if (stored.length !== last.count) last = { count: stored.length, at: Date.now() };
    await sleep(LOOK_MS);
  }
}

async function measure(name, seed) {
  const own = `${name}-${seed}`;
  const log = (text) => console.log(`${own}: ${text}`);
  const rig = CANDIDATES[name](processes, join(folder, own), seed);
  open.add(rig);
  await rig.start();
  log('started');
  const acts = await carryOut(plan(seed), rig, log);
  await rig.quiet();
  await settle(rig);
  const [said, stored] = [rig.said(), await rig.stored()];
  const [healed, next] = [acts.find(({ act }) => act === 'heal').at, acts.find(({ act }) => act === 'killHome').at];
  const found = { ...check(said, stored, join(folder, `${own}.json`)), out_of_order: arrivedLate(stored), drain: drain(rig.looks, healed, next, PACE) };
  const memory = { home_mib: rig.peakMib(rig.home), center_mib: rig.peakMib(rig.center) };
  const result = { name, seed, ...found, ...memory, ended_by_itself: rig.endedByItself };
  await rig.close();
  open.delete(rig);
  console.log(JSON.stringify(result));
  return result;
}

async function clean() {
  for (const rig of open) await rig.close().catch((error) => console.error(`cleaning up: ${error.message}`));
  await processes.stopAll();
  if (!wanted.keep) rmSync(folder, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clean().then(() => process.exit(130)));

const results = [];
try {
  console.log(`seeds ${seeds.join(', ')}, in ${folder}`);
  if (names.some((name) => name.startsWith('thingsboard'))) await install();
  const waiting = seeds.flatMap((seed) => names.map((name) => [name, seed]));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await measure(...next).then((result) => results.push(result), (error) => console.error(`${next.join('-')}: ${error.stack}`));
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  console.log(table(names.map((name) => results.filter((result) => result.name === name)).filter(({ length }) => length)));
} finally {
  await clean();
}
