// The hub with its database and broker, as a machine runs them: whatever ends without having been asked to is started
// again, as by a service manager, and noted.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { HubClient, addStaff } from '../../deploy/lib/hub.mjs';
import { Processes, run, until } from '../../deploy/lib/processes.mjs';
import { Disk } from './machine.mjs';

export const BIN = process.env.HEARTH_BIN ?? resolve(import.meta.dirname, '../../target/debug');
const RESTART_MS = 500;
const READY_MS = 90_000;
/** More than the write-ahead log may grow to. Memory is used only as the file system is filled. */
const DISK_MIB = 4_096;

export class System {
  processes = new Processes();
  program = join(BIN, 'hearth-hub');
  /** Processes that ended although no fault ended them. */
  unasked = [];
  /** When the database's disk was full: `{from, until}`. */
  fulls = [];
  #hub = null;
  #ready = false;
  #closing = false;
  #again = null;

  /** `settings`: additional lines for the hub's configuration. `env`: its environment, such as a clock of its own. */
  constructor(folder, { disks = false } = {}, settings = '', env = {}) {
    [this.folder, this.settings, this.env] = [folder, settings, env];
    // As root the hub runs its database and broker under accounts of their own, which must be able to enter.
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
    this.data = join(folder, 'hub');
    this.disk = disks ? new Disk(join(this.data, 'database'), DISK_MIB) : null;
  }

  async start() {
    this.disk?.mount();
    const port = await freePort();
    this.base = `http://127.0.0.1:${port}`;
    this.config = join(this.folder, 'hub.toml');
    writeFileSync(this.config, `data_dir = "${this.data}"\n[server]\nlisten = "127.0.0.1:${port}"\n[embedded]\nfleet = true\n${this.settings}`);
    this.api = new HubClient(this.base);
    this.spawn();
    await this.ready();
    const first = await addStaff(this.program, this.config, 'charge', 'Charge Nurse Lee', 'charge_nurse');
    await this.api.firstSignIn('charge', first);
  }

  get pid() {
    return this.#hub.child.pid;
  }

  /** Starts the hub process. */
  spawn() {
    clearTimeout(this.#again);
    if (this.#closing) return;
    this.#ready = false;
    const onExit = (code, signal, entry) => {
      if (this.#closing) return;
      this.unasked.push({ what: 'hub', at: Date.now(), code, signal, wasReady: this.#ready, last: entry.lines.at(-1) ?? '' });
      this.#again = setTimeout(() => this.#closing || this.spawn(), RESTART_MS);
    };
    this.#hub = this.processes.start('hub', this.program, ['run', '--config', this.config], { log: join(this.folder, 'hub.log'), env: this.env, onExit });
  }

  async ready() {
    await until('the hub is ready', () => this.api.isReady(), READY_MS);
    this.#ready = true;
  }

  /** Kills the hub without warning; its database and broker run on. */
  async kill() {
    clearTimeout(this.#again);
    const hub = this.#hub;
    hub.stopping = true;
    hub.child.kill('SIGKILL');
    await hub.ended;
  }

  /** Process id of the database's main process or of the broker, if it runs. */
  partPid(part) {
    const place = { database: 'database/cluster/postmaster.pid', broker: 'broker/mosquitto.pid' }[part];
    const mark = { database: 'database/cluster', broker: 'broker/mosquitto.conf' }[part];
    try {
      const pid = Number(readFileSync(join(this.data, place), 'utf8').split('\n')[0]);
      // The number alone proves nothing: only a process whose command line names our own folder is used.
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words.includes(join(this.data, mark)) ? pid : null;
    } catch {
      return null;
    }
  }

  fillDisk() {
    this.fulls.push({ from: Date.now(), until: Infinity });
    this.disk.fill();
  }

  freeDisk() {
    this.disk?.free();
    const last = this.fulls.at(-1);
    if (last?.until === Infinity) last.until = Date.now();
  }

  /** Rows of a query on the hub's own database; only for checking results. */
  async sql(query) {
    const url = (await run(this.program, ['database-url', '--config', this.config])).trim();
    const output = await run('psql', [url, '--no-psqlrc', '--tuples-only', '--no-align', '--field-separator=\t', '--command', query]);
    return output.split('\n').filter(Boolean).map((line) => line.split('\t'));
  }

  /** Ends everything, also what a killed hub left running. */
  async stop() {
    this.#closing = true;
    await this.processes.stopAll();
    for (const [part, signal] of [['broker', 'SIGTERM'], ['database', 'SIGINT']]) {
      const pid = this.partPid(part);
      if (!pid) continue;
      process.kill(pid, signal);
      await until(`the ${part} ends`, () => this.partPid(part) !== pid).catch(() => process.kill(pid, 'SIGKILL'));
    }
    this.disk?.unmount();
  }
}

/** A port on which nobody listens now. */
export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
