// How soon a hub that was killed works again, with homes that went on sending: when it answers, when a screen shows what was
// known of every patient, when everything is judged again (`/readyz`), and when every home has a value of now. One JSON line
// a figure. The homes have sent `--hours` before, so that the hub has a past to read.
//
//   node tests/load/restart.mjs [--homes 1000] [--hours 1] [--away 10] [--turns 3]
//
// `--away`: seconds between the kill and the start. Needs hearth-hub and hearth-sim in target/release, or in the folder HEARTH_BIN names.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { until } from '../../deploy/lib/processes.mjs';
import { FleetHub } from './fleethub.mjs';
import { buckets, endWhenTold } from './parts.mjs';
import { openFeed } from './screen.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values: wanted } = parseArgs({ options: { homes: text('1000'), hours: text('1'), away: text('10'), turns: text('3') } });
const [HOMES, HOURS, AWAY_S, TURNS] = [wanted.homes, wanted.hours, wanted.away, wanted.turns].map(Number);
/** Seconds until everything is judged again. */
const GOAL_S = 30;
const ABREAST = 8;

const hub = new FleetHub('restart');
const tell = (what, figures) => console.log(JSON.stringify({ what, ...figures }));

/** What a wall is shown from its opening on: the patients with a value, and those with one that was measured after `start`. */
function wall(base, cookie, start) {
  const screen = { shown: new Set(), fresh: new Set(), close: () => (screen.over = true) && screen.socket.close() };
  const open = () => {
    screen.socket = openFeed(base, cookie, ['wall']);
    screen.socket.on('message', (data) => {
      for (const item of JSON.parse(String(data)).items ?? []) {
        if (item.newest?.length || item.frame) screen.shown.add(item.key);
        if (item.frame && item.frame.at > start) screen.fresh.add(item.key);
      }
    });
    screen.socket.on('error', () => undefined);
    // As a screen does: a hub that is not there yet is asked again.
    screen.socket.on('close', () => screen.over || setTimeout(open, 200));
  };
  open();
  return screen;
}

/** The instant at which `check` holds, in s after `begun`. */
async function after(begun, what, check) {
  await until(what, check, 300_000);
  return Number(((performance.now() - begun) / 1000).toFixed(1));
}

async function restart() {
  await hub.kill();
  await pause(AWAY_S * 1000);
  const [begun, start] = [performance.now(), Date.now()];
  hub.start();
  const base = hub.client.base;
  const answers = await after(begun, 'the hub answers', async () => (await fetch(`${base}/healthz`)).ok);
  // The session is older than the restart: no screen has to sign in again.
  const screen = wall(base, hub.client.cookie, start);
  const found = { answers };
  await Promise.all([
    after(begun, 'every patient is shown', () => screen.shown.size === HOMES).then((s) => (found.all_shown = s)),
    after(begun, 'everything is judged again', () => hub.client.isReady()).then((s) => (found.judged_again = s)),
    after(begun, 'every home has a value of now', () => screen.fresh.size === HOMES).then((s) => (found.all_fresh = s)),
  ]);
  screen.close();
  return found;
}

async function main() {
  await hub.begin();
  await hub.admit(HOMES, ABREAST);
  hub.send('--rate', '1', '--since-s', String(HOURS * 3600), '--frames-per-batch', '10');
  const stored = async () => Number(/^hearth_readings_committed_total (\d+)/m.exec(await (await fetch(`${hub.client.base}/metrics`)).text())?.[1] ?? 0);
  // Eight readings a frame.
  await until('the past is stored', async () => (await stored()) >= HOMES * HOURS * 3600 * 8, 3_600_000);
  const live = async () => (await buckets(hub.client.base, 'committed')).at(-1)?.[1] ?? 0;
  const before = await live();
  await until('the homes send of now', async () => (await live()) > before + 10 * HOMES, 600_000);
  for (let turn = 1; turn <= TURNS; turn += 1) {
    const found = await restart();
    tell(`restart ${turn} of a hub with ${HOMES} homes at 1 Hz, ${HOURS} h of past, ${AWAY_S} s away: seconds until`, { ...found, goal_judged_again: GOAL_S });
    await pause(5_000);
  }
}

endWhenTold(() => hub.end());
try {
  await main();
} finally {
  await hub.end();
}
