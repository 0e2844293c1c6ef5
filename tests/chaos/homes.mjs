// A home: a patient, one oximeter played on a pty, a real gateway that reads it, and a link to the broker that can fail.
// It notes when it was disturbed, so that the checker knows which readings could not be heard.
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addGateway } from '../../deploy/lib/hub.mjs';
import { until } from '../../deploy/lib/processes.mjs';
import { THRESHOLDS } from '../thresholds.mjs';
import { Clock, Disk } from './machine.mjs';
import { Network } from './network.mjs';
import { Link } from './proxy.mjs';
import { said } from './records.mjs';
import { BIN } from './system.mjs';

const RESTART_MS = 500;
const MODELS = { 'masimo-ascii1': 'Masimo Rad-8', 'nonin-df7': 'Nonin Xpod' };
const DISK_MIB = 32;
/** Small segments, because a full disk sheds whole ones. */
const OUTBOX = '[outbox]\nmax_bytes = 16777216\nsegment_bytes = 200000\nmin_free_bytes = 1048576\n';

export class Home {
  /** When its gateway was killed, and when it was started again. */
  kills = [];
  /** When its gateway was stopped, and when it went on. */
  sleeps = [];
  /** When its disk was full. */
  fulls = [];
  /** To whom its device was bound: `{id, episode, from_ms, until_ms}`. */
  bindings = [];
  #simulator = null;
  #gateway = null;
  #closing = false;
  #again = null;
  #way = null;

  constructor(system, number, protocol, { networks = false, disks = false, library = null, outbox = OUTBOX } = {}) {
    Object.assign(this, { system, number, protocol, outbox });
    const four = String(number).padStart(4, '0');
    [this.gateway, this.kit, this.device] = [`home-${four}`, `kit-${four}`, `oxi-${four}`];
    this.folder = join(system.folder, this.gateway);
    this.record = join(this.folder, 'said.jsonl');
    mkdirSync(join(this.folder, 'dev'), { recursive: true });
    this.network = networks ? new Network(number) : null;
    this.disk = disks ? new Disk(join(this.folder, 'data'), DISK_MIB) : null;
    this.clock = new Clock(library, join(this.folder, 'clock'));
    this.boot = disks ? join(this.folder, 'boot') : null;
    this.newBoot();
  }

  /** Admits the patient, registers the equipment, binds the device. */
  async admit() {
    const { api, program, config } = this.system;
    this.network?.create();
    this.disk?.mount();
    const credentials = await addGateway(program, config, this.gateway);
    await api.post('/kits', { id: this.kit, label: `Kit ${this.number}`, gateway_id: this.gateway });
    await api.post('/devices', { id: this.device, kit_id: this.kit, model: MODELS[this.protocol], protocol: this.protocol, serial_number: `SN${this.number}` });
    await this.bind(await this.admitPatient('Rosa', this.number));
    this.link = new Link({ host: credentials.host, port: credentials.port });
    const here = this.network?.here ?? '127.0.0.1';
    this.#way = { host: here, port: await this.link.listen(here), credentials };
    this.#configure();
  }

  async admitPatient(given_name, number) {
    const { api } = this.system;
    const identifiers = { medical_record_number: `MRN-${1000 + number}`, birth_date: '1961-04-17' };
    const patient = await api.post('/patients', { family_name: `Chaos${number}`, given_name, sex: 'female', language: 'es', ...identifiers });
    const stay = { label: `Home ${number}`, address: '1 Test Street', time_zone: 'America/New_York', phase: 'acute', limits: THRESHOLDS };
    const episode = await api.post('/episodes', { patient_id: patient.id, ...stay, ...identifiers });
    return { episode: episode.id, identifiers };
  }

  /** Binds the device to this patient, from now on or from an instant. */
  async bind({ episode, identifiers }, from = null) {
    const asked = this.system.api.post(`/devices/${this.device}/bindings`, { episode_id: episode, from_at: from, ...identifiers });
    const { id, from_at } = await asked.catch((error) => onceDone(error, { id: null, from_at: from }));
    this.bindings.push({ id, episode, from_ms: from_at });
    this.episode = episode;
  }

  async unbind(at) {
    const binding = this.bindings.at(-1);
    await this.system.api.post(`/bindings/${binding.id}/end`, { until_at: at, reason: 'another patient' }).catch(onceDone);
    binding.until_ms = at;
  }

