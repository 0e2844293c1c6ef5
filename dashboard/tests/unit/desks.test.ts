import { describe, expect, it } from 'vitest';
import type { DeskSound } from '../../src/api/types';
import { asks, heardAt, silentOf } from '../../src/model/desks';

const HOUR = 3_600_000;
const desk = (id: string, outcome: DeskSound['outcome']): DeskSound => ({
  holder: { id, display_name: id },
  ...{ since: 0, outcome, screen: 'A7K3', at: null },
});
const quiet = { since: 0, heard: false };

describe('the sound of a desk', () => {
  it('is asked for as a watch begins, as another one does, and when a test counts no longer', () => {
    expect(asks(null, quiet)).toBe(true);
    expect(asks(quiet, { since: HOUR, heard: false })).toBe(true);
    expect(asks({ since: 0, heard: true }, quiet)).toBe(true);
  });
  it('is not asked for again once it was put off, while what counts moves along with the clock', () => {
    expect(asks(quiet, quiet)).toBe(false);
    expect(asks(quiet, { since: 30_000, heard: false })).toBe(false);
  });
  it('is not asked for from who has heard it, or watches nobody', () => {
    expect(asks(null, heardAt(desk('me', 'heard'), 'A7K3', true))).toBe(false);
    expect(asks(quiet, null)).toBe(false);
  });
  it('was heard only at the screen that was tested, and until its sound is switched off', () => {
    const heard = (screen: string, armed: boolean) => heardAt(desk('me', 'heard'), screen, armed)?.heard;
    expect([heard('A7K3', true), heard('M4PR', true), heard('A7K3', false)]).toEqual([true, false, false]);
  });
  it('is doubted for others unless somebody said that they heard it', () => {
    const all = [desk('me', null), desk('a', 'heard'), desk('b', null), desk('c', 'not_heard'), desk('d', 'blocked')];
    expect(silentOf(all, 'me').map(({ holder }) => holder.id)).toEqual(['b', 'c', 'd']);
  });
});
