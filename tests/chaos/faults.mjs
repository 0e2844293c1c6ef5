// What goes wrong, and when: a plan drawn from the seed, and the hands that carry it out.
// The same seed gives the same plan; how the processes meet it is up to the machine.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../deploy/lib/processes.mjs';
import { family } from './system.mjs';

const BACK_MS = 90_000;
/** A stopped gateway that goes on reads what waits in its port; a kill before that would lose more than a kill does. */
const SETTLE_MS = 2_000;

const KINDS = [
  ...['kill hub', 'kill database', 'kill broker', 'kill gateway', 'kill hub and gateway'],
  ...['stop hub', 'stop database', 'stop broker', 'stop gateway'],
  ...['cut link', 'half-open link', 'slow link'],
];

/** Random numbers from a seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every kind once, in any order, then any of them, until the time is over. */
export function plan(seed, durationMs, homes) {
  const next = random(seed);
  const between = (low, high) => low + next() * (high - low);
  const first = KINDS.map((kind) => [next(), kind]).sort(([a], [b]) => a - b).map(([, kind]) => kind);
  // However short the run, each kind has its turn.
  const gapMs = Math.min(5_000, durationMs / (KINDS.length + 1));
  const faults = [];
  for (let at = between(0, gapMs); at < durationMs; at += between(0.3, 1.7) * gapMs) {
    const kind = first.shift() ?? KINDS[Math.floor(next() * KINDS.length)];
    const lasts = { kill: between(0, 3_000), stop: between(5_000, 20_000), slow: between(5_000, 15_000) }[kind.split(' ')[0]] ?? between(3_000, 25_000);
    faults.push({ at: Math.round(at), kind, home: Math.floor(next() * homes), ms: Math.round(lasts), delayMs: Math.round(between(500, 4_000)) });
  }
  return faults;
}

export class Faults {
  counts = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
  skipped = 0;
  failed = [];
  #busy = new Map();
  #stopped = new Set();

  constructor(system, homes, log) {
    Object.assign(this, { system, homes, log });
  }

  /** Carries out a plan and heals: at the end all that was hurt is well again or named in `failed`. */
  async run(faults, durationMs) {
    const begun = Date.now();
    const running = [];
    for (const fault of faults) {
      await sleep(Math.max(0, begun + fault.at - Date.now()));
      running.push(this.#whenFree(this.#targets(fault), () => this.#happen(fault, begun, durationMs)).catch((error) => this.failed.push(`${fault.kind}: ${error.message}`)));
    }
    await sleep(Math.max(0, begun + durationMs - Date.now()));
    await Promise.all(running);
  }

  /** One thing suffers one fault at a time, so that what each allows to be missing is known. */
  #targets({ kind, home }) {
    const words = kind.split(' ').slice(1).filter((word) => word !== 'and').sort();
    return words.map((word) => (['gateway', 'link'].includes(word) ? `${word} ${home}` : word));
  }

  #whenFree(targets, act) {
    const before = Promise.all(targets.map((target) => this.#busy.get(target)));
    const done = before.then(act);
    for (const target of targets) this.#busy.set(target, done.catch(() => undefined));
    return done;
  }

  async #happen(fault, begun, durationMs) {
    if (Date.now() > begun + durationMs) return void (this.skipped += 1);
    const home = this.homes[fault.home];
    const on = /gateway|link/.test(fault.kind) ? ` of ${home.gateway}` : '';
    this.counts[fault.kind] += 1;
    this.log(`${((Date.now() - begun) / 1000).toFixed(1)} s: ${fault.kind}${on} for ${(fault.ms / 1000).toFixed(1)} s`);
    const [act, what] = fault.kind.split(' ');
    if (what === 'link') await this.#link(act, home, fault);
    else if (act === 'stop') await this.#stop(what, home, fault.ms);
    else await this.#kill(fault.kind, home, fault.ms);
  }

  async #link(act, home, { ms, delayMs }) {
    if (act === 'cut') home.link.cut();
    if (act === 'half-open') home.link.halfOpen();
    if (act === 'slow') home.link.delay(delayMs);
    await sleep(ms);
    home.link.heal();
  }

  async #stop(what, home, ms) {
    const pid = { hub: () => this.system.pid, gateway: () => home.pid }[what]?.() ?? (await until(`the ${what} runs`, () => this.system.partPid(what), BACK_MS));
    const members = (what === 'database' ? family(pid) : [pid]).map((member) => ({ pid: member, born: born(member) }));
    for (const member of members) this.#signal(member, 'SIGSTOP');
    await sleep(ms);
    for (const member of members) this.#signal(member, 'SIGCONT');
    if (what === 'gateway') await sleep(SETTLE_MS);
  }

  /** To this very process, not to one that was given its number since. */
  #signal(member, signal) {
    if (member.born === null || born(member.pid) !== member.born) return;
    process.kill(member.pid, signal);
    if (signal === 'SIGSTOP') this.#stopped.add(member);
    else this.#stopped.delete(member);
  }

  async #kill(kind, home, ms) {
    const part = kind.split(' ')[1];
    if (part === 'database' || part === 'broker') {
      const pid = await until(`the ${part} runs`, () => this.system.partPid(part), BACK_MS);
      process.kill(pid, 'SIGKILL');
      await until(`the hub has started the ${part} again`, () => ![null, pid].includes(this.system.partPid(part)), BACK_MS);
      return void (await this.system.ready());
    }
    const [hub, gateway] = [kind.includes('hub'), kind.includes('gateway')];
    await Promise.all([hub && this.system.kill(), gateway && home.killGateway()]);
    await sleep(ms);
    if (hub) this.system.spawn();
    if (gateway) home.startGateway();
    if (hub) await this.system.ready();
  }

  /** For the end, however it came: nothing stays stopped or cut. */
  heal() {
    for (const member of [...this.#stopped]) this.#signal(member, 'SIGCONT');
    for (const home of this.homes) home.link?.heal();
  }
}

/** When a process began, in ticks since the machine's boot; null if there is none. */
function born(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[19];
  } catch {
    return null;
  }
}
