// Figures of the whole way on real parts: a hub with its embedded PostgreSQL and Mosquitto, fleets of homes over MQTT, one
// viewer on the feed. Each figure stands beside two of the same run that it is compared with: what the same broker delivers
// to a subscriber that only counts, and what the same PostgreSQL takes from a bare loop of INSERT ... FROM UNNEST.
//
//   node tests/load/run.mjs [--homes 1000] [--seconds 20] [--abreast 8] [--only flat|paced]
//
// `--abreast`: how many admissions run at a time. Needs `cargo build --release` of hearth-hub and hearth-sim, and of the bare loop
// (`cargo build --release -p hearth-store --features testing --example ingest_rate`). Prints one JSON line a figure.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { HubClient, addStaff } from '../../deploy/lib/hub.mjs';
import { Processes, run, until } from '../../deploy/lib/processes.mjs';
import { admitAll, buckets, endWhenTold, freePort, quantile } from './parts.mjs';
import { watchFeed } from './screen.mjs';

const { values: wanted } = parseArgs({
  options: Object.fromEntries(Object.entries({ homes: '1000', seconds: '20', abreast: '8', only: '' }).map(([name, value]) => [name, { type: 'string', default: value }])),
});
const HOMES = Number(wanted.homes);
const SECONDS = Number(wanted.seconds);
const ABREAST = Number(wanted.abreast);
const BIN = process.env.HEARTH_BIN ?? resolve(import.meta.dirname, '../../target/release');
const [hubProgram, simulator, bareLoop] = [join(BIN, 'hearth-hub'), join(BIN, 'hearth-sim'), join(BIN, 'examples/ingest_rate')];
const folder = mkdtempSync(join(tmpdir(), 'hearth-load-'));
chmodSync(folder, 0o755);
const processes = new Processes();
const CLOCK_TICKS = Number(execFileSync('getconf', ['CLK_TCK']).toString());
const results = [];

/** Every process of the machine: id, parent, command line, and the processor time, in s, that it has used so far. */
function everyProcess() {
  const found = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
      found.push({ pid: Number(pid), parent: Number(fields[1]), command, seconds: (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS });
    } catch {
      // It has ended since the folder was read.
    }
  }
  return found;
}

/** Those that this program has started, and those that they have: another hub on the machine is none of them. */
function ownProcesses() {
  const all = everyProcess();
  const own = new Set([process.pid]);
  // A child's id may be lower than its parent's, so the list is gone through until nothing is added.
  for (let before = 0; before !== own.size; ) {
    before = own.size;
    for (const one of all) if (own.has(one.parent)) own.add(one.pid);
  }
  return all.filter((one) => own.has(one.pid));
}

const PARTS = { hub: /hearth-hub run/, database: /^postgres|\/postgres /, broker: /mosquitto -c/, fleet: /hearth-sim fleet/ };
function allCpu() {
  const own = ownProcesses();
  const of = (pattern) => own.filter((one) => pattern.test(one.command)).reduce((sum, one) => sum + one.seconds, 0);
  return Object.fromEntries(Object.entries(PARTS).map(([name, pattern]) => [name, of(pattern)]));
}

async function metrics(base) {
  const text = await (await fetch(`${base}/metrics`)).text();
  return (name, stage) => {
    const line = text.split('\n').find((l) => l.startsWith(stage ? `${name}{stage="${stage}"}` : `${name} `));
    return line ? Number(line.split(' ').at(-1)) : 0;
  };
}

const fleetArgs = (broker, ...more) => [
  ...['fleet', '--homes', String(HOMES), '--prefix', 'sim-', '--host', broker.host, '--port', String(broker.port)],
  ...(broker.file ? ['--credentials', broker.file] : []),
  ...['--duration-s', String(SECONDS), ...more],
];
// Under load receipts come once a second: the window is how many frames of all homes may be on their way meanwhile. The
// broker queues 20,000 messages for a busy hub and drops more than that; the fleet sends those again.
const window = (frames) => Math.max(2 * frames, Math.round((15_000 * frames) / HOMES));
const flatOut = (frames) => ['--flat-out', '--frames-per-batch', String(frames), '--window', String(window(frames)), '--drain-s', '20'];
const lastLine = (output) => JSON.parse(output.trim().split('\n').at(-1));
const told = ({ readings_per_s, batches, unreceipted_frames, resent_batches, age_ms, bytes_per_reading }) => ({ readings_per_s, batches, unreceipted_frames, resent_batches, age_ms, bytes_per_reading });

/** As fast as receipts allow. */
async function flat(base, broker, frames) {
  const before = { cpu: allCpu(), metrics: await metrics(base) };
  const fleet = lastLine(await run(simulator, fleetArgs(broker, ...flatOut(frames))));
  const after = { cpu: allCpu(), metrics: await metrics(base) };
  const readings = after.metrics('hearth_readings_committed_total') - before.metrics('hearth_readings_committed_total');
  const per = (name) => Number((((after.cpu[name] - before.cpu[name]) / readings) * 100_000).toFixed(3));
  const cores = (name) => Number(((after.cpu[name] - before.cpu[name]) / fleet.seconds).toFixed(2));
  const parts = Object.keys(PARTS).filter((name) => name !== 'fleet');
  const costs = Object.fromEntries(parts.map((name) => [name, { cpu_s_per_100k: per(name), cores: cores(name) }]));
  results.push({ what: `flat out, ${frames} a batch`, committed: readings, ...told(fleet), ...costs });
}

