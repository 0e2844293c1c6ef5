// Writes the whole run as the checker reads it (tests/checker/src/history.rs), and runs the checker.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VITALS, notCollected, said, stored, streams } from './records.mjs';
import { BIN } from './system.mjs';

/** How many readings may be neither durable nor sent when their gateway is killed: at most this many before each kill. */
const ALLOWED_BEFORE_KILL = 2;
const BEFORE_KILL_MS = 2_500;
/** In addition to what the store admits: the time from device to port on a machine at its limit. */
const TOLERANCE_MS = 2_000;
const PACKETS_A_SET = 3;
/** In addition to what the store admits of the readings around a recorded gap: two programs start one after the other. */
const TOLD_TOLERANCE_MS = 500;
/** The limits of its patients (tests/thresholds.mjs), in raw steps, for the vitals that are played. */
const LIMITS = [
  { rule: 'spo2_low', vital: 'spo2', side: 'low', limit: 900, critical: 800, delay_ms: 15_000 },
  { rule: 'pulse_rate_low', vital: 'pulse_rate', side: 'low', limit: 400, critical: 300, delay_ms: 60_000 },
  { rule: 'pulse_rate_high', vital: 'pulse_rate', side: 'high', limit: 1_300, critical: 1_600, delay_ms: 60_000 },
];

const seconds = (ms) => `${(ms / 1000).toFixed(0)} s`;

/** What may be missing of a home's readings: a few before each kill, more on a full disk, and recorded losses. */
function excuses(home, rows, books) {
  const deaths = home.kills.filter(({ until }) => Number.isFinite(until)).map(({ at, until }) => {
    const full = home.fulls.find((full) => full.from <= at && full.until >= at);
    const from = full ? full.from : at;
    const allowed = { most: full ? null : ALLOWED_BEFORE_KILL, why: full ? 'killed while its disk was full' : 'killed' };
    return { from_ms: from - BEFORE_KILL_MS, until_ms: until, ends_life: true, ...allowed };
  });
  // A gateway reports its losses again at each start.
  const once = (recorded) => [...new Map(recorded.map((range) => [range.join(), range])).values()];
  const losses = books.flatMap(({ key, recorded }) => once(recorded).map(([first, end]) => {
    const of = rows.filter((row) => row.stream === key);
    const from = of.filter((row) => row.seq < first).at(-1)?.at_ms ?? 0;
    const until = of.find((row) => row.seq >= end)?.at_ms ?? Date.now();
    return { from_ms: from, until_ms: until, most: end - first, why: 'a recorded loss' };
  }));
  return [...deaths, ...losses];
}

async function device(system, home, books) {
  const rows = await stored(system, home.device);
  const own = books.filter(({ name }) => name.startsWith(`${home.gateway} `));
  const terms = { tolerance_ms: TOLERANCE_MS, key_shifts: [0, -1], packets_a_set: PACKETS_A_SET, asleep: home.sleeps, excuses: excuses(home, rows, own) };
  const way = home.protocol === 'masimo-ascii1' ? 'keyed' : 'sets';
  const bindings = home.bindings.map(({ episode, from_ms, until_ms }) => ({ episode, from_ms, until_ms: until_ms ?? null }));
  return { id: home.device, gateway: home.gateway, way, vitals: VITALS, said: said(home.record), stored: rows, bindings, terms };
}

/** Devices and what is stored of them: everything that can be judged while the run goes on. */
export async function readings(system, homes) {
  const books = await streams(system);
  return { books, devices: await Promise.all(homes.map((home) => device(system, home, books))) };
}

export async function history({ system, homes, faults, nurse, histories, others }) {
  const { books, devices } = await readings(system, homes);
  const told = await notCollected(system);
  const gateways = homes.map((home) => ({
    id: home.gateway,
    dead: home.kills.filter(({ startedAt }) => Number.isFinite(startedAt)).map(({ until, startedAt }) => ({ from_ms: until, until_ms: startedAt, why: 'killed' })),
    not_collected: told.filter(({ gateway }) => gateway === home.gateway).map(({ from_ms, until_ms }) => ({ from_ms, until_ms })),
  }));
  const expected = system.fulls.map(({ from, until }) => ({ rule: 'database_down', episode: null, from_ms: from, until_ms: until }));
  return {
    ...{ devices, gateways, streams: books.map(({ key: _, ...book }) => book) },
    ...{ alerts: { looks: nurse.looks, acts: nurse.acts, histories }, limits: LIMITS, expected, disturbed: faults.disturbed, others, told_tolerance_ms: TOLD_TOLERANCE_MS },
  };
}

/** Promises that the run judges itself, from the store and from what happened. */
export async function others({ system, homes, faults, kinds, nurse, feed, trouble, fleet }) {
  const found = [];
  const promise = (name, what) => found.push({ name, found: what.filter(Boolean) });
  promise('everything drained after the faults', [trouble]);
  promise('the nurse was answered, and still is at the end', [nurse.deaf()]);
  promise('every fault could be carried out and healed', faults.failed);
  promise(`each of ${kinds.length} kinds of fault happened`, kinds.filter((kind) => faults.counts[kind] === 0));
  // If its database is killed while the hub starts, the hub may end and be started again, as a service manager would do.
  promise('no process ended by itself', system.unasked.filter((end) => end.wasReady).map((end) => JSON.stringify(end)));
  const silent = system.fulls.filter(({ from, until }) => !feed.wasTold('database_down', from, until));
  promise(`${system.fulls.length} full disks of the database were told on the feed`, silent.map(({ from, until }) => `not the one of ${seconds(until - from)} from ${from}`));
  const ids = homes.map((home) => `'${home.device}'`).join(', ');
  const strangers = await system.sql(`SELECT d.id, count(*) FROM frames f JOIN devices d ON d.key = f.device_key WHERE d.id NOT IN (${ids}) AND d.kit_id IS NULL GROUP BY 1`);
  promise('no reading under a device that nobody has', strangers.map(([id, count]) => `${id}: ${count}`));
  const [[quarantined, unplaced]] = await system.sql('SELECT (SELECT count(*) FROM quarantine), (SELECT count(*) FROM unplaced)');
  promise('nothing is in quarantine or without a time', [quarantined !== '0' && `${quarantined} in quarantine`, unplaced !== '0' && `${unplaced} without a time`]);
  if (fleet) {
    const { counted, stored: { rows, numbers, devices } } = fleet;
    // Frames that had no receipt when the fleet stopped waiting may be stored or not.
    promise(`the fleet's ${counted.frames} frames of ${devices} homes are stored once each`, [
      (rows > counted.frames || rows < counted.receipted_frames) && `${rows} are stored, ${counted.receipted_frames} have a receipt`,
      numbers !== rows && `${rows} rows have ${numbers} numbers`,
    ]);
  }
  return found;
}

/** Gives a history to the checker; returns what it prints, the number of missing readings, and its last line as numbers. */
export function check(folder, name, content) {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  const { stdout, stderr, status, error } = spawnSync(process.env.HEARTH_CHECK ?? join(BIN, 'hearth-check'), [file], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error || ![0, 1].includes(status)) throw new Error(`the checker failed: ${error?.message ?? stderr.trim()}`);
  const lines = stdout.trim().split('\n');
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(lines.at(-1)) ?? [];
  const lost = Number(/ (\d+) lost,/.exec(lines.at(-2))?.[1]);
  return { lines: lines.slice(0, -1), lost, passed: Number(passed), failed: Number(failed) };
}
