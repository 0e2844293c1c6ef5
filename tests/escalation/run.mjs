// Does each rung of an alert's ladder fire once and on time, whatever kills the hub? A real hub with its PostgreSQL, a
// screen of every post over WebSockets, many alerts that climb at once; the hub is killed (SIGKILL) at random moments and
// started again, and with --steps its clock is set. Then every alert's ladder is computed anew from when it was raised and
// compared with what the database holds: each rung once, none missing, none more than 2 s late or early.
//
//   node tests/escalation/run.mjs [--seed 6] [--kills 2] [--alerts 90] [--steps 0] [--spread] [--keep]
//
// By itself it is short: all alerts are raised at the beginning, and their second rungs are moved so that they become due
// all along the run. With --spread they are raised all along it instead, and nothing is moved (for 200 kills).
// Not counted as late is the time when no hub ran: from a kill until the next hub says that it is ready.
// Needs `cargo build` of hearth-hub (HEARTH_BIN: where it is) and `npm ci` in dashboard/; --steps needs faketime.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { HubClient, addStaff } from '../../deploy/lib/hub.mjs';
import { Clock, abilities } from '../chaos/machine.mjs';
import { random as randomly } from '../chaos/plan.mjs';
import { System } from '../chaos/system.mjs';
import { LATE_MS, distribution, judge } from './judge.mjs';
import { Patients } from './patients.mjs';
import { Screen } from './screens.mjs';
import { Downtime, HubClock } from './times.mjs';

