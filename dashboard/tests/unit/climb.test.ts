import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/api/types';
import { AGAIN_MS, Confirming, mayAnswer, postsOf, unconfirmed } from '../../src/model/climb';
import { emptyWorld, follow, NO_WATCH, take } from '../../src/model/world';
import { climb, delta, snapshot } from './build';

const held = (id: string) => ({ ...NO_WATCH, holder: { id, display_name: 'A' }, since_at: 0 });
const nobody = NO_WATCH;

/** Ana and Ben are on shift, and Eva leads it. */
const kept = {
  ...NO_WATCH,
  by_shift: true,
  on_shift: (
    [
      ['a', 'nurse'],
      ['b', 'nurse'],
      ['e', 'charge_nurse'],
    ] as const
  ).map(([id, duty]) => ({
    ...{ shift_id: id, person: { id, display_name: id }, duty, until_at: 9, stays: 1, overdue: false, away: false },
  })),
};
const stay = (holder: string | null, backup: string | null) => {
  const person = (id: string | null) => (id === null ? null : { id, display_name: id });
  return {
    ...{ episode_id: 's', version: 1, holder: person(holder), backup: person(backup) },
    ...{ since_at: 0, overdue: false, away: false },
  };
};

describe('whom a rung reaches', () => {
  it('is who has the watch, then each other nurse, then each role', () => {
    expect(postsOf('a', 'nurse', held('a'))).toEqual(['holder', 'everyone']);
    expect(postsOf('b', 'nurse', held('a'))).toEqual(['backup', 'everyone']);
    expect(postsOf('b', 'physician', held('a'))).toEqual(['physician', 'everyone']);
    expect(postsOf('b', 'administrator', held('a'))).toEqual([]);
    expect(postsOf('b', 'technician', nobody)).toEqual([]);
  });
  it('is the whole team while nobody has the watch', () => {
    expect(postsOf('a', 'nurse', nobody)).toEqual(['holder', 'backup', 'everyone']);
    expect(postsOf('a', 'charge_nurse', nobody)).toEqual(['holder', 'charge_nurse', 'everyone']);
    expect(postsOf('a', 'dispatcher', nobody)).toEqual(['dispatcher', 'everyone']);
  });
});

describe('whom a rung about one stay reaches, where shifts are kept', () => {
  it('is its holder, then its backup, and whoever else is on shift where none is named', () => {
    expect(postsOf('a', 'nurse', kept, stay('a', 'b'))).toEqual(['holder', 'everyone']);
    expect(postsOf('b', 'nurse', kept, stay('a', 'b'))).toEqual(['backup', 'everyone']);
    expect(postsOf('a', 'nurse', kept, stay('b', null))).toEqual(['backup', 'everyone']);
    expect(postsOf('a', 'nurse', kept, stay(null, null)), 'the team stands in').toEqual([
      'holder',
      'backup',
      'everyone',
    ]);
    expect(postsOf('e', 'charge_nurse', kept, stay('a', 'b'))).toEqual(['charge_nurse', 'everyone']);
  });
  it('may be whoever has the role: the hub knows who of the roster has no screen', () => {
    expect(postsOf('x', 'nurse', kept, stay('a', 'b')), 'the backup is at lunch').toEqual(['backup', 'everyone']);
    expect(postsOf('x', 'charge_nurse', kept, stay('a', null))).toEqual(['charge_nurse', 'everyone']);
    expect(postsOf('x', 'physician', kept, stay('a', null))).toEqual(['physician', 'everyone']);
  });
});

describe('a charge nurse', () => {
  const shift = {
    ...{ shift_id: 'c', person: { id: 'c', display_name: 'c' }, duty: 'nurse' as const, until_at: 9, stays: 1 },
    ...{ overdue: false, away: false },
  };
  const works = { ...kept, on_shift: [...kept.on_shift, shift] };
  it('who works a nurse’s shift comes second as nurses do', () => {
    expect(postsOf('c', 'charge_nurse', works, stay('a', null))).toEqual(['backup', 'charge_nurse', 'everyone']);
  });
  it('whose role was changed holds nothing any more', () => {
    expect(postsOf('a', 'physician', kept, stay('a', null))).toEqual(['physician', 'everyone']);
    expect(postsOf('a', 'auditor', kept, stay('a', 'a'))).not.toContain('backup');
  });
});

