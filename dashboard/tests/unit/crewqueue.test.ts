/** The queue of a crew's phone: nothing lost, nothing twice, whatever link and battery do. */
import { describe, expect, it } from 'vitest';
import { Outbox } from '../../src/model/crewoutbox';
import {
  again,
  AGE_MAX_MS,
  ageOf,
  answered,
  EMPTY,
  FAILS_MAX,
  finer,
  HELP_MAX,
  isKept,
  isSetAside,
  meaning,
  next,
  others,
  own,
  pressedAt,
  put,
  retried,
  seen,
  WAITING_MAX,
  without,
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
const stamp = (state: string): What => ({ kind: 'stamp', incident: 'i1', place: 1, unit: 'u1', state, offer: 3 });
const ONE = { id: 'p1', name: 'One' };
const TWO = { id: 'p2', name: 'Two' };
const command = (id: string, what: What = stamp('en_route'), pressed = clocks(), by = ONE): Command => ({
  id,
  by,
  what,
  pressed,
});
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
  /** Under whose name each was taken. */
  readonly of = new Map<string, string>();
  take({ id, what }: Command, signedIn: string): Against | null {
    const before = this.said.get(id);
    if (before !== undefined) return before;
    this.of.set(id, signedIn);
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
  person = ONE;
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
        const answer = this.hub.take(one, this.person.id);
        this.mayDie();
        // It was heard, and the answer is lost on the way.
        return Promise.resolve(this.link === 'one way' ? 'unknown' : answer);
      },
      person: () => this.person.id,
      now: () => 1,
    });
  }
}

async function story(seed: number): Promise<{ said: number; sends: number }> {
  const random = dice(seed);
  const phone = new FakePhone(new FakeHub(), random);
  const said: string[] = [];
  const whose = new Map<string, string>();
  const kinds: (() => What)[] = [
    () => stamp(random() < 0.3 ? 'clear' : 'en_route'),
    () => ({ kind: 'measured', incident: 'i1', code: 'spo2', value: 86, unit: '%' }),
    () => ({ kind: 'note', incident: 'i1', body: 'Sitting upright' }),
  ];
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
      const what = kinds[Math.floor(random() * 3)]?.() ?? stamp('en_route');
      whose.set(id, phone.person.id);
      // What was not on the disk when the phone died was never said to have been said.
      if ((await alive(() => outbox.say(command(id, what, clocks(), phone.person)))) === true) said.push(id);
    } else if (roll < 0.55) phone.person = phone.person === ONE ? TWO : ONE;
    else if (roll < 0.65) phone.link = (['good', 'cut', 'one way'] as const)[Math.floor(random() * 3)] ?? 'good';
    else await alive(() => outbox.flush());
  }
  phone.dies = false;
  phone.link = 'good';
  outbox = phone.start();
  for (const person of [ONE, TWO]) {
    phone.person = person;
    await outbox.flush();
  }
  for (const [id, by] of phone.hub.of) expect(by, `seed ${seed}: ${id} is of who pressed it`).toBe(whose.get(id));
  const { heard, said: answers } = phone.hub;
  expect(new Set(heard).size, `seed ${seed}: nothing twice`).toBe(heard.length);
  expect(
    said.filter((id) => !heard.includes(id)),
    `seed ${seed}: nothing lost`,
  ).toEqual([]);
  for (const { id: by } of [ONE, TWO]) {
    const mine = (ids: string[]): string[] => ids.filter((id) => whose.get(id) === by);
    const order = mine(heard).filter((id) => said.includes(id));
    expect(order, `seed ${seed}: of each in the order in which it was pressed`).toEqual(mine(said));
  }
  expect(phone.disk.waiting, `seed ${seed}: nothing waits for ever`).toEqual([]);
  const refused = heard.filter((id) => answers.get(id) !== null);
  expect(phone.disk.refused.map((one) => one.command.id).sort(), `seed ${seed}: each refusal is shown`).toEqual(
    [...refused].sort(),
  );
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
    expect(next(queue, 'p1')?.id).toBe('c3');
    expect(next(answered(queue, 'c3', 1, null), 'p1')?.id).toBe('c1');
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
  it('drops no refusal for a newer one, and says a note again if somebody wants it', () => {
    let queue: Queue = EMPTY;
    for (let i = 0; i < WAITING_MAX; i += 1)
      queue = answered(put(queue, command(`c${i}`)) ?? EMPTY, `c${i}`, 1, against('place_taken'));
    expect(queue.refused.length).toBe(WAITING_MAX);
    expect(put(queue, command('more')), 'what nobody has read counts').toBeNull();
    const said = again(queue, 'c0');
    expect([said.refused.length, next(said, 'p1')?.id]).toEqual([WAITING_MAX - 1, 'c0']);
    const [first] = queue.refused;
    expect(first && isKept(first)).toBe(true);
    expect(first && isKept({ ...first, against: against('invalid', 422) }), 'the hub has nothing of it').toBe(false);
  });
  it.each([
    [200, '', 'done'],
    [204, '', 'done'],
    [409, 'place_taken', 'refused'],
    [404, 'not_found', 'refused'],
    [422, 'invalid', 'refused'],
    [401, 'not_signed_in', 'again'],
    [403, 'password_change_required', 'again'],
    [409, 'another_person', 'again'],
    [429, '', 'again'],
    [502, '', 'again'],
    [503, 'hub_starting', 'again'],
    [0, 'unreachable', 'again'],
    [404, '', 'fails'],
    [403, 'foreign_site', 'fails'],
    [405, 'method_not_allowed', 'fails'],
    [500, 'internal', 'fails'],
  ] as const)('reads the answer %i %s as %s', (status, code, means) =>
    expect(meaning(status, code, 'incident')).toBe(means),
  );
  it('takes the 404 of an address that an older hub does not have for no refusal', () => {
    expect(meaning(404, 'not_found', 'address')).toBe('fails');
  });
});

