// The parts from which every candidate is built: a program that is started again when it ends, a Mosquitto, a PostgreSQL
// cluster. Each has a folder and a port of its own.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { run, until } from '../../deploy/lib/processes.mjs';
import { freePort } from '../chaos/system.mjs';

export { freePort };

const RESTART_MS = 500;
const READY_MS = 60_000;
const ROOT = process.getuid() === 0;

/** One program, kept as by a service manager: if it ends by itself it is started again, and that is counted. */
export class Part {
  endedByItself = 0;
  peakKib = 0;
  #entry = null;
  #closing = false;

  constructor(processes, name, program, args, { folder, env } = {}) {
    Object.assign(this, { processes, name, program, args, env, log: join(folder, `${name}.log`) });
  }

  start() {
    this.#closing = false;
    const onExit = () => {
      if (this.#closing) return;
      this.endedByItself += 1;
      setTimeout(() => this.#closing || this.start(), RESTART_MS);
    };
    this.#entry = this.processes.start(this.name, this.program, this.args, { log: this.log, env: this.env, onExit });
  }

  /** Kills it without warning; it is started again at once. */
  async kill() {
    const entry = this.#entry;
    entry.stopping = true;
    entry.child.kill('SIGKILL');
    await entry.ended;
    this.start();
  }

  async stop(signal = 'SIGTERM') {
    this.#closing = true;
    if (this.#entry) await this.processes.stop(this.#entry, { signal });
  }

  /** Notes the most memory that it was seen to use. */
  sample() {
    try {
      const status = readFileSync(`/proc/${this.#entry.child.pid}/status`, 'utf8');
      this.peakKib = Math.max(this.peakKib, Number(/VmRSS:\s+(\d+)/.exec(status)[1]));
    } catch {
      // It does not run at this moment.
    }
  }
}

/** A Mosquitto with these settings beside its listener. */
export async function mosquitto(processes, name, folder, settings) {
  const port = await freePort();
  const data = join(folder, name);
  mkdirSync(data);
  const base = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', ...(ROOT ? ['user root'] : [])];
  writeFileSync(join(folder, `${name}.conf`), [...base, ...settings, `persistence_location ${data}/`, ''].join('\n'));
  const part = new Part(processes, name, 'mosquitto', ['-c', join(folder, `${name}.conf`)], { folder });
  return Object.assign(part, { port });
}

/** The settings that Debian installs: kept in memory, and written to disk every half hour and at an orderly end. */
export const INSTALLED = ['persistence true'];
/** The settings of a careful user: written to disk every second, and without a limit that a long outage could reach. */
export const CAREFUL = ['persistence true', 'autosave_interval 1', 'queue_qos0_messages true', 'max_queued_messages 0'];

/** A PostgreSQL cluster with its default settings, which are durable. */
export class Database {
  #pool;

  constructor(processes, folder) {
    Object.assign(this, { processes, folder, data: join(folder, 'cluster') });
  }

  async start() {
    const bin = (await run('sh', ['-c', 'pg_config --bindir 2>/dev/null || ls -d /usr/lib/postgresql/*/bin | tail -n 1'])).trim();
    // The server refuses to run as root.
    const as = ROOT ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : ['env'];
    if (ROOT) await run('install', ['-d', '-o', 'postgres', this.data]);
    await run(as[0], [...as.slice(1), join(bin, 'initdb'), '-D', this.data, '-U', 'compare', '-A', 'trust', '-E', 'UTF8']);
    this.port = await freePort();
    const args = [...as.slice(1), join(bin, 'postgres'), '-D', this.data, '-p', String(this.port), '-h', '127.0.0.1', '-k', ''];
    this.part = new Part(this.processes, 'database', as[0], args, { folder: this.folder });
    this.part.start();
    this.url = `postgres://compare@127.0.0.1:${this.port}/postgres`;
    this.#pool = new pg.Pool({ connectionString: this.url, max: 2, connectionTimeoutMillis: 2_000 });
    this.#pool.on('error', () => undefined);
    await until('the database answers', () => this.rows('SELECT 1'), READY_MS);
  }

  async rows(query) {
    return (await this.#pool.query({ text: query, rowMode: 'array' })).rows;
  }

  async close() {
    await this.#pool?.end();
    await this.part?.stop('SIGINT');
  }
}

/** Makes a folder that other accounts may enter: the database's, and the hub's. */
export function makeFolder(path) {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
  return path;
}
