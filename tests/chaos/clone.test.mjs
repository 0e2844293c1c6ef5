// A gateway's disk is cloned: two real gateways with one id beside a real hub. It is announced, in bounded time, and
// of neither's readings one is lost or stored twice. What looks like it is not: a restart, a kill, a disk that failed.
import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/lib/processes.mjs';
import { compare } from './check.mjs';
import { Home } from './homes.mjs';
import { System } from './system.mjs';

/** Two attempts to connect are at most 30 s apart: both boxes have been heard in turn by then, and once more. */
const ANNOUNCED_MS = 60_000;
/** A gateway that is connected says each 10 s how it is: by then it has spoken since. */
const SPOKEN_MS = 12_000;
const LONG_MS = 120_000;
/** What was read last before the disk failed may not be on it yet. */
const UNSYNCED_MS = 2_500;

const twice = async (system) => (await system.api.get('/alerts?state=open')).alerts.filter((alert) => alert.rule === 'gateway_twice');
const told = async (system, home) => (await system.api.get('/gateways')).gateways.find(({ id }) => id === home.gateway);

/** The home measures and is heard, and goes on so until its gateway must have said how it is. */
async function settled(home) {
  const since = Date.now() + SPOKEN_MS;
  await until(`${home.gateway} is heard`, async () => (await home.stored()).some((row) => row.at > since), LONG_MS);
}

async function quiet(system, home, after) {
  await settled(home);
  assert.deepEqual(await twice(system), [], `${after} is no clone`);
  assert.deepEqual((await told(system, home)).problems.map(({ code }) => code).filter((code) => code === 'runs_twice'), []);
}

/** The outbox cannot write its files any more, and can again: it is opened anew, in another generation. */
async function failDisk(home) {
  const [outbox, away] = [join(home.folder, 'data/outbox'), join(home.folder, 'data/away')];
  const failures = () => home.lines().filter((line) => line.includes('opened anew in')).length;
  const from = Date.now() - UNSYNCED_MS;
  renameSync(outbox, away);
  await until('the disk has failed', () => failures() > 0, LONG_MS);
  renameSync(away, outbox);
  await settled(home);
  return { from, until: Date.now() };
}

/** About 61 and 97 beats a minute, in tenths: whose a reading is can be seen. */
const MIDDLE = 790;
const pulse = (row) => Number(row.value.split('/')[0]);
const ofHome = (rows) => rows.filter((row) => pulse(row) < MIDDLE);
const ofCopy = (rows) => rows.filter((row) => pulse(row) >= MIDDLE);

/** Reading by reading; what was said while the disk had failed could not be taken, and the gateway says so. */
async function compared(box, own, fault = null) {
  const found = compare(box.said(), own(await box.stored()), box.kills);
  const lost = found.lost.filter((line) => !fault || line.t < fault.from || line.t > fault.until);
  return { said: found.said, stored: found.stored, lost, twice: found.twice, foreign: found.foreign };
}

/** Everything that is on its disk is in the store. */
const drained = (box, own, fault) => until(`${box.folder} is drained`, async () => (await compared(box, own, fault)).lost.length === 0, LONG_MS);

test('a cloned disk is announced, and of neither copy a reading is lost or stored twice', { timeout: 600_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-clone-'));
  const system = new System(folder);
  const [home, copy] = [new Home(system, 1, 'masimo-ascii1'), new Home(system, 5, 'masimo-ascii1')];
  let passed = false;
  try {
    await system.start();
    await home.admit();
    home.startDevice();
    home.startGateway();
    await quiet(system, home, 'a first start');
    await home.killGateway('SIGTERM');
    home.startGateway();
    await quiet(system, home, 'a restart');
    await home.killGateway();
    home.startGateway();
    await quiet(system, home, 'a kill');
    const fault = await failDisk(home);
    await quiet(system, home, 'a disk that failed and works again');

    copy.copyOf(home);
    copy.startDevice();
    const begun = Date.now();
    copy.startGateway();
    const [alert] = await until('it is announced', async () => ((await twice(system)).length ? twice(system) : null), ANNOUNCED_MS);
    t.diagnostic(`announced after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    assert.deepEqual(
      [alert.kind, alert.priority, alert.condition, alert.gateway_id, alert.episode_id],
      ['technical', 'high', 'active', home.gateway, home.episode],
    );
    assert.match((await told(system, home)).problems.find(({ code }) => code === 'runs_twice').message, /switch off the one/);

    // Both go on for a while, throwing each other out.
    const since = Date.now() + SPOKEN_MS;
    await until('both are stored', async () => {
      const rows = await home.stored();
      return [ofHome(rows), ofCopy(rows)].every((own) => own.some((row) => row.at > since));
    }, LONG_MS);
    assert.equal((await twice(system)).length, 1, 'one alert, however often they throw each other out');
    await copy.silence();
    await copy.killGateway('SIGTERM');
    await settled(home);
    await home.silence();
    await drained(home, ofHome, fault);
    await home.killGateway('SIGTERM');
    copy.startGateway();
    await drained(copy, ofCopy);
    for (const [box, own, but] of [[home, ofHome, fault], [copy, ofCopy, null]]) {
      const { said, stored, ...wrong } = await compared(box, own, but);
      t.diagnostic(`${box.folder.split('/').at(-1)}: ${said} said, ${stored} stored`);
      assert.ok(stored > 10, `only ${stored} are stored`);
      assert.deepEqual(wrong, { lost: [], twice: [], foreign: [] });
    }
    assert.equal((await twice(system))[0].condition, 'active', 'a pause proves nothing');
    passed = true;
  } finally {
    for (const one of [home, copy]) one.close();
    await system.stop();
    if (passed) rmSync(folder, { recursive: true, force: true });
    else t.diagnostic(`look at ${folder}`);
  }
});
