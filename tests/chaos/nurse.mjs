// A nurse who looks at the open alerts all the time, and acknowledges what she is told to. What she saw
// is kept for the checker: an alert that was shown once must never just be gone.
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 500;
const PAGE = 500;

export class Nurse {
  /** Each look that the hub answered: `{from, to, alerts}`. */
  looks = [];
  unanswered = 0;
  /** Acts that the hub confirmed: `{id, version}`. */
  acts = [];
  #working = true;
  #shift = null;

  constructor(system) {
    this.system = system;
  }

  /** `mine` says which alerts she acknowledges. */
  begin(mine) {
    this.mine = mine;
    this.#shift = this.#work();
  }

  async #work() {
    while (this.#working) {
      await this.#look().catch(() => (this.unanswered += 1));
      await sleep(LOOK_MS);
    }
  }

  async #look() {
    const from = Date.now();
    const { alerts } = await this.system.api.get(`/alerts?state=open&limit=${PAGE}`);
    this.looks.push({ from, to: Date.now(), alerts });
    for (const alert of alerts) {
      if (alert.response !== 'none' || !this.mine(alert)) continue;
      const after = await this.system.api.post(`/alerts/${alert.id}/acknowledge`, { version: alert.version });
      this.acts.push({ id: alert.id, version: after.version });
    }
  }

  async end() {
    this.#working = false;
    await this.#shift;
  }

  /** Every alert there is, with its history. */
  async histories() {
    const all = [];
    let before = '';
    do {
      const page = await this.system.api.get(`/alerts?state=all&limit=${PAGE}${before}`);
      for (const { id } of page.alerts) all.push(await this.system.api.get(`/alerts/${id}`));
      before = page.next_before ? `&before=${encodeURIComponent(page.next_before)}` : '';
    } while (before);
    return all;
  }
}
