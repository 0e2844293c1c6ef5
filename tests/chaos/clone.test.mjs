// A gateway's disk is cloned: two real gateways with one id beside a real hub. It is announced, in bounded time, and
// of neither's readings one is lost or stored twice. What looks like it is not: a restart, a kill, a disk that failed.
import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/lib/processes.mjs';
import { Home } from './homes.mjs';
import { said, stored } from './records.mjs';
import { System } from './system.mjs';

/** Two attempts to connect are at most 30 s apart: both boxes have been heard in turn by then, and once more. */
const ANNOUNCED_MS = 60_000;
/** A gateway that is connected says each 10 s how it is: by then it has spoken since. */
const SPOKEN_MS = 12_000;
const LONG_MS = 120_000;
/** What was read last before the disk failed may not be on it yet. */
const UNSYNCED_MS = 2_500;

const twice = async (system) => (await system.api.get('/alerts?state=open')).alerts.filter((alert) => alert.rule === 'gateway_twice');
const told = async (system, home) => (await system.api.get('/gateways?limit=500')).gateways.find(({ id }) => id === home.gateway);

/** The home measures and is heard, and goes on so until its gateway must have said how it is. */
async function settled(home) {
  const since = Date.now() + SPOKEN_MS;
  await until(`${home.gateway} is heard`, async () => (await stored(home.system, home.device)).some((row) => row.at_ms > since), LONG_MS);
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
const ofHome = (rows) => rows.filter((row) => row.value[0] < MIDDLE);
const ofCopy = (rows) => rows.filter((row) => row.value[0] >= MIDDLE);

/** The device's clock may show the second before: whichever start agrees with more of the store is the right one. */
function heardBy(box, rows) {
  const words = said(box.record).filter((line) => line.whole);
  const held = new Map(rows.map((row) => [row.key, `${row.value}`]));
  const agreeing = (offset) => words.filter((line) => held.get(line.key + offset) === `${line.value}`).length;
  const offset = agreeing(0) >= agreeing(-1) ? 0 : -1;
  return new Map(words.map((line) => [line.key + offset, line]));
}

/** Reading by reading. What was said while the disk had failed could not be taken, and the gateway says so; before it
 * dies it may have read two that are neither durable nor sent. */
async function compared(box, own, fault = null) {
  const rows = own(await stored(box.system, box.device));
  const heard = heardBy(box, rows);
  const keys = rows.map((row) => row.key);
  const kept = new Set(keys);
  const missing = [...heard.values()].filter((line, index) => !kept.has([...heard.keys()][index]));
  const excused = new Set(missing.filter((line) => fault && line.at_ms >= fault.from && line.at_ms <= fault.until));
  for (const kill of box.kills) {
    const before = missing.filter((line) => line.at_ms > kill.at - UNSYNCED_MS && line.at_ms <= kill.until);
    for (const line of before.slice(-2)) excused.add(line);
  }
  return {
    said: heard.size,
    stored: rows.length,
    lost: missing.filter((line) => !excused.has(line)),
    twice: keys.filter((one, index) => keys.indexOf(one) !== index),
    foreign: rows.filter((row) => `${heard.get(row.key)?.value}` !== `${row.value}`),
  };
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
      const rows = await stored(system, home.device);
      return [ofHome(rows), ofCopy(rows)].every((own) => own.some((row) => row.at_ms > since));
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
      const { said: spoken, stored: count, ...wrong } = await compared(box, own, but);
      t.diagnostic(`${box.folder.split('/').at(-1)}: ${spoken} said, ${count} stored`);
      assert.ok(count > 10, `only ${count} are stored`);
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