  /** Becomes a second box with a copy of that home's disk and configuration, and with an oximeter of its own. */
  copyOf(original) {
    [this.gateway, this.device, this.episode, this.#way] = [original.gateway, original.device, original.episode, original.#way];
    cpSync(join(original.folder, 'data'), join(this.folder, 'data'), { recursive: true });
    this.#configure();
  }

  #configure() {
    const { host, port, credentials: { username, password } } = this.#way;
    const device = `[[devices]]\nid = "${this.device}"\nprotocol = "${this.protocol}"\n`;
    const broker = `[broker]\nhost = "${host}"\nport = ${port}\nusername = "${username}"\npassword = "${password}"\n`;
    const top = `gateway = "${this.gateway}"\ndata_dir = "${join(this.folder, 'data')}"\n`;
    writeFileSync(join(this.folder, 'gateway.toml'), `${top}${broker}${this.outbox}${device}port = "${join(this.folder, 'dev', this.device)}"\n`);
    // The pulses of homes are far apart, so that a value stored under the wrong device is noticed.
    const body = `[body]\nheart_rate = ${52 + (this.number % 8) * 9}\nspo2 = 97\n`;
    writeFileSync(join(this.folder, 'scenario.toml'), `title = "Steered by the test"\nseed = ${this.number}\n${body}${device}`);
  }

  startDevice() {
    const args = ['home', '--scenario', join(this.folder, 'scenario.toml'), '--link', join(this.folder, 'dev'), '--record', this.record];
    this.#simulator = this.system.processes.start(`${this.gateway} device`, join(BIN, 'hearth-sim'), args, { log: join(this.folder, 'sim.log'), stdin: 'pipe' });
  }

  startGateway() {
    clearTimeout(this.#again);
    if (this.#closing) return;
    const onExit = (code, signal, entry) => {
      if (this.#closing) return;
      // With a full disk a gateway may fail to start; a service manager starts it again, and the checker knows about it.
      const wasReady = !this.disk?.isFull;
      this.system.unasked.push({ what: this.gateway, at: Date.now(), code, signal, wasReady, last: entry.lines.at(-1) ?? '' });
      this.kills.push({ at: Date.now(), until: Date.now(), startedAt: Infinity });
      this.#again = setTimeout(() => this.#closing || this.startGateway(), RESTART_MS);
    };
    const [program, ...args] = [...(this.network?.entrance ?? []), ...this.#bootEntrance(), join(BIN, 'hearth-gateway'), 'run', '--config', join(this.folder, 'gateway.toml')];
    // Noted before the start: on a busy machine the gateway may be working before this program goes on.
    const last = this.kills.at(-1);
    if (last?.startedAt === Infinity) last.startedAt = Date.now();
    this.#gateway = this.system.processes.start(this.gateway, program, args, { log: join(this.folder, 'gateway.log'), onExit, env: this.clock.env });
  }

  /** Makes the next start of the gateway belong to another boot of its machine. */
  newBoot() {
    if (this.boot) writeFileSync(this.boot, `${randomUUID()}\n`);
  }

  /** What goes before the gateway's command line, so that it sees a boot id of its own in its own view of the files. */
  #bootEntrance() {
    if (!this.boot) return [];
    return ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /proc/sys/kernel/random/boot_id && exec "$@"', this.boot];
  }

  get pid() {
    return this.#gateway.child.pid;
  }

  /** The lines of the gateway's log. */
  lines() {
    return readFileSync(join(this.folder, 'gateway.log'), 'utf8').split('\n').filter(Boolean);
  }

  async killGateway(signal = 'SIGKILL') {
    clearTimeout(this.#again);
    const gateway = this.#gateway;
    gateway.stopping = true;
    const kill = { at: Date.now(), until: Infinity, startedAt: Infinity };
    this.kills.push(kill);
    gateway.child.kill(signal);
    await gateway.ended;
    kill.until = Date.now();
  }

  networkDown() {
    if (this.network) this.network.down();
    else this.link.cut();
  }

  networkHalfOpen() {
    if (this.network) this.network.halfOpen();
    else this.link.halfOpen();
  }

  networkHeal() {
    if (this.network) this.network.heal();
    else this.link.heal();
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

  heal() {
    this.link?.heal();
    this.network?.heal();
    this.clock.step(0);
    this.freeDisk();
  }

  /** Gives the simulator an order: `spo2 80`, `recover`, `silence`. */
  tell(order) {
    this.#simulator.child.stdin.write(`${order}\n`);
  }

  /** The device stops sending but stays plugged in, so that nothing can be lost in a port that goes away. */
  async silence() {
    this.tell('silence');
    await until(`${this.device} is silent`, () => said(this.record).at(-1)?.whole === false);
  }

  async endDevice() {
    await this.system.processes.stop(this.#simulator);
  }

  /** Ends the gateway in order: what it took is then on its disk or at the hub. */
  async endGateway() {
    this.#closing = true;
    await this.system.processes.stop(this.#gateway);
  }

  close() {
    this.#closing = true;
    this.link?.close();
  }

  /** To be called when nothing of the home runs any more. */
  remove() {
    this.network?.remove();
    this.disk?.unmount();
  }
}

/** For an act whose answer was lost: it was done. It was asked for with its instant, so nothing is left to guess. */
function onceDone(error, done) {
  if (error.status === 409) return done;
  throw error;
}
