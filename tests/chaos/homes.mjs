// A home: a patient, one oximeter played on a pty, a real gateway that reads it, and a link to the broker
// that can fail. It keeps the times of its own deaths, by which the checker knows what could not be heard.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addGateway } from '../../deploy/lib/hub.mjs';
import { until } from '../../deploy/lib/processes.mjs';
import { Link } from './proxy.mjs';
import { BIN } from './system.mjs';

const RESTART_MS = 500;
const MODELS = { 'masimo-ascii1': 'Masimo Rad-8', 'nonin-df7': 'Nonin Xpod' };

export class Home {
  /** When its gateway was killed, and when the next one was started. */
  kills = [];
  #simulator = null;
  #gateway = null;
  #closing = false;
  #again = null;
  #way = null;

  constructor(system, number, protocol) {
    this.system = system;
    this.number = number;
    this.protocol = protocol;
    const four = String(number).padStart(4, '0');
    [this.gateway, this.kit, this.device] = [`home-${four}`, `kit-${four}`, `oxi-${four}`];
    this.folder = join(system.folder, this.gateway);
    this.record = join(this.folder, 'said.jsonl');
    mkdirSync(join(this.folder, 'dev'), { recursive: true });
  }

  /** Admits the patient, registers the equipment, binds the device. */
  async admit() {
    const { api, program, config } = this.system;
    const identifiers = { medical_record_number: `MRN-${1000 + this.number}`, birth_date: '1961-04-17' };
    const patient = await api.post('/patients', { family_name: `Chaos${this.number}`, given_name: 'Rosa', sex: 'female', language: 'es', ...identifiers });
    const stay = { label: `Home ${this.number}`, address: '1 Test Street', time_zone: 'America/New_York', phase: 'acute' };
    const episode = await api.post('/episodes', { patient_id: patient.id, ...stay, ...identifiers });
    const credentials = await addGateway(program, config, this.gateway);
    await api.post('/kits', { id: this.kit, label: `Kit ${this.number}`, gateway_id: this.gateway });
    await api.post('/devices', { id: this.device, kit_id: this.kit, model: MODELS[this.protocol], protocol: this.protocol, serial_number: `SN${this.number}` });
    await api.post(`/devices/${this.device}/bindings`, { episode_id: episode.id, from_at: null, ...identifiers });
    this.episode = episode.id;
    this.link = new Link({ host: credentials.host, port: credentials.port });
    this.#way = { port: await this.link.listen(), credentials };
    this.#configure();
  }

  /** Becomes a second box with a copy of that home's disk and configuration, and an oximeter of its own plugged in. */
  copyOf(original) {
    [this.gateway, this.device, this.episode, this.#way] = [original.gateway, original.device, original.episode, original.#way];
    cpSync(join(original.folder, 'data'), join(this.folder, 'data'), { recursive: true });
    this.#configure();
  }

  #configure() {
    const { port, credentials: { username, password } } = this.#way;
    const device = `[[devices]]\nid = "${this.device}"\nprotocol = "${this.protocol}"\n`;
    const broker = `[broker]\nhost = "127.0.0.1"\nport = ${port}\nusername = "${username}"\npassword = "${password}"\n`;
    const top = `gateway = "${this.gateway}"\ndata_dir = "${join(this.folder, 'data')}"\n`;
    writeFileSync(join(this.folder, 'gateway.toml'), `${top}${broker}${device}port = "${join(this.folder, 'dev', this.device)}"\n`);
    // Pulses far apart: a value under another home's device cannot pass for its own.
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
      this.system.unasked.push({ what: this.gateway, at: Date.now(), code, signal, wasReady: true, last: entry.lines.at(-1) ?? '' });
      this.#again = setTimeout(() => this.#closing || this.startGateway(), RESTART_MS);
    };
    const args = ['run', '--config', join(this.folder, 'gateway.toml')];
    // Before the start: on a busy machine it may be at work before this program goes on.
    const last = this.kills.at(-1);
    if (last?.startedAt === Infinity) last.startedAt = Date.now();
    this.#gateway = this.system.processes.start(this.gateway, join(BIN, 'hearth-gateway'), args, { log: join(this.folder, 'gateway.log'), onExit });
  }

  get pid() {
    return this.#gateway.child.pid;
  }

  /** Lines of the gateway's log. */
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

  /** Tells the body what to do: `spo2 80`, `recover`, `silence`. */
  tell(order) {
    this.#simulator.child.stdin.write(`${order}\n`);
  }

  /** The device stops talking but stays plugged in: nothing can be lost in a port that goes away. */
  async silence() {
    this.tell('silence');
    await until(`${this.device} is silent`, () => this.said().at(-1)?.whole === false);
  }

  /** Lines or packets, as the device said them. */
  said() {
    const lines = readFileSync(this.record, 'utf8').split('\n').slice(0, -1);
    const all = [];
    for (const { t, vital, raw, whole } of lines.map((line) => JSON.parse(line))) {
      // The first vital of a packet begins it.
      if (vital === 'pulse_rate') all.push({ t, whole, values: {} });
      all.at(-1).values[vital] = raw;
    }
    return all.map(({ t, whole, values }) => ({ t, whole, value: valueOf(values) }));
  }

  /** What the store holds of this home's device, by the instant of measurement. */
  async stored() {
    const rows = await this.system.sql(
      `SELECT (extract(epoch FROM f.at) * 1000)::bigint, f.stream_key, f.seq, f.device_time, f.pulse_rate, f.spo2, f.perfusion_index
       FROM frames f JOIN devices d ON d.key = f.device_key WHERE d.id = '${this.device}' ORDER BY f.at, f.stream_key, f.seq`,
    );
    const number = (text) => (text ? Number(text) : null);
    return rows.map(([at, stream, seq, deviceTime, pulse_rate, spo2, perfusion_index]) => ({
      ...{ at: Number(at), stream: Number(stream), seq: Number(seq), second: deviceTime ? Number(deviceTime) / 1000 : null },
      ...{ spo2: number(spo2), value: valueOf({ pulse_rate: number(pulse_rate), spo2: number(spo2), perfusion_index: number(perfusion_index) }) },
    }));
  }

  async endDevice() {
    await this.system.processes.stop(this.#simulator);
  }

  close() {
    this.#closing = true;
    this.link?.close();
  }

  /** Ends in order: what was taken is on its disk or at the hub. */
  async endGateway() {
    this.#closing = true;
    await this.system.processes.stop(this.#gateway);
  }
}

function valueOf({ pulse_rate = null, spo2 = null, perfusion_index = null }) {
  return `${pulse_rate ?? '-'}/${spo2 ?? '-'}/${perfusion_index ?? '-'}`;
}
