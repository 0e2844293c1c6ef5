// Carries out a plan: makes each fault happen at its time, and ends it again.
import { setTimeout as sleep } from 'node:timers/promises';
import { Hands } from './hands.mjs';
import { KINDS, isAtHome, targets } from './plan.mjs';

/** After a fault of a process in the middle the hub may be busy for so long with what has waited. */
const CATCH_UP_MS = 15_000;
const IN_THE_MIDDLE = /hub|database|broker/;

export class Faults {
  /** When the hub could not commit, or was behind. */
  disturbed = [];
  counts = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, 0]));
  skipped = 0;
  failed = [];
  #busy = new Map();

  constructor(system, homes, log) {
    Object.assign(this, { homes, log });
    this.hands = new Hands(system, homes);
  }

  /** Returns when everything that was hurt works again or is named in `failed`. */
  async run(faults, durationMs) {
    const begun = Date.now();
    const running = [];
    for (const fault of faults) {
      await sleep(Math.max(0, begun + fault.at - Date.now()));
      running.push(this.#whenFree(targets(fault), () => this.#happen(fault, begun, durationMs)).catch((error) => this.failed.push(`${fault.kind}: ${error.message}`)));
    }
    await sleep(Math.max(0, begun + durationMs - Date.now()));
    await Promise.all(running);
  }

  #whenFree(things, act) {
    const before = Promise.all(things.map((thing) => this.#busy.get(thing)));
    const done = before.then(act);
    for (const thing of things) this.#busy.set(thing, done.catch(() => undefined));
    return done;
  }

  async #happen(fault, begun, durationMs) {
    // A fault that had to wait until after the end is skipped, unless its kind has not happened at all.
    if (Date.now() > begun + durationMs && this.counts[fault.kind] > 0) return void (this.skipped += 1);
    const on = isAtHome(fault.kind) ? ` of ${this.homes[fault.home].gateway}` : '';
    this.counts[fault.kind] += 1;
    this.log(`${((Date.now() - begun) / 1000).toFixed(1)} s: ${fault.kind}${on} for ${(fault.ms / 1000).toFixed(1)} s`);
    const window = { from_ms: Date.now(), until_ms: Number.MAX_SAFE_INTEGER };
    if (IN_THE_MIDDLE.test(fault.kind)) this.disturbed.push(window);
    await this.hands.act(fault);
    window.until_ms = Date.now() + CATCH_UP_MS;
  }

  /** For the end, even after an error: nothing stays stopped, cut, full or with a wrong clock. */
  heal() {
    this.hands.heal();
  }
}
