// A hub and homes made of the real programs, for one test: real PostgreSQL, real Mosquitto,
// a real gateway that reads a real pty. Everything lives in a temporary folder.
import { chmodSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Processes, run, until } from '../../deploy/lib/processes.mjs';
import { HubClient, addGateway, addStaff } from '../../deploy/lib/hub.mjs';
import { THRESHOLDS } from '../thresholds.mjs';

export { until };

const ROOT = resolve(import.meta.dirname, '../..');
const BIN = process.env.HEARTH_BIN ?? join(ROOT, 'target/debug');

/** How many errors of the hub's log are printed. */
const TOLD = 20;

const FAMILY = ['Okonkwo', 'Lindqvist', 'Ferreira', 'Nakamura', 'Haddad', 'Petrov', 'Moreau', 'Delgado', 'Nguyen', 'Schmidt', 'Costa'];
const GIVEN = ['Ada', 'Erik', 'Luisa', 'Kenji', 'Samira', 'Ivan', 'Claire', 'Mateo', 'Linh', 'Greta', 'Omar', 'Inés', 'Tom'];
const LANGUAGES = ['en', 'sv', 'pt-BR', 'ja', 'ar', 'ru', 'fr', 'es', 'vi', 'de'];

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

export interface Sent {
  device: string;
  t: number;
  vital: string;
  raw: number | null;
  /** False when no gateway read all of its bytes. */
  whole: boolean;
}

export class Hub {
  readonly folder = mkdtempSync(join(tmpdir(), 'hearth-'));
  readonly processes = new Processes();
  readonly program = join(BIN, 'hearth-hub');
  config = '';
  base = '';
  api!: InstanceType<typeof HubClient>;
  #hub: ReturnType<Processes['start']> | null = null;

  async start(): Promise<void> {
    // As root the hub runs its database and broker under accounts of their own, which must be able to enter.
    chmodSync(this.folder, 0o755);
    const port = await freePort();
    this.base = `http://127.0.0.1:${port}`;
    this.config = join(this.folder, 'hub.toml');
    writeFileSync(this.config, `data_dir = "${join(this.folder, 'hub')}"\n[server]\nlisten = "127.0.0.1:${port}"\n[embedded]\nfleet = true\n`);
    this.api = new HubClient(this.base);
    await this.run();
  }

