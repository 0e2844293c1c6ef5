// What admissions cost, and how they affect other homes. Patients are admitted through the API (patient, stay, kit, device,
// binding: one call each), first on a hub without homes, then on one with homes at 1 Hz, whose latency is compared with
// that before. Prints one JSON line for each figure, with its goal.
//
//   node tests/load/admissions.mjs [--admissions 1000] [--homes 300] [--abreast 8] [--seconds 20] [--only alone|beside]
//
// `--abreast`: how many admissions run at a time. Needs hearth-hub and hearth-sim in target/release, or in the folder that
// HEARTH_BIN names.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { HubClient, addStaff } from '../../deploy/lib/hub.mjs';
import { Processes, run, until } from '../../deploy/lib/processes.mjs';
import { admitAll, buckets, endWhenTold, freePort, quantileWithin } from './parts.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values: wanted } = parseArgs({ options: { admissions: text('1000'), homes: text('300'), abreast: text('8'), seconds: text('20'), only: text('') } });
const [ADMISSIONS, HOMES, ABREAST, SECONDS] = [wanted.admissions, wanted.homes, wanted.abreast, wanted.seconds].map(Number);
/** Goals: seconds for 1,000 admissions; by how many times the latency of live homes may grow meanwhile. */
const GOAL = { seconds: 15, times: 2 };
const BIN = process.env.HEARTH_BIN ?? resolve(import.meta.dirname, '../../target/release');
const [hubProgram, simulator] = [join(BIN, 'hearth-hub'), join(BIN, 'hearth-sim')];
const processes = new Processes();

const tell = (what, figures) => console.log(JSON.stringify({ what, ...figures }));

/** Registers the homes of a fleet; `file` gets their credentials. */
async function register(config, prefix, count, file) {
  const logins = await run(hubProgram, ['gateway', 'add', '--fleet', prefix, '--count', String(count), '--json', '--config', config]);
  writeFileSync(file, logins, { mode: 0o600 });
  const { host, port } = JSON.parse(logins);
  const homes = JSON.parse(await run(simulator, ['fleet', '--homes', String(count), '--prefix', prefix, '--list']));
  return { homes, host, port, file };
}

/** The seconds that it takes to admit all homes. */
async function secondsToAdmit(client, homes) {
  const begun = performance.now();
  await admitAll(client, homes, ABREAST);
  return (performance.now() - begun) / 1000;
}

/** Runs `work` with a hub of its own. */
async function withHub(work) {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-admissions-'));
  const end = async () => {
    await processes.stopAll();
    if (!process.env.HEARTH_LOAD_KEEP) rmSync(folder, { recursive: true, force: true });
  };
  endWhenTold(end);
  chmodSync(folder, 0o755);
  const port = await freePort();
  const config = join(folder, 'hub.toml');
  writeFileSync(config, `data_dir = "${join(folder, 'hub')}"\n[server]\nlisten = "127.0.0.1:${port}"\n[embedded]\nfleet = true\n[log]\nfilter = "warn"\n`);
  try {
    processes.start('hub', hubProgram, ['run', '--config', config], { log: join(folder, 'hub.log') });
    const client = new HubClient(`http://127.0.0.1:${port}`);
    await until('the hub is ready', () => client.isReady(), 60_000);
    await client.firstSignIn('charge', await addStaff(hubProgram, config, 'charge', 'Charge nurse', 'charge_nurse'));
    const fresh = await register(config, 'new-', ADMISSIONS, join(folder, 'new.json'));
    await work({ client, config, folder, fresh: fresh.homes });
  } finally {
    await end();
  }
}

const took = (seconds) => ({ seconds: Number(seconds.toFixed(1)), goal_seconds: (GOAL.seconds * ADMISSIONS) / 1000, abreast: ABREAST });

async function alone({ client, fresh }) {
  tell(`${ADMISSIONS} admissions`, took(await secondsToAdmit(client, fresh)));
}

async function beside({ client, config, folder, fresh }) {
  const live = await register(config, 'sim-', HOMES, join(folder, 'live.json'));
  await admitAll(client, live.homes, ABREAST);
  const who = ['fleet', '--homes', String(HOMES), '--prefix', 'sim-', '--host', live.host, '--port', String(live.port), '--credentials', live.file];
  processes.start('fleet', simulator, [...who, '--duration-s', '3600', '--rate', '1'], { log: join(folder, 'fleet.log') });
  const look = () => buckets(client.base, 'committed');
  const count = async () => (await look()).at(-1)?.[1] ?? 0;
  await until('all homes are heard', async () => (await count()) >= 5 * HOMES, 60_000);
  const quiet = await look();
  await pause(SECONDS * 1000);
  const before = await look();
  const seconds = await secondsToAdmit(client, fresh);
  const after = await look();
  const [normal, during] = [quantileWithin(quiet, before, 0.99), quantileWithin(before, after, 0.99)];
  const rate = (from, to, time) => Math.round((to.at(-1)[1] - from.at(-1)[1]) / time);
  tell(`${ADMISSIONS} admissions beside ${HOMES} homes at 1 Hz`, took(seconds));
  tell('p99 of the homes, measured to committed', { normal_ms: normal, during_ms: during, times: Number((during / normal).toFixed(2)), goal_times: GOAL.times });
  tell('frames of the homes committed a second', { normal: rate(quiet, before, SECONDS), during: rate(before, after, seconds), goal: HOMES });
}

if (wanted.only !== 'beside') await withHub(alone);
if (wanted.only !== 'alone') await withHub(beside);