const { values: wanted } = parseArgs({
  options: {
    seed: { type: 'string', default: '6' },
    kills: { type: 'string', default: '2' },
    alerts: { type: 'string', default: '90' },
    steps: { type: 'string', default: '0' },
    spread: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const [seed, kills, count, steps] = [wanted.seed, wanted.kills, wanted.alerts, wanted.steps].map(Number);
if (![seed, kills, count, steps].every((number) => Number.isInteger(number) && number >= 0 && number <= 100_000)) {
  console.error('escalation: --seed, --kills, --alerts and --steps are whole numbers up to 100000');
  process.exit(64);
}
/** The standard ladder of a high alert: docs/operations.md. */
const LADDER = { rungs: 6, step_ms: 60_000 };
/** How long a hub is up before the next kill, and how long it stays down, ms. */
const [UP_MS, DOWN_MS] = [[300, 3_500], [0, 1_500]];
/** After its clock was set, a hub writes its deadlines anew within 5 s: what was stored before is of another clock. */
const REWRITTEN_MS = 6_500;
/** Only forwards of where it began: nobody can observe a patient before the admission. */
const OFFSETS_S = [0, 60, 600, 1_800];
const SCREENS = { charge: ['holder', 'charge_nurse', 'everyone'], nurse: ['holder', 'backup'], call_agent: ['call_agent'], physician: ['physician'], dispatcher: ['dispatcher'] };

const random = randomly(seed);
const between = ([from, to]) => Math.round(from + (to - from) * random());
const folder = mkdtempSync(join(tmpdir(), 'hearth-escalation-'));
const library = steps ? abilities().library : null;
if (steps && !library) throw new Error('--steps needs libfaketime (package faketime)');
const machine = new Clock(library, join(folder, 'clock'));
const system = new System(folder, {}, '[log]\nfilter = "warn,hearth_hub::escalate=info"\n', machine.env);
const [downtime, clock, back] = [new Downtime(), new HubClock(), []];
let screens = [];

async function staffed() {
  const others = Object.keys(SCREENS).filter((role) => role !== 'charge');
  const apis = await Promise.all(
    others.map(async (role) => {
      const api = new HubClient(system.base);
      await api.firstSignIn(role, await addStaff(system.program, system.config, role, `A ${role}`, role));
      return api;
    }),
  );
  screens = [system.api, ...apis].map((api, index) => new Screen(api, SCREENS[['charge', ...others][index]]));
}

async function killed() {
  downtime.began(Date.now());
  await system.kill();
}

async function started() {
  const at = Date.now();
  system.spawn();
  await system.ready();
  const ready = Date.now();
  downtime.ended(at, ready);
  back.push(ready - at);
}

async function stepped(index) {
  const offset_s = OFFSETS_S[(OFFSETS_S.indexOf(clock.offset_ms / 1_000) + 1 + (index % (OFFSETS_S.length - 1))) % OFFSETS_S.length];
  clock.stepped(Date.now(), offset_s * 1_000 - clock.offset_ms);
  machine.step(offset_s);
  await sleep(REWRITTEN_MS);
}

/** Every rung in the database. */
async function fired() {
  const rows = await system.sql(
    `SELECT s.alert_id, s.round, s.rung, (extract(epoch FROM s.at) * 1000)::bigint, r.receipt IS NOT NULL FROM escalation_steps s
     LEFT JOIN escalation_rungs r USING (alert_id, round, rung) WHERE s.step = 'fired'`,
  );
  return rows.map(([alert, round, rung, stamp, heard]) => ({ alert, round: Number(round), rung: Number(rung), stamp: Number(stamp), heard: heard === 't' }));
}

async function clean() {
  for (const screen of screens) screen.close();
  await system.stop();
  machine.remove();
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void clean().finally(() => process.exit(130)));

async function main() {
  await system.start();
  await staffed();
  const patients = new Patients(system, random, count);
  const cycle_ms = (UP_MS[0] + UP_MS[1] + DOWN_MS[1]) / 2 + 1_000;
  const length_ms = kills * cycle_ms + steps * REWRITTEN_MS;
  await patients.admit();
  patients.begin(wanted.spread ? length_ms : 0, length_ms);
  if (!wanted.spread) {
    await patients.raised();
    await killed();
    await patients.move(length_ms);
    await started();
  }
  for (let kill = 0; kill < kills; kill += 1) {
    if (Math.floor(((kill + 1) * steps) / kills) > Math.floor((kill * steps) / kills)) await stepped(kill);
    await sleep(between(UP_MS));
    await killed();
    await sleep(between(DOWN_MS));
    await started();
  }
  const end = Date.now();
  await patients.end();
  // What became due by then has its two seconds.
  await sleep(LATE_MS);
  const rungs = await fired();
  const alerts = await patients.climbs(clock, wanted.spread ? LADDER.step_ms : null);
  const { broken, lateness } = judge({ alerts, fired: rungs, ladder: LADDER, clock, downtime, end, read: Date.now() });
  console.log(JSON.stringify({ what: 'a hub is ready after a kill', ...distribution(back) }));
  for (const [what, numbers] of Object.entries(lateness)) console.log(JSON.stringify({ what: `rungs ${what.replaceAll('_', ' ')}: late`, ...distribution(numbers) }));
  for (const line of broken.slice(0, 20)) console.log(`BROKEN ${line}`);
  // faketime keeps semaphores by process id, and what a killed process left may be in the way of a program that the hub
  // starts under another account: such a start fails, and the next one does not.
  const unasked = system.unasked.filter(({ wasReady }) => wasReady || !library);
  for (const { what, code, signal, last } of unasked) broken.push(`the ${what} ended by itself: ${code ?? signal} ${last}`);
  const judged = lateness.while_up.length + lateness.overdue_since_start.length;
  if (judged < count / 2) broken.push(`only ${judged} rungs were judged`);
  return { judged, broken };
}

let failed = true;
try {
  const { judged, broken } = await main();
  failed = broken.length > 0;
  console.log(`seed ${seed}, ${kills} kills, ${steps} steps of the clock: ${judged} passed, ${broken.length} failed`);
} catch (error) {
  console.error(error);
} finally {
  await clean();
  if (failed || wanted.keep) console.log(`logs: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
