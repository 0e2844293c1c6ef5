import { describe, expect, it } from 'vitest';
import { AGAIN_MS, Confirming, postsOf, unconfirmed } from '../../src/model/climb';
import { emptyWorld, follow, take } from '../../src/model/world';
import { climb, delta, snapshot } from './build';

const held = (id: string) => ({ holder: { id, display_name: 'A' }, since_at: 0 });
const nobody = { holder: null, since_at: null };

describe('whom a rung reaches', () => {
  it('is who has the watch, then each other nurse, then each role', () => {
    expect(postsOf('a', 'nurse', held('a'))).toEqual(['holder', 'everyone']);
    expect(postsOf('b', 'nurse', held('a'))).toEqual(['backup', 'everyone']);
    expect(postsOf('b', 'physician', held('a'))).toEqual(['physician', 'everyone']);
    expect(postsOf('b', 'administrator', held('a'))).toEqual(['everyone']);
    expect(postsOf('b', 'technician', nobody)).toEqual([]);
  });
  it('is the whole team while nobody has the watch', () => {
    expect(postsOf('a', 'nurse', nobody)).toEqual(['holder', 'backup', 'everyone']);
    expect(postsOf('a', 'charge_nurse', nobody)).toEqual(['holder', 'charge_nurse', 'everyone']);
    expect(postsOf('a', 'dispatcher', nobody)).toEqual(['dispatcher', 'everyone']);
  });
});

describe('a receipt', () => {
  const two = climb([['holder'], ['backup']]);
  it('is given for the rungs that reach this person, of alerts that are on the screen', () => {
    expect(unconfirmed([two], ['backup'], () => true)).toEqual([{ alert_id: 'a1', round: 1, rung: 2 }]);
    expect(unconfirmed([two], ['physician'], () => true)).toEqual([]);
    expect(unconfirmed([two], ['backup'], () => false)).toEqual([]);
    const told = climb([['holder']], { rungs: two.rungs.map((rung) => ({ ...rung, receipt: 'delivered' as const })) });
    expect(unconfirmed([told], ['holder', 'backup'], () => true)).toEqual([]);
  });
  it('is sent at once, and again until the hub has it', () => {
    const confirming = new Confirming();
    const receipts = unconfirmed([two], ['holder'], () => true);
    expect(confirming.due(receipts, 0)).toEqual(receipts);
    expect(confirming.due(receipts, AGAIN_MS - 1)).toEqual([]);
    expect(confirming.due(receipts, AGAIN_MS)).toEqual(receipts);
    expect(confirming.due([], AGAIN_MS + 1)).toEqual([]);
    expect(confirming.due(receipts, AGAIN_MS + 2), 'of a later round').toEqual(receipts);
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
