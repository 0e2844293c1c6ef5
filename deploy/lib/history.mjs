// The day before the demo: one reading a minute of each vital, sent by the simulated monitors as a gateway's backlog.
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { run } from './processes.mjs';

const DAY_S = 86_400;
const PACE_S = 60;
/** How long before the demo the stays began, ms: an hour before their first reading. */
export const ADMITTED_BEFORE_MS = (DAY_S + 3_600) * 1_000;

/** Sends the day of a fleet, and returns when the hub has taken all of it. */
async function day(simulator, { prefix, homes, host, port, credentials }) {
  // One frame fewer than is due: the last one is not waited for.
  const frames = homes * (DAY_S / PACE_S - 1);
  const pace = ['--rate', String(1 / PACE_S), '--since-s', String(DAY_S), '--count-frames', String(frames)];
  await run(simulator, ['fleet', '--homes', String(homes), '--prefix', prefix, '--host', host, '--port', String(port), '--credentials', credentials, ...pace]);
}

/** Sends the day of all homes. `homes` have gateways with passwords of their own, `fleet` shares one. */
export async function yesterday(bin, data, homes, fleet) {
  const simulator = join(bin, 'hearth-sim');
  const credentials = join(data, 'homes.json');
  writeFileSync(credentials, JSON.stringify(homes.map(({ gateway, password }) => ({ gateway, password }))), { mode: 0o600 });
  const { host, port } = homes[0];
  await Promise.all([
    day(simulator, { prefix: 'home-', homes: homes.length, host, port, credentials }),
    day(simulator, { prefix: 'sim-', homes: fleet.homes, host: fleet.host, port: fleet.port, credentials: fleet.credentials }),
  ]);
}
