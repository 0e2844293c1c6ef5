// A screen on the feed: what it was told of the hub's own faults, also while nothing can be written down.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const AGAIN_MS = 500;

export class Feed {
  /** Each word of a system alert: `{at, rule, open, recorded}`. */
  told = [];
  #socket = null;
  #working = true;

  constructor(system) {
    this.system = system;
    this.WebSocket = createRequire(resolve(import.meta.dirname, '../../dashboard/package.json'))('ws');
  }

  begin() {
    if (!this.#working) return;
    const { base, cookie } = this.system.api;
    this.#socket = new this.WebSocket(`${base.replace('http', 'ws')}/api/v1/feed`, { headers: { cookie } });
    this.#socket.on('message', (data) => this.#hear(JSON.parse(data)));
    this.#socket.on('error', () => this.#socket.terminate());
    this.#socket.on('close', () => setTimeout(() => this.begin(), AGAIN_MS).unref());
  }

  #hear({ alerts = [] }) {
    const ofTheHub = alerts.filter((alert) => alert.kind === 'system');
    this.told.push(...ofTheHub.map(({ rule, open, condition, recorded }) => ({ at: Date.now(), rule, open: open && condition === 'active', recorded })));
  }

  /** True if the fault was told at any time between, or before and not taken back since. */
  wasTold(rule, from, until) {
    const before = this.told.filter((word) => word.rule === rule && word.at < from).at(-1);
    return before?.open || this.told.some((word) => word.rule === rule && word.open && word.at >= from && word.at <= until);
  }

  end() {
    this.#working = false;
    this.#socket?.terminate();
  }
}