/** At the pace of real homes: for each stage the bound, ms, of the bucket below which each share of the latencies lies. */
async function paced(base, broker, rate) {
  const look = async () => ({ committed: await buckets(base, 'committed'), sent: await buckets(base, 'sent'), cpu: allCpu() });
  const before = await look();
  const fleet = lastLine(await run(simulator, fleetArgs(broker, '--rate', String(rate), '--drain-s', '20')));
  const after = await look();
  const row = { what: `${HOMES} homes at ${rate} Hz`, ...told(fleet) };
  for (const stage of ['committed', 'sent']) {
    row[`${stage}_ms_below`] = { p50: quantile(before[stage], after[stage], 0.5), p99: quantile(before[stage], after[stage], 0.99) };
  }
  for (const part of ['hub', 'database']) row[`${part}_cores`] = Number(((after.cpu[part] - before.cpu[part]) / SECONDS).toFixed(3));
  results.push(row);
}

/** The same broker and fleet with a subscriber that only counts, and sends receipts for everything. */
async function yardstick(frames) {
  const broker = { host: '127.0.0.1', port: await freePort() };
  const file = join(folder, 'yardstick.conf');
  writeFileSync(file, `listener ${broker.port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nmax_inflight_messages 0\npersistence false\n`);
  chmodSync(file, 0o644);
  const mosquitto = processes.start('yardstick broker', 'mosquitto', ['-c', file], { log: join(folder, 'yardstick.log') });
  const sink = processes.start('sink', simulator, ['sink', '--host', broker.host, '--port', String(broker.port), '--receipts'], { log: join(folder, 'sink.log') });
  const fleet = lastLine(await run(simulator, fleetArgs(broker, ...flatOut(frames))));
  await processes.stop(sink);
  await processes.stop(mosquitto);
  results.push({ what: `yardstick, only counts, ${frames} a batch`, ...told(fleet) });
}

/** One connection that does nothing but insert the same rows, on a PostgreSQL of its own: what the hub's checks, held ranges and newest values cost beside it. */
async function bare() {
  const lines = (await run(bareLoop, [String(SECONDS), 'bare'])).trim().split('\n');
  for (const line of lines) {
    const { rows_a_statement, ...figures } = JSON.parse(line);
    results.push({ what: `yardstick, bare UNNEST, ${rows_a_statement} rows a statement`, ...figures });
  }
}

async function main() {
  // Before the hub starts, which takes minutes of admissions: a missing yardstick is no surprise at the end.
  if (wanted.only !== 'paced' && !existsSync(bareLoop))
    throw new Error(`${bareLoop} is missing: cargo build --release -p hearth-store --features testing --example ingest_rate`);
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const config = join(folder, 'hub.toml');
  writeFileSync(config, `data_dir = "${join(folder, 'hub')}"\n[server]\nlisten = "127.0.0.1:${port}"\n[embedded]\nfleet = true\n[log]\nfilter = "warn"\n`);
  const hub = processes.start('hub', hubProgram, ['run', '--config', config], { log: join(folder, 'hub.log') });
  const client = new HubClient(base);
  await until('the hub is ready', () => client.isReady(), 60_000);
  await client.firstSignIn('charge', await addStaff(hubProgram, config, 'charge', 'Charge nurse', 'charge_nurse'));
  const file = join(folder, 'fleet.json');
  const credentials = await run(hubProgram, ['gateway', 'add', '--fleet', 'sim-', '--count', String(HOMES), '--json', '--config', config]);
  writeFileSync(file, credentials, { mode: 0o600 });
  const broker = { ...JSON.parse(credentials), file };
  const list = JSON.parse(await run(simulator, ['fleet', '--homes', String(HOMES), '--prefix', 'sim-', '--list']));
  console.log(`admitting ${list.length} patients ...`);
  const begun = performance.now();
  await admitAll(client, list, ABREAST);
  results.push({ what: `${HOMES} admissions`, seconds: Number(((performance.now() - begun) / 1000).toFixed(1)), abreast: ABREAST });
  console.log('measuring ...');
  const screen = watchFeed(base, client.cookie);
  if (wanted.only !== 'flat') await paced(base, broker, 1);
  if (wanted.only !== 'paced') {
    for (const frames of [1, 10]) {
      await flat(base, broker, frames);
      await yardstick(frames);
    }
    await bare();
  }
  screen.socket.close();
  const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${hub.child.pid}/status`, 'utf8'))?.[1]) / 1024;
  results.push({ what: 'hub', rss_mib: rss.toFixed(0), feed: screen.seen });
  for (const row of results) console.log(JSON.stringify(row));
}

async function end() {
  await processes.stopAll();
  if (!process.env.HEARTH_LOAD_KEEP) rmSync(folder, { recursive: true, force: true });
}

endWhenTold(end);
try {
  await main();
} catch (error) {
  // The fleet's own report on the seconds before.
  console.error(error.stdout?.split('\n').slice(-30).join('\n') ?? '');
  throw error;
} finally {
  await end();
}
