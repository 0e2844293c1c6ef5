/** A crew's call for help: no old "we are safe" ends a new one, and none counts as told before the hub has said so. */
import { describe, expect, it } from 'vitest';
import { callsOf, safeOf, worstOf, type Told } from '../../src/model/crewhelp';
import {
  answered,
  EMPTY,
  HELP_MAX,
  next,
  put,
  WAITING_MAX,
  type Clocks,
  type Command,
  type Queue,
  type What,
} from '../../src/model/crewqueue';

const pressed = (wall: number): Clocks => ({ wall, mono: wall, boot: 'b', offset: 0 });
const command = (id: string, what: What, wall = 1): Command => ({
  id,
  by: { id: 'p1', name: 'One' },
  what,
  pressed: pressed(wall),
});
const sos = (id: string, wall = 1): Command => command(id, { kind: 'sos', unit: 'u' }, wall);
const safe = (id: string, calls: string[], wall = 1): Command => command(id, { kind: 'safe', unit: 'u', calls }, wall);
const queue = (...commands: Command[]): Queue => commands.reduce<Queue>((q, one) => put(q, one) ?? q, EMPTY);

/** A hub that keeps calls by their ids, as the real one does. */
class Hub {
  readonly open = new Set<string>();
  readonly known = new Set<string>();
  take({ id, what }: Command): void {
    if (what.kind === 'sos' && !this.known.has(id)) {
      this.known.add(id);
      this.open.add(id);
    }
    if (what.kind === 'safe') what.calls.forEach((call) => this.open.delete(call));
  }
}
const orders = <T>(of: readonly T[]): T[][] =>
  of.length < 2
    ? [[...of]]
    : of.flatMap((one, i) => orders(of.filter((_, j) => j !== i)).map((rest) => [one, ...rest]));

describe('a crew that calls for help', () => {
  it('is still calling after sos, safe, sos, however these are sent and sent again', () => {
    const first = sos('a', 1);
    const over = safe('s', safeOf(callsOf(queue(first), []))[0]?.calls ?? [], 2);
    for (const order of orders([first, over, sos('b', 3), over, first])) {
      const hub = new Hub();
      order.forEach((one) => hub.take(one));
      expect(hub.open.has('b'), order.map(({ id }) => id).join()).toBe(true);
    }
  });
  it('is told once the hub has answered, and not because nothing waits any more', () => {
    const waits = queue(sos('a'));
    expect(worstOf(callsOf(waits, []))).toBe('unsent');
    const refused = answered(waits, 'a', 1, { status: 404, code: 'not_found', params: {}, message: '' });
    expect(worstOf(callsOf(refused, []))).toBe('refused');
    const told: Told = { id: 'a', unit: 'u', at: 1 };
    expect(worstOf(callsOf(answered(waits, 'a', 1, null), [told]))).toBe('told');
    expect(worstOf(callsOf(refused, [{ ...told, id: 'partners' }])), 'another one that rings hides no refusal').toBe(
      'refused',
    );
  });
  it('sees what the partner called, and a call that the desk ended is gone', () => {
    expect(callsOf(EMPTY, [{ id: 'p', unit: 'u', at: 1 }]).map(({ id }) => id)).toEqual(['p']);
    expect(worstOf(callsOf(EMPTY, []))).toBeNull();
  });
  it('ends by one press what it knows of, and a call made after that press stands', () => {
    const told: Told[] = [{ id: 'p', unit: 'u', at: 1 }];
    const calls = callsOf(queue(sos('a')), told);
    expect(safeOf(calls)).toEqual([{ unit: 'u', calls: ['p', 'a'] }]);
    const after = queue(sos('a'), safe('s', ['p', 'a']), sos('b'));
    expect(callsOf(after, told).map(({ id }) => id)).toEqual(['b']);
  });
  it('finds room in a queue that is full of other things, and overtakes them', () => {
    let full: Queue = EMPTY;
    for (let i = 0; i < WAITING_MAX; i += 1)
      full = put(full, command(`n${i}`, { kind: 'note', incident: 'i', body: 'x' })) ?? full;
    const after = put(full, sos('a'));
    expect(after && next(after, 'p1')?.id).toBe('a');
    let more = after;
    for (let i = 1; i < HELP_MAX; i += 1) more = more && put(more, sos(`a${i}`));
    expect(more && put(more, sos('too many'))).toBeNull();
  });
});
