// Chaos over the real processes: a hub with its PostgreSQL and Mosquitto, homes whose gateways read ptys in networks of
// their own, a thousand more homes beside them, and faults at random times. At the end the whole run is written to a file,
// and the checker (tests/checker) compares every reading that a device sent with the store, and every alert with its
// history and with what the stored readings require.
//
//   node tests/chaos/run.mjs [--minutes 4] [--homes 4] [--fleet 1000] [--seed N] [--keep]
//
// Needs `cargo build` of hearth-hub, hearth-gateway, hearth-sim and hearth-checker (HEARTH_BIN: where they are),
// `npm ci` in dashboard/, and for every kind of fault root, iproute2, nftables and faketime. The last line says
// how many checks passed and failed; after a failure the folder with all logs stays.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { until } from '../../deploy/lib/processes.mjs';
import { Faults } from './faults.mjs';
import { Feed } from './feed.mjs';
import { Fleet } from './fleet.mjs';
import { check, history, others, readings } from './history.mjs';
import { Home } from './homes.mjs';
import { abilities } from './machine.mjs';
import { Nurse } from './nurse.mjs';
import { KINDS, plan, troubles } from './plan.mjs';
import { stored } from './records.mjs';
import { System } from './system.mjs';

const { values: wanted } = parseArgs({
  options: {
    minutes: { type: 'string', default: '4' },
    homes: { type: 'string', default: '4' },
    fleet: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const seed = Number(wanted.seed ?? Date.now() % 1_000_000);
const durationMs = Number(wanted.minutes) * 60_000;
const [count, many] = [Number(wanted.homes), Number(wanted.fleet)];
if (!Number.isInteger(seed) || !(durationMs > 0) || !(Number.isInteger(count) && count >= 1 && count <= 64) || !(Number.isInteger(many) && many >= 0 && many <= 9_999)) {
  console.error('chaos: --minutes must be above 0, --homes from 1 to 64, --fleet from 0 to 9999, --seed a whole number');
  process.exit(64);
}
/** How long the saturation is low at least: three times the rule's delay, because gateways are killed meanwhile. */
const FALL_MS = Math.max(50_000, durationMs * 0.35);
const LIVE_MS = 90_000;
/** Gateways wait up to 60 s between attempts to connect: this is two attempts and some more. */
const DRAIN_MS = 240_000;
/** A gateway always counts a few waiting records at the moment when it records its own anchor and status. */
const ITS_OWN = 2;
const LOOK_AGAIN_MS = 2_000;

const folder = mkdtempSync(join(tmpdir(), 'hearth-chaos-'));
const begun = Date.now();
const log = (text) => {
  console.log(text);
  appendFileSync(join(folder, 'chaos.log'), `${new Date().toISOString()} ${text}\n`);
};
const can = abilities();
const kinds = Object.keys(KINDS).filter((kind) => (can.disks || !/^disk|^reboot/.test(kind)) && (can.library || !/^clock|^reboot/.test(kind)));
const system = new System(folder, can);
const homes = Array.from({ length: count }, (_, index) => new Home(system, index + 1, count > 1 && index === count - 1 ? 'nonin-df7' : 'masimo-ascii1', can));
const faults = new Faults(system, homes, log);
const nurse = new Nurse(system);
const feed = new Feed(system);
const fleet = many ? new Fleet(system, many) : null;

const fallen = homes[0];
const isFall = (alert) => alert.rule === 'spo2_low' && alert.episode_id === fallen.episode;

async function clean() {
  faults.heal();
  feed.end();
  await nurse.end();
  for (const home of homes) home.close();
  await system.stop();
  for (const home of homes) home.remove();
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await clean().catch((error) => console.error(`cleaning up: ${error.message}`));
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });
}

async function settle() {
  log(`seed ${seed}, ${wanted.minutes} min, ${count} homes, ${many} more in a fleet, in ${folder}`);
  for (const lack of can.missing) log(`NOT POSSIBLE HERE: ${lack}`);
  await system.start();
  for (const home of homes) {
    await home.admit();
    home.startDevice();
    home.startGateway();
  }
  await fleet?.admit();
  await until('every home is in the store', async () => (await Promise.all(homes.map((home) => stored(system, home.device)))).every((rows) => rows.length > 2), LIVE_MS);
  nurse.begin(isFall);
  feed.begin();
  fleet?.start();
}

/** One patient's saturation falls while everything fails, and then recovers. */
async function fall() {
  const fallMs = Math.min(10_000, durationMs * 0.1);
  await sleep(fallMs);
  log(`${(fallMs / 1000).toFixed(1)} s: the saturation in ${fallen.gateway} falls`);
  fallen.tell('spo2 84');
  await sleep(FALL_MS);
  log(`${((fallMs + FALL_MS) / 1000).toFixed(1)} s: it recovers`);
  fallen.tell('recover');
}

/** Shorter events in the other homes. */
async function suffer() {
  const from = Date.now();
  for (const { at, home, order } of troubles(seed, durationMs, count)) {
    await sleep(Math.max(0, from + at - Date.now()));
    log(`${(at / 1000).toFixed(1)} s: ${homes[home].gateway}: ${order}`);
    homes[home].tell(order);
  }
}

/** Half-way through, one device changes patients: what it said before still belongs to the first. */
async function handOver() {
  const home = homes[Math.min(1, count - 1)];
  await sleep(durationMs / 2);
  let tries = 100 + home.number;
  // The hub may be down, or an answer be lost, so each attempt admits another patient.
  const next = await until('the next patient is admitted', () => home.admitPatient('Ana', (tries += 100)), LIVE_MS);
  const at = Date.now();
  await until('the device is taken off', () => home.unbind(at).then(() => true), LIVE_MS);
  await until("it is the next patient's", () => home.bind(next, at).then(() => true), LIVE_MS);
  log(`${((Date.now() - at) / 1000).toFixed(1)} s ago ${home.device} went to another patient`);
}

/** After all faults have ended, waits until everything that was said is stored, or the time for that is over. */
async function drain() {
  faults.heal();
  await system.ready();
  for (const home of homes) await home.silence();
  const healed = Date.now();
  const missing = async () => {
    const { devices } = await readings(system, homes);
    const { lost } = check(folder, 'drain.json', { devices });
    const { gateways } = await system.api.get('/gateways?limit=500');
    const waiting = gateways.filter((gateway) => homes.some((home) => home.gateway === gateway.id) && (!gateway.online || gateway.backlog > ITS_OWN));
    if (!lost && !waiting.length) return true;
    await sleep(LOOK_AGAIN_MS);
    throw new Error(`${lost} readings are missing; these gateways wait: ${waiting.map(({ id, backlog }) => `${id} (${backlog})`).join(', ') || 'none'}`);
  };
  const trouble = await until('every reading is in the store and no gateway waits', missing, DRAIN_MS).then(() => '', (error) => error.message);
  log(trouble || `drained ${((Date.now() - healed) / 1000).toFixed(1)} s after everything was well`);
  return trouble;
}

async function chaos() {
  await settle();
  await Promise.all([faults.run(plan(seed, durationMs, count, kinds), durationMs), fall(), suffer(), handOver()]);
  const trouble = await drain();
  const ofFleet = fleet && { counted: await fleet.end(), stored: await fleet.stored() };
  await until('the fall is on the list of alerts', () => nurse.looks.some(({ alerts }) => alerts.some(isFall)), LIVE_MS).catch((error) => log(error.message));
  await nurse.end();
  feed.end();
  for (const home of homes) await home.endDevice();
  for (const home of homes) await home.endGateway();
  const histories = await nurse.histories();
  const found = await others({ system, homes, faults, kinds, nurse, feed, trouble, fleet: ofFleet });
  const verdict = check(folder, 'history.json', await history({ system, homes, faults, nurse, histories, others: found }));
  for (const line of verdict.lines) log(line);
  tell(histories, ofFleet);
  return verdict;
}

function tell(histories, ofFleet) {
  log(`faults: ${Object.entries(faults.counts).map(([kind, number]) => `${kind} ${number}`).join(', ')}; skipped ${faults.skipped}`);
  const givenUp = system.unasked.filter((end) => !end.wasReady);
  log(`starts given up while something they need was failing: ${givenUp.length}`);
  for (const { what, code, signal, last } of givenUp) log(`        ${what} ${signal ?? code}: ${last}`);
  const byRule = Map.groupBy ? Map.groupBy(histories, ({ alert }) => alert.rule) : group(histories);
  log(`alerts by rule: ${[...byRule].map(([rule, list]) => `${rule} ${list.length}`).join(', ')}; ${nurse.acts.length} acknowledged; looked ${nurse.answered} times, ${nurse.unanswered} without an answer`);
  if (ofFleet) log(`fleet: ${JSON.stringify(ofFleet.counted)}; stored ${JSON.stringify(ofFleet.stored)}`);
}

function group(histories) {
  const found = new Map();
  for (const history of histories) found.set(history.alert.rule, [...(found.get(history.alert.rule) ?? []), history]);
  return found;
}

let verdict;
try {
  verdict = await chaos();
} catch (error) {
  console.error(error);
  verdict = { passed: 0, failed: 1 };
}
await clean().catch((error) => console.error(`cleaning up: ${error.message}`));
console.log(`seed ${seed}, ${((Date.now() - begun) / 1000).toFixed(0)} s; again: node tests/chaos/run.mjs --seed ${seed} --minutes ${wanted.minutes} --homes ${count} --fleet ${many}`);
if (verdict.failed || wanted.keep) console.log(`look at ${folder}: chaos.log, history.json, hub.log, fleet.log, home-*/said.jsonl, home-*/gateway.log`);
else rmSync(folder, { recursive: true, force: true });
console.log(`${verdict.passed} passed, ${verdict.failed} failed`);
process.exit(verdict.failed ? 1 : 0);
