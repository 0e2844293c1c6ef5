// A home's own network: a namespace for its gateway, and one virtual cable to the hub's side.
import { execFileSync, spawnSync } from 'node:child_process';

/** Addresses that nobody routes (100.64.0.0/10), four for each home. Which of them a run uses follows from its id. */
const HOMES_MAX = 64;
const BLOCKS = 2 ** 22 / 4 / HOMES_MAX;

const address = (number) => [100, 64 + (number >> 16), (number >> 8) & 255, number & 255].join('.');

export class Network {
  constructor(number) {
    this.name = `hth${process.pid}-${number}`;
    const first = ((process.pid % BLOCKS) * HOMES_MAX + (number % HOMES_MAX)) * 4;
    [this.here, this.there] = [address(first + 1), address(first + 2)];
  }

  create() {
    ip('netns', 'add', this.name);
    ip('link', 'add', this.name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', this.name);
    ip('addr', 'add', `${this.here}/30`, 'dev', this.name);
    ip('link', 'set', this.name, 'up');
    this.#inside('ip', 'addr', 'add', `${this.there}/30`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) this.#inside('ip', 'link', 'set', device, 'up');
  }

  /** What goes before a command line to run the program in this network. */
  get entrance() {
    return ['nsenter', `--net=/run/netns/${this.name}`];
  }

  down() {
    ip('link', 'set', this.name, 'down');
  }

  /** Nothing passes, and neither side is told. */
  halfOpen() {
    const chain = (hook) => `chain ${hook} { type filter hook ${hook} priority 0; policy drop; };`;
    this.#inside('nft', `table inet hearth { ${chain('input')} ${chain('output')} };`);
  }

  heal() {
    spawnSync(this.entrance[0], [...this.entrance.slice(1), 'nft', 'delete table inet hearth'], { stdio: 'ignore' });
    spawnSync('ip', ['link', 'set', this.name, 'up'], { stdio: 'ignore' });
  }

  remove() {
    spawnSync('ip', ['link', 'del', this.name], { stdio: 'ignore' });
    spawnSync('ip', ['netns', 'del', this.name], { stdio: 'ignore' });
  }

  #inside(...command) {
    const [program, ...args] = [...this.entrance, ...command];
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}

function ip(...args) {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