describe('a phone that goes from hand to hand', () => {
  const queue = [command('c1'), command('c2', stamp('clear'), clocks(), TWO)].reduce<Queue>(
    (q, one) => put(q, one) ?? q,
    EMPTY,
  );
  it('sends what a person pressed for that person alone, and nothing while nobody is signed in', () => {
    expect(next(queue, 'p1')?.id).toBe('c1');
    expect(next(queue, 'p2')?.id).toBe('c2');
    expect([next(queue, 'p3'), next(queue, null)]).toEqual([null, null]);
    expect(own(queue, 'p1').waiting.map(({ id }) => id)).toEqual(['c1']);
  });
  it('keeps what another could not send until somebody has been asked, and then takes nothing else', () => {
    expect(others(queue, 'p2')).toEqual([{ ...ONE, count: 1 }]);
    expect(without(queue, 'p1').waiting.map(({ id }) => id)).toEqual(['c2']);
  });
  it('has room for the next person when one has filled theirs', () => {
    let full: Queue = EMPTY;
    for (let i = 0; i < WAITING_MAX; i += 1) full = put(full, command(`c${i}`)) ?? full;
    expect(put(full, command('more'))).toBeNull();
    expect(put(full, command('theirs', stamp('clear'), clocks(), TWO))).not.toBeNull();
    expect(HELP_MAX).toBeGreaterThan(0);
  });
});

describe('a command that the hub cannot digest', () => {
  const start = (answers: (id: string) => Against | null | 'unknown' | 'fails') => {
    let queue = [command('bad'), command('good')].reduce<Queue>((q, one) => put(q, one) ?? q, EMPTY);
    const sent: string[] = [];
    const outbox = new Outbox({
      queue: () => queue,
      become: (after) => (queue = after),
      keep: () => Promise.resolve(),
      person: () => 'p1',
      send: ({ id }) => {
        sent.push(id);
        return Promise.resolve(answers(id));
      },
      now: () => 1,
    });
    return { outbox, sent, queue: () => queue };
  };
  it('is set aside after a few answers, and what stands behind it goes on', async () => {
    const phone = start((id) => (id === 'bad' ? 'fails' : null));
    for (let turn = 1; turn < FAILS_MAX; turn += 1) await phone.outbox.flush();
    expect(phone.sent, 'order counts: first it is tried').toEqual(Array(FAILS_MAX - 1).fill('bad'));
    await phone.outbox.flush();
    expect(phone.sent.slice(FAILS_MAX - 1)).toEqual(['bad', 'good']);
    expect(phone.queue().waiting.map((one) => [one.id, isSetAside(one)])).toEqual([['bad', true]]);
    expect(next(retried(phone.queue(), 'p1'), 'p1')?.id, 'and is tried again when somebody wants it').toBe('bad');
  });
  it('is none while the hub is silent: nothing is counted', async () => {
    const phone = start(() => 'unknown');
    for (let turn = 0; turn < 10; turn += 1) await phone.outbox.flush();
    expect(phone.queue().waiting.some(isSetAside)).toBe(false);
  });
});

describe('how far the hub’s clock is ahead', () => {
  const fine = { offset: 100, within: 20 };
  it('is what the quickest answer said, as long as the others agree', () => {
    expect(finer(null, fine)).toBe(fine);
    expect(finer(fine, { offset: -2_900, within: 4_000 }), 'a weak first answer changes nothing').toBe(fine);
    expect(finer({ offset: -2_900, within: 4_000 }, fine)).toBe(fine);
  });
  it('is what was found last once somebody has set a clock', () => {
    const set = { offset: 3_600_000, within: 4_000 };
    expect(finer(fine, set)).toBe(set);
  });
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
