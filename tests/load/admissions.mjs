// What admissions cost, and how they affect other homes. Patients are admitted through the API (patient, stay, kit, device,
// binding: one call each), first on a hub without homes, then on one with homes at 1 Hz, whose latency is compared with
// that before. Prints one JSON line for each figure, with its goal.
//
//   node tests/load/admissions.mjs [--admissions 1000] [--homes 300] [--abreast 8] [--seconds 20] [--only alone|beside]
//
// `--abreast`: how many admissions run at a time. Needs hearth-hub and hearth-sim in target/release, or in the folder that
// HEARTH_BIN names.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { until } from '../../deploy/lib/processes.mjs';
import { FleetHub } from './fleethub.mjs';
import { admitAll, buckets, endWhenTold, quantileWithin } from './parts.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values: wanted } = parseArgs({ options: { admissions: text('1000'), homes: text('300'), abreast: text('8'), seconds: text('20'), only: text('') } });
const [ADMISSIONS, HOMES, ABREAST, SECONDS] = [wanted.admissions, wanted.homes, wanted.abreast, wanted.seconds].map(Number);
/** Goals: seconds for 1,000 admissions; by how many times the latency of live homes may grow meanwhile. */
const GOAL = { seconds: 15, times: 2 };

const tell = (what, figures) => console.log(JSON.stringify({ what, ...figures }));

/** The seconds that it takes to admit all homes. */
async function secondsToAdmit(client, homes) {
  const begun = performance.now();
  await admitAll(client, homes, ABREAST);
  return (performance.now() - begun) / 1000;
}

/** Runs `work` with a hub of its own, at which the homes to be admitted are registered. */
async function withHub(work) {
  const hub = new FleetHub('admissions');
  endWhenTold(() => hub.end());
  try {
    await hub.begin();
    await work(hub, (await hub.register('new-', ADMISSIONS)).homes);
  } finally {
    await hub.end();
  }
}

const took = (seconds) => ({ seconds: Number(seconds.toFixed(1)), goal_seconds: (GOAL.seconds * ADMISSIONS) / 1000, abreast: ABREAST });

async function alone({ client }, fresh) {
  tell(`${ADMISSIONS} admissions`, took(await secondsToAdmit(client, fresh)));
}

async function beside(hub, fresh) {
  const { client } = hub;
  await hub.admit(HOMES, ABREAST);
  hub.send('--rate', '1');
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
