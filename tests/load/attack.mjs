// What the attack of one home costs the others: twenty homes that measure, first alone and then beside each attack, each
// time on a new hub. Prints a line for each attack: how many readings of the others came, how old they were, what grew.
//
//   node tests/load/attack.mjs [--homes 20] [--seconds 20] [--only flood,kept]
//
// Needs hearth-hub and hearth-sim in target/release, or in the folder HEARTH_BIN names.
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { HubClient } from '../../deploy/lib/hub.mjs';
import { Processes, run, until } from '../../deploy/lib/processes.mjs';

const { values: wanted } = parseArgs({
  options: { homes: { type: 'string', default: '20' }, seconds: { type: 'string', default: '20' }, only: { type: 'string', default: '' } },
});
const BIN = process.env.HEARTH_BIN ?? resolve(import.meta.dirname, '../../target/release');
const [hubProgram, simulator] = [join(BIN, 'hearth-hub'), join(BIN, 'hearth-sim')];
const EVIL = 'evil-0001';

const text = (words) => Buffer.concat([Buffer.from([words.length >> 8, words.length & 255]), Buffer.from(words)]);

/** An MQTT packet with its length in front. */
function packet(kind, body) {
  const head = [kind];
  for (let rest = body.length; ; rest >>= 7) {
    head.push((rest & 127) | (rest > 127 ? 128 : 0));
    if (rest <= 127) return Buffer.concat([Buffer.from(head), body]);
  }
}

const letter = (topic, payload, { retain = false } = {}) => packet(0x30 | (retain ? 1 : 0), Buffer.concat([text(topic), Buffer.from(payload)]));

/** The attacker's connection: signed in, or null if the broker refused it. */
function enter({ port, password }, id = EVIL) {
  return new Promise((done) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.once('error', () => done(null));
    socket.once('close', () => done(null));
    socket.on('error', () => {});
    socket.once('connect', () => socket.write(packet(0x10, Buffer.concat([Buffer.from('\0\x04MQTT\x04\xc2\0\x3c', 'latin1'), text(id), text(EVIL), text(password)]))));
    socket.once('data', (answer) => done(answer[0] === 0x20 && answer[3] === 0 ? socket : null));
  });
}

/** Writes as fast as the broker reads, and connects again when it is thrown out, until told to stop. */
async function pour(login, signal, next) {
  let written = 0;
  while (!signal.aborted) {
    const socket = await enter(login);
    if (!socket) {
      await pause(250);
      continue;
    }
    const closed = new Promise((done) => socket.once('close', done));
    const leave = () => socket.destroy();
    signal.addEventListener('abort', leave);
    while (!socket.destroyed && !signal.aborted) {
      written += 1;
      const bytes = next();
      if (bytes === null) await Promise.race([pause(200), closed]);
      else if (!socket.write(bytes)) await Promise.race([new Promise((done) => socket.once('drain', done)), closed]);
      // If the kernel takes each write at once, nothing else in this program would ever get its turn.
      await turn();
    }
    signal.removeEventListener('abort', leave);
    socket.destroy();
  }
  return written;
}

const shardOf = (login) => `hearth/v1/${login.shard}/${EVIL}`;

/** The attacks; each goes on until it is told to stop. */
const ATTACKS = {
  none: async () => 0,
  flood: (login, signal) => {
    const chunk = Buffer.concat(Array(500).fill(letter(`${shardOf(login)}/live`, 'twenty bytes or less')));
    return pour(login, signal, () => chunk);
  },
  shards: (login, signal) => {
    // Made in advance, because a real attacker would do this work on another machine.
    const made = (chunk) => Buffer.concat(Array.from({ length: 500 }, (_, index) => letter(`hearth/v1/x${chunk * 500 + index}/${EVIL}/live`, 'made up')));
    const chunks = Array.from({ length: 400 }, (_, chunk) => made(chunk));
    let count = 0;
    return pour(login, signal, () => chunks[(count += 1) % chunks.length]);
  },
  kept: async (login, signal) => {
    while (!signal.aborted) {
      const socket = await enter(login);
      socket?.write(letter(`${shardOf(login)}/live`, Buffer.alloc(262_144, 120), { retain: true }));
      await pause(1_000);
      socket?.destroy();
    }
  },
  topics: async (login, signal) => {
    let count = 0;
    return pour(login, signal, () => (count >= 1_200 ? null : letter(`hearth/v1/y${(count += 1)}/${EVIL}/live`, Buffer.alloc(200_000, 120), { retain: true })));
  },
  twin: async (login, signal) => {
    while (!signal.aborted) {
      const sockets = await Promise.all(['hearth-hub-live', 'hearth-hub-receipts', 'hub.live', 'hub.receipts'].map((id) => enter(login, id)));
      await pause(100);
      sockets.forEach((socket) => socket?.destroy());
    }
  },
};

