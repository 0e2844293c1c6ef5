// What all candidates have in common: a home and a center, a link between them that can be cut, and the acts that the
// script of faults asks for.
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../deploy/lib/processes.mjs';
import { Link } from '../chaos/proxy.mjs';
import { Database, makeFolder, mosquitto } from './parts.mjs';
import { DEVICES, Producer, VITALS, WARM } from './producer.mjs';

const LOOK_MS = 250;
const SAMPLE_MS = 500;
const READY_MS = 120_000;
const SETTLE_MS = 3_000;
const TABLE = `CREATE TABLE readings (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, device text NOT NULL, vital text NOT NULL,
  n bigint NOT NULL, value float8 NOT NULL, at float8 NOT NULL)`;

export class Rig {
  /** How many readings were stored at a time, ms: `{t, count}`. */
  looks = [];
  /** Programs in the home, and the one in the center that stores. Brokers and databases in the center are the same for all. */
  home = [];
  center = [];
  #timers = [];
  #looking = false;

  constructor(processes, folder, seed) {
    Object.assign(this, { processes, folder: makeFolder(folder), seed });
  }

  /** Starts the center, then the home; then the first readings must arrive. */
  async start() {
    this.database = new Database(this.processes, this.folder);
    await this.database.start();
    this.broker = await mosquitto(this.processes, 'central-broker', this.folder, this.brokerSettings);
    this.broker.start();
    this.link = new Link({ host: '127.0.0.1', port: this.broker.port });
    this.linkPort = await this.link.listen('127.0.0.1');
    await this.startCenter();
    await this.startHome();
    await this.speak();
    await until('the first readings are stored', async () => (await this.count()) > 0, READY_MS);
    this.#timers.push(setInterval(() => this.#look(), LOOK_MS), setInterval(() => this.#sample(), SAMPLE_MS));
  }

  cut() {
    this.link.cut();
  }

  heal() {
    this.link.heal();
  }

  /** Kills the last of the home's programs, which is the one that sends the readings out. */
  async killHome() {
    await this.home.at(-1).kill();
  }

  async killBroker() {
    await this.broker.kill();
  }

  async killConsumer() {
    await this.center.at(-1).kill();
  }

  async stopDatabase() {
    await this.database.part.stop('SIGINT');
  }

  startDatabase() {
    this.database.part.start();
  }

  get endedByItself() {
    return [...this.home, ...this.center].reduce((sum, part) => sum + part.endedByItself, 0);
  }

  peakMib(parts) {
    return Math.round(parts.reduce((sum, part) => sum + part.peakKib, 0) / 1024);
  }

  async #look() {
    if (this.#looking) return;
    this.#looking = true;
    const count = await this.count().catch(() => null);
    this.#looking = false;
    if (count !== null) this.looks.push({ t: Date.now(), count });
  }

  #sample() {
    for (const part of [...this.home, ...this.center]) part.sample();
  }

  async close() {
    this.#timers.forEach(clearInterval);
    await this.silence();
    this.link?.close();
    for (const part of [...this.home, ...this.center, this.broker]) await part?.stop();
    await this.database?.close();
  }
}

/** A rival: readings come as MQTT messages to a broker in the home, and end in one table in the center. */
export class Rival extends Rig {
  async startCenter() {
    const unique = this.platform ? '; CREATE UNIQUE INDEX ON readings (device, vital, at)' : '';
    await this.database.rows(TABLE + unique);
    await this.startConsumer();
  }

  async speak() {
    this.producer = new Producer(this.homePort, `${this.folder}/accepted.jsonl`);
    await until('the home takes readings', () => this.producer.client.connected, READY_MS);
    // Until every program has found its broker and subscribed, messages are lost; that does not count as a fault.
    const warmed = async () => this.producer.warm() || (await this.database.rows(`SELECT 1 FROM readings WHERE device = '${WARM}'`)).length;
    await until('a first message went all the way', warmed, READY_MS);
    await sleep(SETTLE_MS);
    this.producer.start();
  }

  async silence() {
    await this.producer?.close();
  }

  async quiet() {
    this.producer.stop();
    await until('the home has accepted everything', () => this.producer.accepted.length === this.producer.published, READY_MS);
  }

  said() {
    return this.producer.accepted;
  }

  async count() {
    return Number((await this.database.rows(`SELECT count(*) FROM readings WHERE device <> '${WARM}'`))[0][0]);
  }

  /** What is stored, in the order in which it was stored. */
  async stored() {
    const rows = await this.database.rows(`SELECT id, device, vital, n, value, at FROM readings WHERE device <> '${WARM}' ORDER BY id`);
    return rows.map(([id, device, vital, n, value, at]) => ({ key: `${device}/${vital}`, n: Number(n), value, at, stream: 1, seq: Number(id) }));
  }
}

export { DEVICES, VITALS };
