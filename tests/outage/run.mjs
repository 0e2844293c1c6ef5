// Measures the two lanes: a home comes back after an outage of a day, beside other homes that are live all the time. The
// day is played by the real agent with a clock of its own (gateway/agent/examples/offline.rs), onto the disk with which the
// real gateway then starts, with a live oximeter on a pty. Hub, database and broker are real.
//
//   node tests/outage/run.mjs [--hours 24] [--homes 100] [--pleth pulse|none] [--keep]
//
// Needs `cargo build --release` of hearth-hub, hearth-gateway, hearth-sim and of the example `offline` (HEARTH_BIN:
// where they are). Prints one JSON line a figure, with its goal; a benchmark, not a timed test.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { run, until } from '../../deploy/lib/processes.mjs';
import { THRESHOLDS } from '../thresholds.mjs';
import { openFeed } from '../load/screen.mjs';

const { values: wanted } = parseArgs({
  options: {
    hours: { type: 'string', default: '24' },
    homes: { type: 'string', default: '100' },
    pleth: { type: 'string', default: 'pulse' },
    keep: { type: 'boolean', default: false },
  },
});
process.env.HEARTH_BIN ??= resolve(import.meta.dirname, '../../target/release');
const { BIN, System } = await import('../chaos/system.mjs');
const { Home } = await import('../chaos/homes.mjs');

const [HOURS, HOMES] = [Number(wanted.hours), Number(wanted.homes)];
/** How long live figures are taken before and after, ms. The saturation falls in the middle of the outage. */
const NORMAL_MS = 60_000;
const FALL_S = 300;
const DRAIN_MS = 600_000;
const folder = mkdtempSync(join(tmpdir(), 'hearth-outage-'));
const system = new System(folder, {}, '[log]\nfilter = "warn"\n');
// The outbox has its default size: the whole outage fits.
const home = new Home(system, 1, 'masimo-ascii1', { outbox: '' });

/** A screen: notes what it is told, and when. */
class Screen {
  /** Live values, and when they were seen: `{at, seen, episode}`. */
  live = [];
  /** Every version of every alert. */
  alerts = [];
  closed = '';

  join() {
    this.socket = openFeed(system.base, system.api.cookie, ['stays', 'wall', 'alerts']);
    this.socket.on('message', (data) => this.#take(JSON.parse(data), Date.now()));
    this.socket.on('close', (code, reason) => (this.closed = `${code} ${reason}`));
    return new Promise((done, fail) => this.socket.once('open', done).once('error', fail));
  }

  #take(message, seen) {
    for (const { frame, alert } of message.items ?? []) {
      if (frame && !frame.late) this.live.push({ at: frame.at, seen, episode: frame.episode_id });
      if (alert) this.alerts.push({ ...alert, seen });
    }
  }

  /** How old live values were when they were seen, ms, in a stretch of time. */
  ages(from, to, of = () => true) {
    const ages = this.live.filter((value) => value.seen >= from && value.seen < to && of(value)).map(({ at, seen }) => seen - at);
    ages.sort((a, b) => a - b);
    const share = (part) => ages[Math.min(ages.length - 1, Math.floor(ages.length * part))] ?? null;
    return { count: ages.length, p50_ms: share(0.5), p99_ms: share(0.99), max_ms: ages.at(-1) ?? null };
  }
}
const screen = new Screen();

async function admitFleet(list) {
  const { api } = system;
  for (const [index, one] of list.entries()) {
    const identifiers = { medical_record_number: `F-${index}`, birth_date: '1970-01-01' };
    const kit = `kit-${String(index).padStart(6, '0')}`;
    const patient = await api.post('/patients', { family_name: `Live${index}`, given_name: 'Test', sex: 'unknown', language: 'en', ...identifiers });
    const episode = await api.post('/episodes', { patient_id: patient.id, label: `Live ${index}`, address: '', time_zone: 'UTC', phase: 'acute', limits: THRESHOLDS, ...identifiers });
    await api.post('/kits', { id: kit, label: kit, gateway_id: one.gateway });
    for (const device of one.devices) {
      await api.post('/devices', { ...device, kit_id: kit });
      await api.post(`/devices/${device.id}/bindings`, { episode_id: episode.id, from_at: null, ...identifiers });
    }
  }
}

/** Starts other homes with one frame a second each, until the end. */
async function fleet() {
  const file = join(folder, 'fleet.json');
  const credentials = await run(system.program, ['gateway', 'add', '--fleet', 'sim-', '--count', String(HOMES), '--json', '--config', system.config]);
  writeFileSync(file, credentials, { mode: 0o600 });
  const { host, port } = JSON.parse(credentials);
  const simulator = join(BIN, 'hearth-sim');
  const names = ['fleet', '--homes', String(HOMES), '--prefix', 'sim-'];
  await admitFleet(JSON.parse(await run(simulator, [...names, '--list'])));
  const args = [...names, '--host', host, '--port', String(port), '--credentials', file, '--duration-s', '3600', '--rate', '1'];
  system.processes.start('fleet', simulator, args, { log: join(folder, 'fleet.log') });
}

/** Moves the admission back to before the outage, because the API admits a patient only as of now. */
const admittedBefore = (hours) =>
  system.sql(
    `UPDATE episodes SET admitted_at = now() - interval '${hours} hours' WHERE id = '${home.episode}';
     UPDATE bindings SET from_at = now() - interval '${hours} hours' WHERE episode_id = '${home.episode}';
     UPDATE bindings_version SET version = version + 1`,
  );