const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

const sizeOf = (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function memoryMib(pidFile, field) {
  const pid = readFileSync(pidFile, 'utf8').split('\n')[0].trim();
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
}

async function measure(name, processes, folder) {
  const port = await freePort();
  const config = join(folder, 'hub.toml');
  const data = join(folder, 'hub');
  writeFileSync(config, `data_dir = "${data}"\n[server]\nlisten = "127.0.0.1:${port}"\n[embedded]\nfleet = true\n`);
  // Before the hub starts, because a running hub reads the list of gateways only from time to time.
  const add = async (...what) => JSON.parse(await run(hubProgram, ['gateway', 'add', ...what, '--json', '--config', config]));
  const fleet = await add('--fleet', 'sim-', '--count', wanted.homes);
  const login = await add(EVIL);
  const hub = processes.start(`hub ${name}`, hubProgram, ['run', '--config', config], { log: join(folder, 'hub.log') });
  await until('the hub is ready', () => new HubClient(`http://127.0.0.1:${port}`).isReady(), 60_000);
  await until('the insider is let in', async () => {
    const socket = await enter(login);
    socket?.destroy();
    return socket !== null;
  }, 10_000);
  const credentials = join(folder, 'fleet.json');
  writeFileSync(credentials, JSON.stringify(fleet), { mode: 0o600 });
  const logs = () => sizeOf(join(folder, 'hub.log')) + sizeOf(join(data, 'broker/mosquitto.log'));
  const before = logs();
  const attack = new AbortController();
  const done = ATTACKS[name](login, attack.signal);
  const args = ['fleet', '--homes', wanted.homes, '--prefix', 'sim-', '--host', fleet.host, '--port', String(fleet.port), '--credentials', credentials];
  const output = await run(simulator, [...args, '--rate', '4', '--duration-s', wanted.seconds, '--drain-s', '2']).catch((error) => error.stdout ?? '');
  const brokerPid = join(data, 'broker/mosquitto.pid');
  const row = { attack: name, log_kib: Math.round((logs() - before) / 1024), broker_mib: memoryMib(brokerPid, 'VmHWM'), hub_mib: Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${hub.child.pid}/status`, 'utf8'))[1]) / 1024) };
  attack.abort();
  await done;
  await processes.stop(hub);
  const { frames, receipted_frames, unreceipted_frames, resent_batches, connects, age_ms } = JSON.parse(output.trim().split('\n').at(-1));
  return { ...row, frames, receipted_frames, unreceipted_frames, resent_batches, connects, age_p50_ms: age_ms.p50, age_p99_ms: age_ms.p99, age_max_ms: age_ms.max };
}

const processes = new Processes();
const names = wanted.only ? ['none', ...wanted.only.split(',')] : Object.keys(ATTACKS);
try {
  for (const name of names) {
    const folder = mkdtempSync(join(tmpdir(), 'hearth-attack-'));
    chmodSync(folder, 0o755);
    try {
      console.log(JSON.stringify(await measure(name, processes, folder)));
    } finally {
      await processes.stopAll();
      if (!process.env.HEARTH_LOAD_KEEP) rmSync(folder, { recursive: true, force: true });
    }
  }
} finally {
  await processes.stopAll();
}
