// What screens cost the hub: its processor seconds with no screen, one, and many on the feed of the same homes at
// 1 Hz, in turns of one run, so that what else the machine does meets all of them. One JSON line a figure.
//
//   node tests/load/viewers.mjs [--homes 1000] [--viewers 50] [--seconds 15] [--turns 2]
//
// Needs hearth-hub and hearth-sim in target/release, or in the folder HEARTH_BIN names.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { HubClient } from '../../deploy/lib/hub.mjs';
import { until } from '../../deploy/lib/processes.mjs';
import { FleetHub } from './fleethub.mjs';
import { buckets, endWhenTold } from './parts.mjs';
import { watchFeed } from './screen.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values: wanted } = parseArgs({ options: { homes: text('1000'), viewers: text('50'), seconds: text('15'), turns: text('2') } });
const [HOMES, VIEWERS, SECONDS, TURNS] = [wanted.homes, wanted.viewers, wanted.seconds, wanted.turns].map(Number);
/** Screens of one person, at most, and of one sign-in: the hub opens no more. */
const OF_A_SESSION = 16;
/** How many times the processor seconds of one screen many may cost. */
const GOAL_TIMES = 2;
const ABREAST = 8;
const CLOCK_TICKS = Number(execFileSync('getconf', ['CLK_TCK']).toString());
const own = new FleetHub('viewers');

const tell = (what, figures) => console.log(JSON.stringify({ what, ...figures }));

/** Processor seconds of a process so far. */
function cpu(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
}

/** As many sign-ins as so many screens need, of two people. */
async function cookies(base, people, screens) {
  const found = [];
  while (found.length * OF_A_SESSION < screens) {
    const client = new HubClient(base);
    await client.post('/session', people[found.length % people.length]);
    found.push(client.cookie);
  }
  return found;
}

/** Cores of the hub while so many screens follow it; a screen that did not is a fault. */
async function turn(base, pid, logins, screens) {
  const open = Array.from({ length: screens }, (_, index) => watchFeed(base, logins[index % logins.length]));
  await until('all screens have been sent something', () => open.every(({ seen }) => seen.messages > 20), 30_000);
  const sum = (what) => open.reduce((all, { seen }) => all + seen[what], 0);
  const before = { cpu: cpu(pid), messages: sum('messages'), bytes: sum('bytes') };
  await pause(SECONDS * 1000);
  const cores = (cpu(pid) - before.cpu) / SECONDS;
  const each = (what) => Math.round((sum(what) - before[what]) / SECONDS / (screens || 1));
  const told = { messages_per_s: each('messages'), bytes_per_s: each('bytes') };
  for (const { socket, seen } of open) {
    if (seen.closed || seen.refused) throw new Error(`a screen was closed or refused: ${JSON.stringify(seen)}`);
    socket.close();
  }
  return { cores, ...told };
}

const mean = (turns) => Number((turns.reduce((sum, one) => sum + one.cores, 0) / turns.length).toFixed(3));

async function main() {
  await own.begin(['charge', 'second']);
  await own.admit(HOMES, ABREAST);
  own.send('--rate', '1');
  const { hub, people } = own;
  const { base } = own.client;
  await until('all homes are heard', async () => ((await buckets(base, 'committed')).at(-1)?.[1] ?? 0) >= 5 * HOMES, 120_000);
  const logins = await cookies(base, people, VIEWERS);
  const found = { none: [], one: [], many: [] };
  for (let count = 0; count < TURNS; count += 1) {
    found.none.push(await turn(base, hub.child.pid, logins, 0));
    found.one.push(await turn(base, hub.child.pid, logins, 1));
    found.many.push(await turn(base, hub.child.pid, logins, VIEWERS));
  }
  const [none, one, many] = [mean(found.none), mean(found.one), mean(found.many)];
  tell(`hub cores, ${HOMES} homes at 1 Hz`, { no_screen: none, one_screen: one, [`${VIEWERS}_screens`]: many });
  tell(`${VIEWERS} screens beside one, the whole hub`, { times: Number((many / one).toFixed(2)), goal_times: GOAL_TIMES });
  const last = ({ messages_per_s, bytes_per_s }) => ({ messages_per_s, bytes_per_s });
  tell('what each screen was sent', { one: last(found.one.at(-1)), many: last(found.many.at(-1)) });
}

endWhenTold(() => own.end());
try {
  await main();
} finally {
  await own.end();
}
