// A gateway's disk is cloned, and two real gateways run with one id beside a real hub. This is announced within a bounded
// time, and no reading of either is lost or stored twice. Similar events are not announced: a restart, a kill, a failed disk.
import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/lib/processes.mjs';
import { Home } from './homes.mjs';
import { said, stored } from './records.mjs';
import { System } from './system.mjs';

/** Attempts to connect are at most 30 s apart: by then both boxes have been heard in turn, and once more. */
const ANNOUNCED_MS = 60_000;
/** A connected gateway reports every 10 s: by then it has reported again. */
const SPOKEN_MS = 12_000;
const LONG_MS = 120_000;
/** Readings this old may not have been on the disk when it failed. */
const UNSYNCED_MS = 2_500;

const twice = async (system) => (await system.api.get('/alerts?state=open')).alerts.filter((alert) => alert.rule === 'gateway_twice');
const told = async (system, home) => (await system.api.get('/gateways?limit=500')).gateways.find(({ id }) => id === home.gateway);

/** The home measures and is heard, for so long that its gateway must have reported. */
async function settled(home) {
  const since = Date.now() + SPOKEN_MS;
  await until(`${home.gateway} is heard`, async () => (await stored(home.system, home.device)).some((row) => row.at_ms > since), LONG_MS);
}

async function quiet(system, home, after) {
  await settled(home);
  assert.deepEqual(await twice(system), [], `${after} is no clone`);
  assert.deepEqual((await told(system, home)).problems.map(({ code }) => code).filter((code) => code === 'runs_twice'), []);
}

/** Makes writing to the outbox fail, and then work again: it is opened anew, in another generation. */
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

/** The middle between about 61 and 97 beats a minute, in tenths: it tells whose a reading is. */
const MIDDLE = 790;
const ofHome = (rows) => rows.filter((row) => row.value[0] < MIDDLE);
const ofCopy = (rows) => rows.filter((row) => row.value[0] >= MIDDLE);

/** The device's clock may show the second before. The start with which more of the store agrees is the right one. */
function heardBy(box, rows) {
  const words = said(box.record).filter((line) => line.whole);
  const held = new Map(rows.map((row) => [row.key, `${row.value}`]));
  const agreeing = (offset) => words.filter((line) => held.get(line.key + offset) === `${line.value}`).length;
  const offset = agreeing(0) >= agreeing(-1) ? 0 : -1;
  return new Map(words.map((line) => [line.key + offset, line]));
}

/** Compares reading by reading. What was said while the disk had failed could not be taken, and the gateway reports that;
 * before it ends it may have read two that are neither durable nor sent. */
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

/** Waits until everything on the box's disk is in the store. */
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

    // Both run on for a while, and the broker ends the connection of one whenever the other connects.
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
