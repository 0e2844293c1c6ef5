// Hearth: seven simulated oximeters on ptys, a real gateway that reads them, a real hub. Its broker is a Mosquitto that
// keeps nothing, because Hearth does not need it to; database and broker are the same as those of the rivals.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HubClient, addGateway, addStaff } from '../../deploy/lib/hub.mjs';
import { until } from '../../deploy/lib/processes.mjs';
import { Part, freePort } from './parts.mjs';
import { DEVICES, Rig, VITALS } from './rig.mjs';

const BIN = process.env.HEARTH_BIN ?? resolve(import.meta.dirname, '../../target/debug');
const READY_MS = 90_000;
const [GATEWAY, KIT] = ['home-0001', 'kit-0001'];
/** A device that is this late slept together with its machine, and skips what it missed. */
const ASLEEP_MS = 2_000;

export class Hearth extends Rig {
  brokerSettings = [];

  async startCenter() {
    const port = await freePort();
    this.config = join(this.folder, 'hub.toml');
    const places = `[database]\nurl = "${this.database.url}"\n[broker]\nhost = "127.0.0.1"\nport = ${this.broker.port}\n`;
    writeFileSync(this.config, `data_dir = "${join(this.folder, 'hub')}"\n[server]\nlisten = "127.0.0.1:${port}"\n${places}`);
    const hub = new Part(this.processes, 'hub', join(BIN, 'hearth-hub'), ['run', '--config', this.config], { folder: this.folder });
    this.center.push(hub);
    hub.start();
    this.api = new HubClient(`http://127.0.0.1:${port}`);
    await until('the hub is ready', () => this.api.isReady(), READY_MS);
    await this.#admit(hub.program);
  }

  /** One patient to whom all devices are bound. */
  async #admit(program) {
    await this.api.firstSignIn('charge', await addStaff(program, this.config, 'charge', 'Charge Nurse', 'charge_nurse'));
    const identifiers = { medical_record_number: 'MRN-1', birth_date: '1961-04-17' };
    const patient = await this.api.post('/patients', { family_name: 'Compare', given_name: 'Rosa', sex: 'female', language: 'es', ...identifiers });
    const stay = { label: 'Home 1', address: '1 Test Street', time_zone: 'UTC', phase: 'acute' };
    const episode = await this.api.post('/episodes', { patient_id: patient.id, ...stay, ...identifiers });
    await addGateway(program, this.config, GATEWAY);
    await this.api.post('/kits', { id: KIT, label: 'Kit 1', gateway_id: GATEWAY });
    for (const id of DEVICES) {
      await this.api.post('/devices', { id, kit_id: KIT, model: 'Masimo Rad-8', protocol: 'masimo-ascii1', serial_number: id });
      await this.api.post(`/devices/${id}/bindings`, { episode_id: episode.id, from_at: null, ...identifiers });
    }
  }

  async startHome() {
    const dev = join(this.folder, 'dev');
    mkdirSync(dev);
    const device = (id) => `[[devices]]\nid = "${id}"\nprotocol = "masimo-ascii1"\n`;
    const body = `title = "Compare"\nseed = ${this.seed}\n[body]\nheart_rate = 72\nspo2 = 97\n`;
    writeFileSync(join(this.folder, 'scenario.toml'), body + DEVICES.map(device).join(''));
    const top = `gateway = "${GATEWAY}"\ndata_dir = "${join(this.folder, 'gateway')}"\n[broker]\nhost = "127.0.0.1"\nport = ${this.linkPort}\n`;
    const ports = DEVICES.map((id) => `${device(id)}port = "${join(dev, id)}"\n`).join('');
    writeFileSync(join(this.folder, 'gateway.toml'), top + ports);
    const args = ['run', '--config', join(this.folder, 'gateway.toml')];
    this.home.push(new Part(this.processes, 'gateway', join(BIN, 'hearth-gateway'), args, { folder: this.folder }));
    this.home[0].start();
  }

  speak() {
    this.record = join(this.folder, 'said.jsonl');
    const args = ['home', '--scenario', join(this.folder, 'scenario.toml'), '--link', join(this.folder, 'dev'), '--record', this.record];
    this.devices = this.processes.start('devices', join(BIN, 'hearth-sim'), args, { log: join(this.folder, 'devices.log'), stdin: 'pipe' });
  }

  /** The devices stop sending but stay plugged in, so that nothing is lost in a port that goes away. */
  async quiet() {
    this.devices.child.stdin.write('silence\n');
    await until('the devices are silent', () => !this.#lines().at(-1).whole);
  }

  async silence() {
    if (this.devices) await this.processes.stop(this.devices);
  }

  #lines() {
    return readFileSync(this.record, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line));
  }

  /** What the gateway read completely, with the second that the device printed as its number. */
  said() {
    const clocks = new Map();
    const all = this.#lines().map(({ device, t, vital, raw, whole }) => {
      const key = `${device}/${vital}`;
      const last = clocks.get(key);
      const seconds = last && t - last.t > ASLEEP_MS ? Math.round((t - last.t) / 1000) : 1;
      const n = last ? last.n + seconds : Math.floor(t / 1000);
      clocks.set(key, { t, n });
      return { key, n, value: raw, t, whole };
    });
    return all.filter(({ whole }) => whole);
  }

  async count() {
    return Number((await this.database.rows(`SELECT coalesce(sum(num_nonnulls(${VITALS})), 0) FROM frames`))[0][0]);
  }

  /** What is stored, in the order of arrival; `stream` and `seq` are the numbers that the gateway gave. */
  async stored() {
    const rows = await this.database.rows(
      `SELECT d.id, f.device_time, (extract(epoch FROM f.at) * 1000)::bigint, f.stream_key, f.seq, ${VITALS}
       FROM frames f JOIN devices d ON d.key = f.device_key ORDER BY f.received_at, f.at`,
    );
    const one = ([device, time, at, stream, seq], vital, value) => ({
      ...{ key: `${device}/${vital}`, n: Math.round(Number(time) / 1000), value, at: Number(at), stream: Number(stream), seq: Number(seq) },
    });
    return rows.flatMap((row) => VITALS.map((vital, index) => one(row, vital, row[5 + index])).filter(({ value }) => value !== null));
  }
}
