// A nurse who looks at the open alerts all the time, and acknowledges those that are hers. What she saw is kept for the
// checker: an alert that was shown once must never just vanish.
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 500;
const PAGE = 500;
/** The fields of an alert that the checker reads. */
const KNOWN = ['id', 'version', 'episode_id', 'device_id', 'gateway_id', 'rule', 'priority', 'open', 'since_at', 'raised_at', 'cleared_at', 'while_offline', 'as_of_at'];

const known = (alert) => Object.fromEntries(KNOWN.map((name) => [name, alert[name]]));
const sameSet = (alerts) => alerts.map(({ id, version }) => `${id} ${version}`).join();

export class Nurse {
  /** Each look that showed something new: `{from, to, alerts}`. */
  looks = [];
  answered = 0;
  unanswered = 0;
  /** Acts that the hub confirmed: `{id, version}`. */
  acts = [];
  #working = true;
  #last = '';
  #shift = null;
  /** Why her last look got no answer; empty if it got one. */
  #refusal = '';

  constructor(system) {
    this.system = system;
  }

  /** `mine` tells which alerts she acknowledges. */
  begin(mine) {
    this.mine = mine;
    this.#shift = this.#work();
  }

  async #work() {
    while (this.#working) {
      await this.#look().then(
        () => (this.#refusal = ''),
        (error) => {
          this.unanswered += 1;
          this.#refusal = error.message;
        },
      );
      await sleep(LOOK_MS);
    }
  }

  async #look() {
    const from = Date.now();
    const alerts = await this.#all('open');
    this.answered += 1;
    // A look that shows the same as before tells nothing new, and there would be thousands.
    const set = sameSet(alerts);
    if (set !== this.#last) this.looks.push({ from, to: Date.now(), alerts: alerts.map(known) });
    this.#last = set;
    for (const alert of alerts) {
      if (alert.response !== 'none' || !this.mine(alert)) continue;
      const after = await this.system.api.post(`/alerts/${alert.id}/acknowledge`, { version: alert.version });
      this.acts.push({ id: alert.id, version: after.version });
    }
  }

  async #all(state) {
    const all = [];
    let before = '';
    do {
      const page = await this.system.api.get(`/alerts?state=${state}&limit=${PAGE}${before}`);
      all.push(...page.alerts);
      before = page.next_before ? `&before=${encodeURIComponent(page.next_before)}` : '';
    } while (before);
    // An alert that rings again while the pages are read moves to the first page, which was read already: read that again.
    const { alerts } = all.length > PAGE ? await this.system.api.get(`/alerts?state=${state}&limit=${PAGE}`) : { alerts: [] };
    const newest = new Map([...all, ...alerts].map((alert) => [alert.id, alert]));
    return [...newest.values()];
  }

  async end() {
    this.#working = false;
    await this.#shift;
  }

  /** Her complaints at the end: no look was ever answered, or the last one was not. */
  deaf() {
    if (this.answered === 0) return `none of ${this.unanswered} looks had an answer: ${this.#refusal || 'she never looked'}`;
    return this.#refusal && `her last look had no answer: ${this.#refusal}`;
  }

  /** All alerts with their histories. */
  async histories() {
    const all = [];
    for (const { id } of await this.#all('all')) {
      const { alert, transitions } = await this.system.api.get(`/alerts/${id}`);
      all.push({ alert: known(alert), transitions: transitions.map(({ version, at, actor, what }) => ({ version, at, actor: { kind: actor.kind, id: actor.id, name: actor.name }, what })) });
    }
    return all;
  }
}
