// Chaos over the real processes: a hub with its PostgreSQL and Mosquitto, homes whose gateways read ptys,
// and faults at random instants. Afterwards every reading that a device said is compared with the store, and
// every alert that was shown with its history.
//
//   node tests/chaos/run.mjs [--minutes 2] [--homes 4] [--seed N] [--keep]
//
// Needs `cargo build` of hearth-hub, hearth-gateway and hearth-sim (HEARTH_BIN: where they are). The last
// line says how many checks passed and failed; after a failure the folder with all logs stays.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { until } from '../../deploy/lib/processes.mjs';
import * as check from './check.mjs';
import { Faults, plan } from './faults.mjs';
import { Home } from './homes.mjs';
import { judge } from './judge.mjs';
import { Nurse } from './nurse.mjs';
import { System } from './system.mjs';

const { values: wanted } = parseArgs({
  options: { minutes: { type: 'string', default: '2' }, homes: { type: 'string', default: '4' }, seed: { type: 'string' }, keep: { type: 'boolean', default: false } },
});
const seed = Number(wanted.seed ?? Date.now() % 1_000_000);
const durationMs = Number(wanted.minutes) * 60_000;
const count = Number(wanted.homes);
if (!Number.isInteger(seed) || !(durationMs > 0) || !(Number.isInteger(count) && count >= 1 && count <= 64)) {
  console.error('chaos: --minutes must be above 0, --homes from 1 to 64, --seed a whole number');
  process.exit(64);
}
/** The saturation is low for this long at least: three times what the rule asks, since gateways die meanwhile. */
const FALL_MS = Math.max(50_000, durationMs * 0.35);
const LIVE_MS = 90_000;
/** Gateways back off to 60 s between tries: this is two of them and some more. */
const DRAIN_MS = 180_000;
/** A gateway counts what waits in the moment in which it records its own anchor and status. */
const ITS_OWN = 2;

const folder = mkdtempSync(join(tmpdir(), 'hearth-chaos-'));
const begun = Date.now();
const log = (text) => {
  console.log(text);
  appendFileSync(join(folder, 'chaos.log'), `${new Date().toISOString()} ${text}\n`);
};
const system = new System(folder);
const homes = Array.from({ length: count }, (_, index) => new Home(system, index + 1, count > 1 && index === count - 1 ? 'nonin-df7' : 'masimo-ascii1'));
const faults = new Faults(system, homes, log);
const nurse = new Nurse(system);

const isFall = (alert) => alert.rule === 'spo2_low' && alert.episode_id === homes[0].episode;

async function clean() {
  faults.heal();
  await nurse.end();
  for (const home of homes) home.close();
  await system.stop();
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await clean().catch((error) => console.error(`cleaning up: ${error.message}`));
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });
}

async function settle() {
  log(`seed ${seed}, ${wanted.minutes} min, ${count} homes, in ${folder}`);
  await system.start();
  for (const home of homes) {
    await home.admit();
    home.startDevice();
    home.startGateway();
  }
  await until('every home is in the store', async () => (await Promise.all(homes.map((home) => home.stored()))).every((rows) => rows.length > 2), LIVE_MS);
  nurse.begin(isFall);
}

/** One patient's saturation falls while everything fails, and recovers. */
async function fall() {
  const fallMs = Math.min(10_000, durationMs * 0.1);
  await sleep(fallMs);
  log(`${(fallMs / 1000).toFixed(1)} s: the saturation in ${homes[0].gateway} falls`);
  homes[0].tell('spo2 80');
  await sleep(FALL_MS);
  log(`${((fallMs + FALL_MS) / 1000).toFixed(1)} s: it recovers`);
  homes[0].tell('recover');
}

/** Everything is well: waits until what was said is stored, or the time for that is over. */
async function drain() {
  faults.heal();
  await system.ready();
  for (const home of homes) await home.silence();
  const healed = Date.now();
  const missing = async () => {
    let lost = 0;
    for (const home of homes) lost += check.missing(home.protocol, home.said(), await home.stored(), home.kills);
    const { gateways } = await system.api.get('/gateways');
    const waiting = gateways.filter((gateway) => !gateway.online || gateway.backlog > ITS_OWN).map((gateway) => `${gateway.id} (${gateway.backlog})`);
    if (lost || waiting.length) throw new Error(`${lost} readings are missing; these gateways wait: ${waiting.join(', ') || 'none'}`);
    return true;
  };
  const trouble = await until('every reading is in the store and no gateway waits', missing, DRAIN_MS).then(() => '', (error) => error.message);
  log(trouble || `drained ${((Date.now() - healed) / 1000).toFixed(1)} s after everything was well`);
  return trouble;
}

async function chaos() {
  await settle();
  await Promise.all([faults.run(plan(seed, durationMs, count), durationMs), fall()]);
  const trouble = await drain();
  await until('the fall is on the list of alerts', () => nurse.looks.some(({ alerts }) => alerts.some(isFall)), LIVE_MS).catch((error) => log(error.message));
  await nurse.end();
  for (const home of homes) await home.endDevice();
  for (const home of homes) await home.endGateway();
  const histories = await nurse.histories();
  writeFileSync(join(folder, 'alerts.json'), JSON.stringify({ acts: nurse.acts, histories }, null, 1));
  writeFileSync(join(folder, 'kills.json'), JSON.stringify(Object.fromEntries(homes.map(({ gateway, kills }) => [gateway, kills])), null, 1));
  return judge({ system, homes, faults, nurse, histories, trouble, log });
}

let verdict;
try {
  verdict = await chaos();
} catch (error) {
  console.error(error);
  verdict = { passed: 0, failed: 1 };
}
await clean().catch((error) => console.error(`cleaning up: ${error.message}`));
console.log(`seed ${seed}, ${((Date.now() - begun) / 1000).toFixed(0)} s; again: node tests/chaos/run.mjs --seed ${seed} --minutes ${wanted.minutes} --homes ${count}`);
if (verdict.failed || wanted.keep) console.log(`look at ${folder}: chaos.log, kills.json, alerts.json, hub.log, home-*/said.jsonl, home-*/gateway.log`);
else rmSync(folder, { recursive: true, force: true });
console.log(`${verdict.passed} passed, ${verdict.failed} failed`);
process.exit(verdict.failed ? 1 : 0);