describe('a receipt', () => {
  const two = climb([['holder'], ['backup']]);
  const heard = (by: string, opened_at: number | null = null) => ({
    ...{ person: { id: by, display_name: by }, delivered_at: 1, opened_at },
  });
  const told = (...people: ReturnType<typeof heard>[]) =>
    climb([['holder']], { rungs: climb([['holder']]).rungs.map((rung) => ({ ...rung, told: people })) });
  const says = (of: ReturnType<typeof climb>, posts: Post[], shown = true, opened = false) =>
    unconfirmed(
      [of],
      { id: 'a', posts: () => posts },
      () => shown,
      () => opened,
    ).map(({ rung, receipt }) => [rung, receipt]);
  it('is given for the rungs that reach this person, of alerts that are on the screen', () => {
    expect(says(two, ['backup'])).toEqual([[2, 'delivered']]);
    expect(says(two, ['physician'])).toEqual([]);
    expect(says(two, ['backup'], false)).toEqual([]);
  });
  it('is given by each person whom it reaches, and once', () => {
    expect(says(told(heard('b')), ['holder'])).toEqual([[1, 'delivered']]);
    expect(says(told(heard('b'), heard('a')), ['holder'])).toEqual([]);
    expect(
      says(told(...Array.from({ length: 64 }, (_, i) => heard(`p${i}`))), ['holder']),
      'it is known to many',
    ).toEqual([]);
  });
  it('says that somebody here opened the alert, once', () => {
    expect(says(two, ['holder'], true, true)).toEqual([[1, 'opened']]);
    expect(says(told(heard('a')), ['holder'], true, true)).toEqual([[1, 'opened']]);
    expect(says(told(heard('a', 5)), ['holder'], true, true)).toEqual([]);
  });
  it('is sent at once, and again until the hub has it', () => {
    const confirming = new Confirming();
    const receipts = unconfirmed(
      [two],
      { id: 'a', posts: () => ['holder'] },
      () => true,
      () => false,
    );
    expect(confirming.due(receipts, 0)).toEqual(receipts);
    expect(confirming.due(receipts, AGAIN_MS - 1)).toEqual([]);
    expect(confirming.due(receipts, AGAIN_MS)).toEqual(receipts);
    expect(confirming.due([], AGAIN_MS + 1)).toEqual([]);
    expect(confirming.due(receipts, AGAIN_MS + 2), 'of a later round').toEqual(receipts);
  });
});

describe('who may answer an alert', () => {
  it('is who acts for patients, and call center and dispatch once it has come to them', () => {
    const team = climb([['holder'], ['backup'], ['charge_nurse']]);
    for (const role of ['nurse', 'charge_nurse', 'physician'] as const) expect(mayAnswer(role, undefined)).toBe(true);
    for (const role of ['call_agent', 'dispatcher'] as const) {
      expect([mayAnswer(role, undefined), mayAnswer(role, team)], role).toEqual([false, false]);
      expect([mayAnswer(role, climb([[role]])), mayAnswer(role, climb([['everyone']]))], role).toEqual([true, true]);
    }
    for (const role of ['technician', 'administrator'] as const)
      expect(mayAnswer(role, climb([['everyone']])), role).toBe(false);
  });
});

describe('the climb of an alert', () => {
  it('is kept with the alert and goes with it', () => {
    const world = emptyWorld();
    follow(world, [{ topic: 'climbs' }]);
    expect(take(world, snapshot('climbs', [{ key: 'a1', climb: climb([['holder']]) }])).climbs).toBe(true);
    const more = take(world, delta('climbs', [{ key: 'a1', climb: climb([['holder'], ['backup']]) }]));
    expect([more.climbs, more.tiles.size, world.climbs.get('a1')?.rungs.length]).toEqual([true, 0, 2]);
    take(world, delta('climbs', [{ key: 'a1', gone: true }], { after: 11, seq: 12 }));
    expect(world.climbs.size).toBe(0);
  });
});