/** Plays the day without the hub; returns what is on the disk, and when the saturation fell. */
async function outage() {
  const data = join(home.folder, 'data');
  mkdirSync(data, { recursive: true });
  const seconds = HOURS * 3600;
  const end = Date.now();
  const from = seconds / 2;
  const told = ['--hours', String(HOURS), '--devices', '1', '--pleth', wanted.pleth, '--gateway', home.gateway, '--device', home.device, '--until', String(end)];
  const left = JSON.parse(await run(join(BIN, 'examples/offline'), [data, ...told, '--fall-from', String(from), '--fall-for', String(FALL_S)]));
  const fall = { from: end - (seconds - from) * 1000, until: end - (seconds - from - FALL_S) * 1000 };
  return { left, fall };
}

/** How many records of the outage are stored, by class. */
async function held(before) {
  const rows = await system.sql(
    `SELECT s.class, coalesce(sum(upper(r) - lower(r)), 0) FROM streams s LEFT JOIN LATERAL unnest(s.held) r ON true
     WHERE s.gateway_id = '${home.gateway}' GROUP BY s.class ORDER BY s.class`,
  );
  const count = Object.fromEntries(rows.map(([kind, number]) => [['events', 'numerics', 'waveforms'][Number(kind)], Number(number)]));
  return Object.entries(before).every(([kind, number]) => (count[kind] ?? 0) >= number) ? count : null;
}

const figures = [];
function figure(what, values, goal, good) {
  figures.push({ what, ...values, goal, good });
  console.log(JSON.stringify(figures.at(-1)));
}

async function main() {
  await system.start();
  await home.admit();
  await admittedBefore(HOURS + 2);
  const { left, fall } = await outage();
  console.log(JSON.stringify({ what: 'the outage', hours: HOURS, homes_beside: HOMES, binaries: BIN.split('/').slice(-2).join('/'), records: left.records, bytes_on_disk: left.bytes_on_disk }));
  await fleet();
  await screen.join();
  const connected = { from: Date.now() + 5_000 };
  await sleep(5_000 + NORMAL_MS);
  const others = ({ episode }) => episode !== home.episode;
  const own = ({ episode }) => episode === home.episode;
  const before = screen.ages(connected.from, Date.now(), others);

  // The gateway runs and measures, still without a link. Then the link comes back.
  home.link.cut();
  home.startDevice();
  home.startGateway();
  await sleep(15_000);
  home.link.heal();
  const word = () => home.lines().find((line) => line.includes('connected to the broker') && !line.includes('not connected'));
  await until('the gateway is connected', word, 60_000);
  const begun = Date.parse(/^\S+/.exec(word())[0]);
  await until('a live reading is on the wall', () => screen.live.some((value) => own(value) && value.seen >= begun), 60_000);
  const first = screen.live.find((value) => own(value) && value.seen >= begun);
  figure('connection to the newest reading on the wall', { ms: first.seen - begun, its_age_ms: first.seen - first.at }, 'at most 2000 ms', first.seen - begun <= 2_000);

  await until('the backlog is in the store', () => held(left.records), DRAIN_MS);
  const drained = Date.now();
  const drainS = (drained - begun) / 1000;
  const pace = (HOURS * 3600) / drainS;
  const records = Object.values(left.records).reduce((sum, number) => sum + number, 0);
  figure('drain', { seconds: drainS, times_real_time: Math.round(pace), records_per_s: Math.round(records / drainS) }, 'at least 100 times real time', pace >= 100);

  const during = screen.ages(begun, drained, others);
  const ownDuring = screen.ages(begun + 2_000, drained, own);
  await sleep(5_000);
  const quiet = Date.now();
  await sleep(NORMAL_MS);
  const after = screen.ages(quiet, Date.now(), others);
  const ownAfter = screen.ages(quiet, Date.now(), own);
  const normal = Math.max(before.p99_ms, after.p99_ms);
  figure('live values of the other homes', { before, during, after }, 'p99 during at most twice the normal one', during.p99_ms <= 2 * normal);
  figure('live values of the home that drains', { during: ownDuring, after: ownAfter }, 'p99 during at most twice the normal one', ownDuring.p99_ms <= 2 * ownAfter.p99_ms);

  const clinical = screen.alerts.filter((alert) => alert.episode_id === home.episode && alert.kind === 'clinical');
  const rang = clinical.filter((alert) => alert.condition === 'active' && !alert.while_offline);
  figure('live alerts rung for what is past', { count: rang.length }, 'none', rang.length === 0);
  const { alerts } = await system.api.get('/alerts?state=open');
  const past = alerts.filter((alert) => alert.episode_id === home.episode && alert.while_offline);
  const listed = past.map(({ rule, since_at, cleared_at, extreme }) => ({ rule, began_after_the_fall_ms: since_at - fall.from, ended_after_it_ms: cleared_at - fall.until, extreme }));
  const near = (ms, most) => ms >= -2_000 && ms <= most;
  const isTold = listed.length === 1 && listed[0].rule === 'spo2_low' && near(listed[0].began_after_the_fall_ms, 2_000) && near(listed[0].ended_after_it_ms, 15_000);
  figure('listed as while offline, with its times', { listed }, 'the fall, once', isTold);
  if (screen.closed) throw new Error(`the screen was closed: ${screen.closed}`);
}

let isGood = false;
try {
  await main();
  isGood = figures.every(({ good }) => good);
} finally {
  screen.socket?.close();
  home.close();
  await system.stop();
  if (wanted.keep) console.log(`look at ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
console.log(isGood ? 'all goals are met' : 'some goals are missed');
process.exit(isGood ? 0 : 1);
