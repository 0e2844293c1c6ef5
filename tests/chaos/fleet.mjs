// A thousand homes beside those on ptys: when the broker is killed, all of them come back at once.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../deploy/lib/processes.mjs';
import { BIN } from './system.mjs';

const PREFIX = 'sim-';
/** One frame every ten seconds from each home, because the machine also runs everything that fails. */
const RATE_HZ = 0.1;
/** How many homes share a pair of connections: 250 pairs come back at once. */
const HOMES_A_CONNECTION = 4;

/** A home waits up to 60 s between attempts: this is two attempts and some more, as for the homes on ptys. */
const DRAIN_S = 240;
const GRACE_MS = 10_000;

export class Fleet {
  #playing = null;

  constructor(system, homes) {
    Object.assign(this, { system, homes });
  }

  /** Admits all of them in one transaction: what is measured here begins when all of them are there. */
  async admit() {
    const { program, config, folder } = this.system;
    const credentials = await run(program, ['gateway', 'add', '--fleet', PREFIX, '--count', String(this.homes), '--json', '--config', config]);
    this.broker = JSON.parse(credentials);
    this.file = join(folder, 'fleet.json');
    writeFileSync(this.file, credentials, { mode: 0o600 });
    const four = "lpad(i::text, 4, '0')";
    const each = `FROM generate_series(1, ${this.homes}) i`;
    const id = (what) => `md5('fleet ${what} ' || i)::uuid`;
    await this.system.sql(
      `BEGIN;
       UPDATE bindings_version SET version = version + 1;
       INSERT INTO patients (id, family_name, given_name, birth_date, medical_record_number, sex, language)
         SELECT ${id('patient')}, 'Fleet' || i, 'Test', '1970-01-01', 'FLEET-' || i, 'unknown', 'en' ${each};
       INSERT INTO episodes (id, patient_id, label, address, time_zone, phase, limits)
         SELECT ${id('episode')}, ${id('patient')}, 'Fleet ' || i, '', 'UTC', 'acute', (SELECT limits FROM episodes LIMIT 1) ${each};
       INSERT INTO kits (id, label, gateway_id) SELECT 'fleet-' || ${four}, 'Fleet ' || i, '${PREFIX}' || ${four} ${each};
       INSERT INTO devices (id, kit_id, model, protocol) SELECT '${PREFIX}' || ${four} || '-mon', 'fleet-' || ${four}, 'hearth-fleet-monitor', 'hearth-fleet-monitor' ${each};
       INSERT INTO bindings (id, device_key, episode_id, from_at, gateway_id)
         SELECT ${id('binding')}, d.key, ${id('episode')}, now(), '${PREFIX}' || ${four} ${each} JOIN devices d ON d.id = '${PREFIX}' || ${four} || '-mon';
       COMMIT`,
    );
  }

  start() {
    const { host, port } = this.broker;
    const who = ['--homes', String(this.homes), '--prefix', PREFIX, '--host', host, '--port', String(port), '--credentials', this.file];
    const pace = ['--rate', String(RATE_HZ), '--homes-per-connection', String(HOMES_A_CONNECTION), '--drain-s', String(DRAIN_S)];
    this.#playing = this.system.processes.start('fleet', join(BIN, 'hearth-sim'), ['fleet', ...who, ...pace], { log: join(this.system.folder, 'fleet.log') });
  }

  /** Stops making frames; returns the fleet's own counts once the last receipts have come, or after `DRAIN_S`. */
  async end() {
    await this.system.processes.stop(this.#playing, { signal: 'SIGUSR1', graceMs: DRAIN_S * 1_000 + GRACE_MS });
    const line = this.#playing.lines.findLast((text) => text.startsWith('{'));
    if (!line) throw new Error(`the fleet ended without its count: ${this.#playing.lines.at(-1)}`);
    return JSON.parse(line);
  }

  async stored() {
    const [[rows, numbers, devices]] = await this.system.sql(
      `SELECT count(*), count(DISTINCT (f.stream_key, f.seq)), count(DISTINCT f.device_key) FROM frames f JOIN devices d ON d.key = f.device_key WHERE d.id LIKE '${PREFIX}%-mon'`,
    );
    return { rows: Number(rows), numbers: Number(numbers), devices: Number(devices) };
  }
}