  /** Starts the hub process; used again after a kill. */
  async run(): Promise<void> {
    this.#hub = this.processes.start('hub', this.program, ['run', '--config', this.config], { log: join(this.folder, 'hub.log') });
    await until('the hub is ready', () => this.api.isReady(), 60_000).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.#hub?.lines.join('\n')}`);
    });
  }

  /** Kills only the hub, as a power failure would; its database and broker run on. */
  async kill(): Promise<void> {
    if (!this.#hub) return;
    this.#hub.stopping = true;
    this.#hub.child.kill('SIGKILL');
    await this.#hub.ended;
  }

  /** Prints what the hub called an error: its log is removed with its folder, and a page only shows that something failed. */
  #tellFaults(): void {
    const log = readFileSync(join(this.folder, 'hub.log'), 'utf8');
    const faults = log.split('\n').filter((line) => line.includes('ERROR') && !line.includes('slug="starting"'));
    if (faults.length > 0) console.error(`of the hub's log:\n${faults.slice(-TOLD).join('\n')}`);
  }

  /** Stops the hub but leaves its connections open, as a busy disk or a suspended machine does. */
  freeze(): void {
    this.#hub?.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#hub?.child.kill('SIGCONT');
  }

  async person(name: string, displayName: string, role: string): Promise<{ name: string; password: string }> {
    const first = await addStaff(this.program, this.config, name, displayName, role);
    const password = await new HubClient(this.base).firstSignIn(name, first);
    return { name, password };
  }

  /** Admits a patient with one oximeter, which a gateway of its own reads. */
  async home(number: number, model = 'Nonin Xpod', protocol = 'nonin-df7'): Promise<Home> {
    const id = `home-${String(number).padStart(4, '0')}`;
    const { episode, identifiers } = await this.admit(number);
    const credentials = await addGateway(this.program, this.config, id);
    await this.api.post('/kits', { id: `kit-${String(number).padStart(4, '0')}`, label: `Kit ${number}`, gateway_id: id });
    const device = `oxi-${String(number).padStart(4, '0')}`;
    await this.api.post('/devices', { id: device, kit_id: `kit-${String(number).padStart(4, '0')}`, model, protocol, serial_number: `SN${number}` });
    await this.api.post(`/devices/${device}/bindings`, { episode_id: episode, from_at: null, ...identifiers });
    return new Home(this, id, device, episode, protocol, credentials);
  }

  /** Admits a patient, with no kit yet; returns the stay and what stands on the wristband. */
  async admit(number: number): Promise<{ episode: string; identifiers: { medical_record_number: string; birth_date: string } }> {
    const identifiers = { medical_record_number: `MRN-${1000 + number}`, birth_date: '1961-04-17' };
    const patient = await this.api.post('/patients', { family_name: 'Menjívar', given_name: 'Rosa', sex: 'female', language: 'es', ...identifiers });
    const episode = await this.api.post('/episodes', { patient_id: patient.id, label: `Home ${number}`, address: '1 Test Street', time_zone: 'America/New_York', phase: 'acute', limits: THRESHOLDS, ...identifiers });
    return { episode: episode.id, identifiers };
  }

  /** Admits a patient in each of `count` homes that one simulator plays over MQTT; returns their episodes. */
  async fleet(count: number): Promise<string[]> {
    const file = join(this.folder, 'fleet.json');
    const simulator = join(BIN, 'hearth-sim');
    const homes = ['--homes', String(count), '--prefix', 'sim-'];
    const credentials: string = await run(this.program, ['gateway', 'add', '--fleet', 'sim-', '--count', String(count), '--json', '--config', this.config]);
    writeFileSync(file, credentials, { mode: 0o600 });
    const list = JSON.parse(await run(simulator, ['fleet', ...homes, '--list'])) as { gateway: string; devices: { id: string }[] }[];
    const episodes: string[] = [];
    for (const [index, home] of list.entries()) {
      const identifiers = { medical_record_number: `MRN-${2000 + index}`, birth_date: `19${40 + (index % 50)}-03-0${1 + (index % 9)}` };
      const names = { family_name: FAMILY[index % FAMILY.length], given_name: GIVEN[index % GIVEN.length] };
      const patient = await this.api.post('/patients', { ...names, sex: index % 2 ? 'male' : 'female', language: LANGUAGES[index % LANGUAGES.length], ...identifiers });
      const episode = await this.api.post('/episodes', { patient_id: patient.id, label: `Home ${index + 2}`, address: '', time_zone: 'America/New_York', phase: index % 3 ? 'acute' : 'restorative', limits: THRESHOLDS, ...identifiers });
      await this.api.post('/kits', { id: `kit-${home.gateway}`, label: `Kit ${home.gateway}`, gateway_id: home.gateway });
      for (const device of home.devices) {
        await this.api.post('/devices', { ...device, kit_id: `kit-${home.gateway}` });
        await this.api.post(`/devices/${device.id}/bindings`, { episode_id: episode.id, from_at: null, ...identifiers });
      }
      episodes.push(episode.id);
    }
    const { host, port } = JSON.parse(credentials) as { host: string; port: number };
    const args = ['fleet', ...homes, '--host', host, '--port', String(port), '--rate', '1', '--credentials', file];
    this.processes.start('fleet', simulator, args, { log: join(this.folder, 'fleet.log') });
    return episodes;
  }

  /** Rows of a query on the hub's own database; only for checking results. */
  async sql(query: string): Promise<string[][]> {
    const url = (await run(this.program, ['database-url', '--config', this.config])).trim();
    const output: string = await run('psql', [url, '--no-psqlrc', '--tuples-only', '--no-align', '--field-separator=\t', '--command', query]);
    return output.split('\n').filter(Boolean).map((line) => line.split('\t'));
  }

  async stop(): Promise<void> {
    await this.processes.stopAll();
    this.#tellFaults();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Home {
  readonly folder: string;
  #simulator: ReturnType<Processes['start']> | null = null;
  #gateway: unknown = null;

  constructor(
    readonly hub: Hub,
    readonly gateway: string,
    readonly device: string,
    readonly episode: string,
    readonly protocol: string,
    readonly broker: { host: string; port: number; username: string; password: string },
  ) {
    this.folder = join(hub.folder, gateway);
    mkdirSync(this.folder, { recursive: true });
  }

  /** The label of the home on the wall. */
  get label(): string {
    return `Home ${Number(this.gateway.slice(-4))}`;
  }

  /** Plays the devices. After they have ended, this plays them again, as if somebody had plugged them in. */
  startDevices(): void {
    const links = this.#links;
    mkdirSync(links, { recursive: true });
    const scenario = join(this.folder, 'scenario.toml');
    writeFileSync(scenario, scenarioOf(this.device, this.protocol));
    this.#simulator = this.hub.processes.start(`${this.gateway} devices`, join(BIN, 'hearth-sim'), ['home', '--scenario', scenario, '--link', links, '--record', this.record], { log: join(this.folder, 'sim.log'), stdin: 'pipe' });
  }

  start(): void {
    this.startDevices();
    const links = this.#links;
    const config = join(this.folder, 'gateway.toml');
    const { host, port, username, password } = this.broker;
    writeFileSync(
      config,
      `gateway = "${this.gateway}"\ndata_dir = "${join(this.folder, 'data')}"\n[broker]\nhost = "${host}"\nport = ${port}\nusername = "${username}"\npassword = "${password}"\n[[devices]]\nid = "${this.device}"\nprotocol = "${this.protocol}"\nport = "${join(links, this.device)}"\n`,
    );
    this.#gateway = this.hub.processes.start(this.gateway, join(BIN, 'hearth-gateway'), ['run', '--config', config], { log: join(this.folder, 'gateway.log') });
  }

  get #links(): string {
    return join(this.folder, 'dev');
  }

  get record(): string {
    return join(this.folder, 'sent.jsonl');
  }

  /** Gives the simulator an order: `spo2 84`, `sensor off`, `quit`. */
  tell(order: string): void {
    this.#simulator?.child.stdin?.write(`${order}\n`);
  }

  /** Ends the devices; after that, the list of what was sent is complete. */
  async endDevices(): Promise<void> {
    await this.hub.processes.stop(this.#simulator);
  }

  async endGateway(): Promise<void> {
    await this.hub.processes.stop(this.#gateway);
  }

  sent(): Sent[] {
    return readFileSync(this.record, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Sent);
  }
}

function scenarioOf(device: string, protocol: string): string {
  return `title = "A calm patient, steered by the test"\nseed = 7\n\n[body]\nheart_rate = 72\nspo2 = 97\n\n[[devices]]\nid = "${device}"\nprotocol = "${protocol}"\n`;
}
