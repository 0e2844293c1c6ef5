// The demo as people start it, with the programs that the tests have built: a staffed night with a day behind it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, chmodSync, utimesSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { HubClient } from '../deploy/lib/hub.mjs';
import { once } from '../deploy/lib/once.mjs';
import { Processes, until } from '../deploy/lib/processes.mjs';

const ROOT = resolve(import.meta.dirname, '..');
const BIN = process.env.HEARTH_BIN ?? join(ROOT, 'target/debug');
const DAY_MS = 86_400_000;
/** Quarters of an hour of a day of which a trend may lack a value: the first, the last, and the change of devices. */
const QUARTERS_MISSING_MAX = 4;
const START_MS = 240_000;
const ON_SHIFT = ['agent', 'charge', 'dispatcher', 'nurse', 'nurse2', 'physician'];

const freePort = () =>
  new Promise((done) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

class Demo {
  #processes = new Processes();

  constructor(folder, port) {
    [this.folder, this.base] = [folder, `http://127.0.0.1:${port}`];
    this.env = { HEARTH_BIN: BIN, HEARTH_DEMO_DIR: folder, HEARTH_DEMO_PORT: String(port) };
  }

  async start() {
    this.entry = this.#processes.start('demo', process.execPath, [join(ROOT, 'deploy/demo.mjs')], { log: join(this.folder, 'demo.log'), env: this.env });
    const said = () => this.entry.lines.join('\n');
    await until('the demo runs', () => (this.entry.child.exitCode === null ? said().includes('Hearth is running') : assert.fail(said())), START_MS);
  }

  stop() {
    return this.#processes.stop(this.entry, { graceMs: 60_000 });
  }

  async as(name) {
    const client = new HubClient(this.base);
    const password = JSON.parse(readFileSync(join(this.folder, 'sign-ins.json'), 'utf8'))[name];
    await client.post('/session', { name, password });
    return client;
  }
}

/** Who holds and who backs up each stay, and who is on shift. */
async function night(demo) {
  const charge = await demo.as('charge');
  const now = Date.now();
  const [{ stays }, { shifts }] = [await charge.get('/watch/stays'), await charge.get(`/shifts?from=${now - DAY_MS}&to=${now + DAY_MS}`)];
  return { stays, running: shifts.filter(({ state }) => state === 'runs') };
}

async function isStaffed(demo) {
  const { stays, running } = await night(demo);
  assert.deepEqual([stays.length, running.length], [24, ON_SHIFT.length]);
  const watching = new Set(running.filter(({ duty }) => duty.includes('nurse')).map(({ person }) => person.id));
  for (const { holder, backup } of stays) {
    assert.ok(stays.filter((stay) => stay.holder?.id === holder?.id).length <= 8, 'nobody has more than a third of them');
    assert.ok(watching.has(holder?.id) && watching.has(backup?.id) && holder.id !== backup.id, 'each stay has two who are on shift');
  }
}

/** Each vital that the home measured before the demo has a value in each quarter of an hour of the day. */
async function hasADayBehindIt(nurse, stay) {
  const to = Date.now();
  const { points } = await nurse.get(`/episodes/${stay.id}/readings?vital=spo2&from=${to - DAY_MS}&to=${to}&points=100`);
  const quarters = new Set(points.map(({ at }) => Math.floor(at / 900_000)));
  assert.ok(quarters.size >= 96 - QUARTERS_MISSING_MAX, `${stay.label} has ${quarters.size} quarters of an hour`);
}

/** One incident has a unit on its way, one waits for a unit, and the crew that was sent sees its own alone. */
async function hasCrewsOut(demo) {
  const { incidents, units } = await (await demo.as('dispatcher')).get('/incidents');
  assert.deepEqual(incidents.map(({ places }) => places.map(({ unit, state }) => `${unit}: ${state}`)).sort(), [[], ['Unit 1: en_route']]);
  assert.deepEqual(units.map(({ name, crew }) => [name, crew.members.length]), [['Unit 1', 1], ['Unit 2', 1]]);
  assert.equal((await (await demo.as('medic')).get('/incidents')).incidents.length, 1);
}

test('the demo is a staffed night with a day behind it, and crews on the road', { timeout: 400_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-demo-'));
  chmodSync(folder, 0o755);
  const demo = new Demo(folder, await freePort());
  try {
    await demo.start();
    await isStaffed(demo);
    await hasCrewsOut(demo);
    const nurse = await demo.as('nurse');
    const { episodes } = await nurse.get('/episodes?limit=500');
    for (const stay of episodes) await hasADayBehindIt(nurse, stay);
    const [home] = episodes.filter(({ label }) => label === 'Home 1');
    const { notes } = await nurse.get(`/episodes/${home.id}/notes`);
    const { calls } = await nurse.get(`/episodes/${home.id}/calls`);
    const { tasks } = await nurse.get(`/episodes/${home.id}/tasks`);
    assert.deepEqual([notes.length, calls.length, tasks.filter(({ of_programme }) => !of_programme).length >= 2], [2, 1, true]);
    assert.equal((await nurse.get(`/episodes/${home.id}/particulars`)).sections.length, 5, 'all but how to get in');
    const { alerts } = await nurse.get('/alerts?state=all&limit=200');
    assert.deepEqual(alerts.filter(({ rule }) => rule === 'stay_unwatched'), [], 'whoever admits holds the watch: no stay was without a holder');
    for (const name of ['day', 'agent', 'physician', 'technician', 'administrator']) await demo.as(name);
  } catch (error) {
    t.diagnostic(readFileSync(join(folder, 'demo.log'), 'utf8').slice(-2_000));
    throw error;
  } finally {
    await demo.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what is built is left alone, to the time of its files, until its sources change or it is not what was built', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-once-'));
  const [from, made, stamp] = ['source', 'made', 'stamp'].map((name) => join(folder, name));
  const build = () => once({ stamp, from: [from], made: [made] }, () => writeFileSync(made, `of ${readFileSync(from, 'utf8')}`));
  try {
    writeFileSync(from, 'one');
    assert.equal(await build(), true, 'nothing is there');
    utimesSync(made, 1, 1);
    utimesSync(from, 2, 2);
    assert.equal(await build(), false, 'a newer time is no change');
    assert.equal(statSync(made).mtimeMs, 1_000);
    writeFileSync(from, 'two');
    assert.equal(await build(), true);
    writeFileSync(made, 'of somebody else');
    assert.equal(await build(), true, 'what is there was built of something else');
    assert.equal(readFileSync(made, 'utf8'), 'of two');
    rmSync(made);
    assert.equal(await build(), true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
