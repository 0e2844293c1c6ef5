// A screen on the feed: notes what it is told of the hub's own faults, even while the hub cannot store them.
import { openFeed } from '../load/screen.mjs';

const AGAIN_MS = 500;

export class Feed {
  /** Every message about a system alert: `{at, rule, open, recorded}`. */
  told = [];
  #socket = null;
  #working = true;

  constructor(system) {
    this.system = system;
  }

  begin() {
    if (!this.#working) return;
    const { base, cookie } = this.system.api;
    this.#socket = openFeed(base, cookie, ['alerts']);
    this.#socket.on('message', (data) => this.#hear(JSON.parse(data)));
    this.#socket.on('error', () => this.#socket.terminate());
    this.#socket.on('close', () => setTimeout(() => this.begin(), AGAIN_MS).unref());
  }

  #hear({ items = [] }) {
    const ofTheHub = items.map(({ alert }) => alert).filter((alert) => alert?.kind === 'system');
    this.told.push(...ofTheHub.map(({ rule, open, condition, recorded }) => ({ at: Date.now(), rule, open: open && condition === 'active', recorded })));
  }

  /** True if the fault was told between the two times, or before and not ended since. */
  wasTold(rule, from, until) {
    const before = this.told.filter((word) => word.rule === rule && word.at < from).at(-1);
    return before?.open || this.told.some((word) => word.rule === rule && word.open && word.at >= from && word.at <= until);
  }

  end() {
    this.#working = false;
    this.#socket?.terminate();
  }
}
