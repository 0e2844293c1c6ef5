// Patients whose values a nurse writes down, so that each alert is raised by the hub's own engine; and those who take some.
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';

/** What is written down: each rings high at once. */
const VALUES = [
  { rule: 'temperature_high', body: { code: 'temperature', value: 39.4, unit: 'Cel', method: 'oral' } },
  { rule: 'systolic_low', body: { code: 'systolic', value: 64, unit: 'mm[Hg]' } },
  { rule: 'glucose_low', body: { code: 'glucose', value: 42, unit: 'mg/dL' } },
];
/** One of so many is taken by somebody, at a random moment. */
const TAKEN_OF = 6;
const AGAIN_MS = 200;
const identifiers = (index) => ({ medical_record_number: `E-${index}`, birth_date: '1970-01-01' });

/** Says it until the hub has it: it may be killed at any moment. */
async function insist(call, isGivenUp) {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (isGivenUp(error)) throw error;
      await sleep(AGAIN_MS);
    }
  }
}

export class Patients {
  /** `{episode, rule, body, raise_ms, take_ms, raised, taken}` */
  #list = [];
  #ended = false;
  #work = null;
  #moved = null;

  constructor(system, random, count) {
    Object.assign(this, { system, random, count });
  }

  async admit() {
    const { api } = this.system;
    const admit = async (index) => {
      const patient = await api.post('/patients', { family_name: `Climb${index}`, given_name: 'Test', sex: 'unknown', language: 'en', ...identifiers(index) });
      return (await api.post('/episodes', { patient_id: patient.id, label: `E ${index}`, address: '', time_zone: 'UTC', phase: 'acute', ...identifiers(index) })).id;
    };
    const episodes = await Promise.all(Array.from({ length: Math.ceil(this.count / VALUES.length) }, (_, index) => admit(index)));
    this.#list = episodes.flatMap((episode) => VALUES.map((value) => ({ episode, ...value }))).slice(0, this.count);
  }

  /** Raises the alerts at random moments of `raise_ms`, and has some taken at random moments of `take_ms`. */
  begin(raise_ms, take_ms) {
    const from = Date.now();
    const at = (ms) => from + Math.floor(this.random() * ms);
    const all = this.#list.map((one, index) => Object.assign(one, { raise: at(raise_ms), take: index % TAKEN_OF === 0 ? at(take_ms) : Infinity }));
    this.#work = Promise.all(all.map((one) => this.#live(one)));
    // Whoever waits for it sees why it failed.
    this.#work.catch(() => {});
  }

  async #until(at) {
    while (!this.#ended && Date.now() < at) await sleep(Math.min(AGAIN_MS, Math.max(1, at - Date.now())));
    return !this.#ended;
  }

  async #live(one) {
    if (!(await this.#until(one.raise))) return;
    const id = randomUUID();
    const refused = (error) => this.#ended || (error.status >= 400 && error.status < 500);
    await insist(() => this.system.api.post(`/episodes/${one.episode}/observations`, { id, ...one.body }), refused);
    one.raised = Date.now();
    if (one.take === Infinity || !(await this.#until(Math.max(one.take, one.raised)))) return;
    const open = await insist(() => this.system.api.get(`/alerts?state=open&limit=500`), refused);
    const alert = open.alerts.find(({ episode_id, rule }) => episode_id === one.episode && rule === one.rule);
    await insist(() => this.system.api.post(`/alerts/${alert.id}/acknowledge`, { version: alert.version }), refused).catch((error) => {
      // The answer to an earlier attempt was lost with the hub.
      if (error.status !== 409) throw error;
    });
    one.taken = Date.now();
  }

  /** All alerts are raised. */
  async raised() {
    while (this.#list.some(({ raised }) => raised === undefined)) await Promise.race([this.#work, sleep(AGAIN_MS)]);
  }

  /** While no hub runs: the second rungs become due one after the other within `length_ms`. */
  async move(length_ms) {
    const rows = await this.system.sql(
      `UPDATE escalation_deadlines SET due_at = to_timestamp(${Date.now()} / 1000.0) + interval '1 ms' * (hashtext(alert_id::text)::bigint & 65535) / 65536.0 * ${length_ms}
       WHERE kind = 'rung' RETURNING alert_id, (extract(epoch FROM due_at) * 1000)::bigint`,
    );
    this.#moved = new Map(rows.map(([alert, due]) => [alert, Number(due)]));
  }

  /** Nobody is taken care of any more. */
  async end() {
    this.#ended = true;
    await this.#work;
  }

  /** The alerts as `judge` wants them. `step_ms`: when the second rung is due after the first; null if it was moved. */
  async climbs(clock, step_ms) {
    const rows = await this.system.sql(
      `SELECT id, episode_id, rule, (extract(epoch FROM raised_at) * 1000)::bigint, (extract(epoch FROM acknowledged_at) * 1000)::bigint, priority
       FROM alerts WHERE rule IN (${VALUES.map(({ rule }) => `'${rule}'`).join()})`,
    );
    return rows.map(([id, episode, rule, raised_at, taken_at, priority]) => {
      const one = this.#list.find((known) => known.episode === episode && known.rule === rule);
      if (priority !== 'high') throw new Error(`${rule} is ${priority}`);
      const raised = clock.nearest(Number(raised_at), one.raised ?? Date.now());
      const second = step_ms === null ? (this.#moved.get(id) ?? Infinity) : raised + step_ms;
      return { id, raised, second, taken: taken_at ? clock.nearest(Number(taken_at), one.taken ?? Date.now()) : Infinity };
    });
  }
}
