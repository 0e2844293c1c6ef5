// Carries out single faults, and undoes them.
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../deploy/lib/processes.mjs';
import { Members, born } from './members.mjs';

const BACK_MS = 90_000;
/** A stopped gateway that goes on first reads what waits in its port; a kill before that would lose more than usual. */
const SETTLE_MS = 2_000;
const HOUR_S = 3_600;
const DEAD_MS = 1_000;
/** Files without which a broker starts as if it had never run. Passwords and rights stay, because the hub keeps them. */
const BROKER_STORE = ['mosquitto.db', 'mosquitto.conf', 'mosquitto.pid'];

export class Hands {
  #stopped = new Set();

  constructor(system, homes) {
    Object.assign(this, { system, homes });
  }

  async act({ kind, home: index, ms, delayMs }) {
    const home = this.homes[index];
    const part = kind.split(' ')[1];
    switch (kind) {
      case 'kill hub': case 'kill gateway': case 'kill hub and gateway': return this.#kill(kind, home, ms);
      case 'kill database': case 'kill broker': return this.#killPart(part);
      case 'wipe broker': return this.#killPart('broker', () => BROKER_STORE.forEach((file) => rmSync(`${this.system.data}/broker/${file}`, { force: true })));
      case 'stop hub': case 'stop database': case 'stop broker': case 'stop gateway': return this.#stop(part, home, ms);
      case 'cut link': return this.#during(ms, () => home.link.cut(), () => home.link.heal());
      case 'half-open link': return this.#during(ms, () => home.link.halfOpen(), () => home.link.heal());
      case 'slow link': return this.#during(ms, () => home.link.delay(delayMs), () => home.link.heal());
      case 'network down': return this.#during(ms, () => home.networkDown(), () => home.networkHeal());
      case 'network half-open': return this.#during(ms, () => home.networkHalfOpen(), () => home.networkHeal());
      case 'disk full at gateway': return this.#during(ms, () => home.fillDisk(), () => home.freeDisk());
      case 'disk full at hub': return this.#during(ms, () => this.system.fillDisk(), () => this.system.freeDisk()).then(() => this.system.ready());
      case 'clock +1 h at gateway': return this.#misset(home, HOUR_S, ms);
      case 'clock -1 h at gateway': return this.#misset(home, -HOUR_S, ms);
      case 'clock 1970 at gateway': return this.#misset(home, -Math.floor(Date.now() / 1000), ms);
      case 'reboot gateway an hour ago': return this.#reboot(home, -HOUR_S, ms);
      case 'reboot gateway in 1970': return this.#reboot(home, -Math.floor(Date.now() / 1000), ms);
      default: throw new Error('nobody knows how');
    }
  }

  async #during(ms, hurt, heal) {
    hurt();
    await sleep(ms);
    heal();
  }

  /** Sets the clock of a gateway while it runs, then kills it and starts it while the clock is wrong. */
  async #misset(home, seconds, ms) {
    home.clock.step(seconds);
    await sleep(ms / 2);
    await home.killGateway();
    await sleep(DEAD_MS);
    home.startGateway();
    await sleep(ms / 2);
    home.clock.step(0);
  }

  /** Cuts the power of a gateway for a moment; its clock has no battery. */
  async #reboot(home, seconds, ms) {
    await home.killGateway();
    await sleep(DEAD_MS);
    home.clock.step(seconds);
    home.newBoot();
    home.startGateway();
    await sleep(ms);
    home.clock.step(0);
  }

  async #stop(what, home, ms) {
    const pid = { hub: () => this.system.pid, gateway: () => home.pid }[what]?.() ?? (await until(`the ${what} runs`, () => this.system.partPid(what), BACK_MS));
    const members = Members.of(pid, what === 'database');
    const from = Date.now();
    for (const member of members) this.#signal(member, 'SIGSTOP');
    await sleep(ms);
    for (const member of members) this.#signal(member, 'SIGCONT');
    if (what !== 'gateway') return;
    home.sleeps.push({ from_ms: from, until_ms: Date.now() + SETTLE_MS });
    await sleep(SETTLE_MS);
  }

  /** Sends a signal to this very process, not to another that got its number since. */
  #signal(member, signal) {
    if (member.born === null || born(member.pid) !== member.born) return;
    process.kill(member.pid, signal);
    if (signal === 'SIGSTOP') this.#stopped.add(member);
    else this.#stopped.delete(member);
  }

  async #killPart(part, andThen = () => {}) {
    const pid = await until(`the ${part} runs`, () => this.system.partPid(part), BACK_MS);
    process.kill(pid, 'SIGKILL');
    andThen();
    await until(`the hub has started the ${part} again`, () => ![null, pid].includes(this.system.partPid(part)), BACK_MS);
    await this.system.ready();
  }

  async #kill(kind, home, ms) {
    const [hub, gateway] = [kind.includes('hub'), kind.includes('gateway')];
    await Promise.all([hub && this.system.kill(), gateway && home.killGateway()]);
    await sleep(ms);
    if (hub) this.system.spawn();
    if (gateway) home.startGateway();
    if (hub) await this.system.ready();
  }

  heal() {
    for (const member of [...this.#stopped]) this.#signal(member, 'SIGCONT');
    for (const home of this.homes) home.heal();
    this.system.freeDisk();
  }
}
