/** The queue of a crew's phone: nothing lost, nothing twice, whatever link and battery do. */
import { describe, expect, it } from 'vitest';
import { Outbox } from '../../src/model/crewoutbox';
import {
  AGE_MAX_MS,
  ageOf,
  answered,
  EMPTY,
  meaning,
  next,
  pressedAt,
  put,
  seen,
  WAITING_MAX,
  type Against,
  type Clocks,
  type Command,
  type Queue,
  type What,
} from '../../src/model/crewqueue';

const clocks = (facts: Partial<Clocks> = {}): Clocks => ({
  wall: 1_000_000,
  mono: 5_000,
  boot: 'b1',
  offset: 0,
  ...facts,
});
const stamp = (state: string): What => ({ kind: 'stamp', incident: 'i1', place: 1, unit: 'u1', state });
const command = (id: string, what: What = stamp('en_route'), pressed = clocks()): Command => ({ id, what, pressed });
const against = (code: string, status = 409): Against => ({ status, code, params: {}, message: '' });

/** Numbers that look random and are the same for the same seed. */
function dice(seed: number): () => number {
  let state = seed + 0x6d2b79f5;
  return () => {
    state = Math.imul(state ^ (state >>> 15), state | 1);
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
    return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class Killed extends Error {}

/** A hub that hears each id once, and refuses what does not follow. */
class FakeHub {
  readonly heard: string[] = [];
  readonly said = new Map<string, Against | null>();
  take({ id, what }: Command): Against | null {
    const before = this.said.get(id);
    if (before !== undefined) return before;
    const refused = what.kind === 'stamp' && what.state === 'clear' && this.heard.length % 3 === 0;
    const answer = refused ? against('incident_not_allowed') : null;
    this.said.set(id, answer);
    this.heard.push(id);
    return answer;
  }
}

/** A phone whose disk outlives it. At each step it may die: before, or after, what it was about to do. */
class FakePhone {
  disk: Queue = EMPTY;
  link: 'good' | 'cut' | 'one way' = 'good';
  dies = false;
  constructor(
    readonly hub: FakeHub,
    readonly random: () => number,
  ) {}
  private mayDie(): void {
    if (this.dies && this.random() < 0.2) throw new Killed();
  }
  start(): Outbox {
    let queue = this.disk;
    return new Outbox({
      queue: () => queue,
      become: (after) => (queue = after),
      keep: () => {
        this.mayDie();
        this.disk = JSON.parse(JSON.stringify(queue)) as Queue;
        this.mayDie();
        return Promise.resolve();
      },
      send: (one) => {
        this.mayDie();
        if (this.link === 'cut') return Promise.resolve('unknown');
        const answer = this.hub.take(one);
        this.mayDie();
        // It was heard, and the answer is lost on the way.
        return Promise.resolve(this.link === 'one way' ? 'unknown' : answer);
      },
      now: () => 1,
    });
  }
}

async function story(seed: number): Promise<{ said: number; sends: number }> {
  const random = dice(seed);
  const phone = new FakePhone(new FakeHub(), random);
  const said: string[] = [];
  let outbox = phone.start();
  const alive = async <R>(what: () => Promise<R>): Promise<R | null> => {
    try {
      return await what();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      outbox = phone.start();
      return null;
    }
  };
  phone.dies = true;
  for (let step = 0; step < 40; step += 1) {
    const roll = random();
    if (roll < 0.5) {
      const id = `c${step}`;
      const what = stamp(random() < 0.3 ? 'clear' : 'en_route');
      // What was not on the disk when the phone died was never said to have been said.
      if ((await alive(() => outbox.say(command(id, what)))) === true) said.push(id);
    } else if (roll < 0.65) phone.link = (['good', 'cut', 'one way'] as const)[Math.floor(random() * 3)] ?? 'good';
    else await alive(() => outbox.flush());
  }
  phone.dies = false;
  phone.link = 'good';
  outbox = phone.start();
  await outbox.flush();
  const { heard, said: answers } = phone.hub;
  expect(new Set(heard).size, `seed ${seed}: nothing twice`).toBe(heard.length);
  expect(
    said.filter((id) => !heard.includes(id)),
    `seed ${seed}: nothing lost`,
  ).toEqual([]);
  const order = heard.filter((id) => said.includes(id));
  expect(order, `seed ${seed}: in the order in which it was pressed`).toEqual(said);
  expect(phone.disk.waiting, `seed ${seed}: nothing waits for ever`).toEqual([]);
  const refused = heard.filter((id) => answers.get(id) !== null);
  expect(
    phone.disk.refused.map((one) => one.command.id),
    `seed ${seed}: each refusal is shown`,
  ).toEqual(refused);
  return { said: said.length, sends: heard.length };
}

describe('the queue of a crew’s phone', () => {
  it('loses nothing and says nothing twice over 1,000 sequences of offline, online and kill', async () => {
    let total = 0;
    for (let seed = 0; seed < 1_000; seed += 1) total += (await story(seed)).said;
    expect(total).toBeGreaterThan(8_000);
  }, 60_000);
  it('sends in the order of the presses, but a call for help first', () => {
    const sos = command('c3', { kind: 'sos', unit: 'u1' });
    const queue = [command('c1'), command('c2'), sos].reduce<Queue>((q, one) => put(q, one) ?? q, EMPTY);
    expect(next(queue)?.id).toBe('c3');
    expect(next(answered(queue, 'c3', 1, null))?.id).toBe('c1');
  });
  it('says that it is full, and takes no id twice', () => {
    let queue: Queue = EMPTY;
    for (let i = 0; i < WAITING_MAX; i += 1) queue = put(queue, command(`c${i}`)) ?? EMPTY;
    expect(put(queue, command('more'))).toBeNull();
    expect(put(queue, command('c1'))).toBe(queue);
  });
  it('keeps a refusal until somebody has read it, and makes none of what agrees', () => {
    const queue = put(EMPTY, command('c1')) ?? EMPTY;
    const refused = answered(queue, 'c1', 7, against('place_taken'));
    expect(refused.refused.map((one) => one.against.code)).toEqual(['place_taken']);
    expect(seen(refused, 'c1').refused).toEqual([]);
    expect(answered(queue, 'c1', 7, against('incident_already'))).toEqual(EMPTY);
  });
  it.each([
    [200, 'done'],
    [204, 'done'],
    [409, 'refused'],
    [404, 'refused'],
    [422, 'refused'],
    [401, 'again'],
    [429, 'again'],
    [503, 'again'],
    [0, 'again'],
  ] as const)('reads the answer %i as %s', (status, means) => expect(meaning(status)).toBe(means));
});

describe('the age of a press', () => {
  const pressed = clocks({ wall: 1_000_000, mono: 5_000, offset: -3_600_000 });
  it('is counted by the clock that people see while nobody sets it, also if it is an hour off', () => {
    const later = clocks({ wall: 1_600_000, mono: 1, boot: 'b2', offset: -3_600_500 });
    expect(ageOf(command('c', stamp('clear'), pressed), later)).toBe(600_000);
    expect(pressedAt(command('c', stamp('clear'), pressed))).toBe(1_000_000 - 3_600_000);
  });
  it('is counted by the clock that nobody sets once it was set in between', () => {
    const set = clocks({ wall: 1_000_000 - 3_000_000, mono: 65_000, offset: 0 });
    expect(ageOf(command('c', stamp('clear'), pressed), set)).toBe(60_000);
  });
  it('is unknown if it was set and the page began anew, if it lies ahead, and beyond twelve hours', () => {
    expect(ageOf(command('c', stamp('clear'), pressed), clocks({ boot: 'b2', offset: 0 }))).toBeNull();
    expect(ageOf(command('c', stamp('clear'), pressed), clocks({ wall: 900_000, offset: -3_600_000 }))).toBeNull();
    const old = clocks({ wall: 1_000_001 + AGE_MAX_MS, offset: -3_600_000 });
    expect(ageOf(command('c', stamp('clear'), pressed), old)).toBeNull();
  });
});
