// A hub of its own with the homes of a fleet admitted, as the benchmarks begin.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { HubClient, addStaff } from '../../deploy/lib/hub.mjs';
import { Processes, run, until } from '../../deploy/lib/processes.mjs';
import { admitAll, freePort } from './parts.mjs';

const BIN = process.env.HEARTH_BIN ?? resolve(import.meta.dirname, '../../target/release');
const [hubProgram, simulator] = [join(BIN, 'hearth-hub'), join(BIN, 'hearth-sim')];

/** A hub in a folder of its own, whose programs all end with `end`. */
export class FleetHub {
  #processes = new Processes();

  constructor(name) {
    this.folder = mkdtempSync(join(tmpdir(), `hearth-${name}-`));
    // The database's user must be able to go into it.
    chmodSync(this.folder, 0o755);
    this.config = join(this.folder, 'hub.toml');
  }

  /** Starts the hub for the first time and signs these people in as charge nurses; `people` are their names and passwords then. */
  async begin(names = ['charge']) {
    const port = await freePort();
    const parts = ['[server]', `listen = "127.0.0.1:${port}"`, '[embedded]', 'fleet = true', '[log]', 'filter = "warn"'];
    writeFileSync(this.config, [`data_dir = "${join(this.folder, 'hub')}"`, ...parts, ''].join('\n'));
    this.client = new HubClient(`http://127.0.0.1:${port}`);
    this.start();
    await until('the hub is ready', () => this.client.isReady(), 60_000);
    this.people = [];
    for (const name of names) {
      const first = await addStaff(hubProgram, this.config, name, 'Charge nurse', 'charge_nurse');
      this.people.push({ name, password: await this.client.firstSignIn(name, first) });
    }
  }

  /** Starts the hub. */
  start() {
    this.hub = this.#processes.start('hub', hubProgram, ['run', '--config', this.config], { log: join(this.folder, 'hub.log') });
  }

  /** Kills the hub: it gets no time to end in good order. */
  async kill() {
    await this.#processes.stop(this.hub, { signal: 'SIGKILL' });
  }

  /** Registers the homes of a fleet: what is to be admitted, and how the fleet is started. */
  async register(prefix, count) {
    const credentials = join(this.folder, `${prefix}fleet.json`);
    const logins = await run(hubProgram, ['gateway', 'add', '--fleet', prefix, '--count', String(count), '--json', '--config', this.config]);
    writeFileSync(credentials, logins, { mode: 0o600 });
    const { host, port } = JSON.parse(logins);
    const fleet = ['fleet', '--homes', String(count), '--prefix', prefix];
    const homes = JSON.parse(await run(simulator, [...fleet, '--list']));
    return { homes, args: [...fleet, '--host', host, '--port', String(port), '--credentials', credentials] };
  }

  /** Registers so many homes, and admits them `abreast` at a time. */
  async admit(count, abreast) {
    const { homes, args } = await this.register('sim-', count);
    await admitAll(this.client, homes, abreast);
    this.fleet = args;
  }

  /** The admitted homes send from now on, until the end. */
  send(...more) {
    this.#processes.start('fleet', simulator, [...this.fleet, ...more, '--duration-s', '86400'], { log: join(this.folder, 'fleet.log') });
  }

  /** Ends every program; the folder is kept if HEARTH_LOAD_KEEP is set. */
  async end() {
    await this.#processes.stopAll();
    if (!process.env.HEARTH_LOAD_KEEP) rmSync(this.folder, { recursive: true, force: true });
  }
}
