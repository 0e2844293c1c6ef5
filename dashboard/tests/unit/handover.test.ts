import { describe, expect, it } from 'vitest';
import { handed, handover, staysOf } from '../../src/model/handover';
import { NO_WATCH } from '../../src/model/world';

const ana = { id: 'ana', display_name: 'Ana' };
const ben = { id: 'ben', display_name: 'Ben' };
const held = (holder: typeof ana | null, since_at = 5) => ({ ...NO_WATCH, holder, since_at });

describe('when the watch changes hands', () => {
  it('both are told: who had it, and who has it', () => {
    expect(handover(held(ana), held(ben, 9), 'ana')).toEqual({ what: 'taken from me', by: ben, at: 9 });
    expect(handover(held(ana), held(ben, 9), 'ben')).toEqual({ what: 'mine now', from: ana, at: 9 });
  });
  it('who takes what nobody held is told as well', () => {
    expect(handover(held(null), held(ana), 'ana')).toEqual({ what: 'mine now', from: null, at: 5 });
  });
  it('nobody else is, nor anybody when it stays or is handed back', () => {
    expect(handover(held(ana), held(ben), 'cem')).toBeNull();
    expect(handover(held(ana, 1), held(ana, 2), 'ana')).toBeNull();
    expect(handover(held(ana), held(null), 'ana')).toBeNull();
  });
});

describe('when stays change hands', () => {
  const person = (id: string) => ({ id, display_name: id });
  const watch = (stay: string, holder: string | null) => ({
    ...{ episode_id: stay, version: 1, holder: holder === null ? null : person(holder), backup: null },
    ...{ since_at: 7, overdue: false, away: false },
  });
  const all = (...holders: (string | null)[]) => new Map(holders.map((who, i) => [`s${i}`, watch(`s${i}`, who)]));
  it('whoever gave them and whoever has them are told how many, and of whom', () => {
    const [before, after] = [all('ana', 'ana', null), all('ben', 'ben', 'ben')];
    expect(handed(before, after, 'ana')).toEqual({ came: 0, went: 2, to: person('ben'), at: 7 });
    expect(handed(before, after, 'ben')).toEqual({ came: 3, went: 0, to: null, at: 7 });
    expect(handed(before, after, 'cem')).toBeNull();
    expect(handed(before, all('ben', 'cem', null), 'ana')).toEqual({ came: 0, went: 2, to: null, at: 7 });
  });
  it('everybody is told that shifts rest, whoever held what', () => {
    const kept = { ...held(ben), by_shift: true };
    for (const after of [held(null), held(ana), held(ben)])
      expect(handover(kept, after, 'ana')).toEqual({ what: 'shifts rest', holder: after.holder });
    expect(handover(held(ana), kept, 'ana')).toBeNull();
  });
  it('nobody is told of the watch of all', () => {
    expect(handover({ ...held(ana), by_shift: true }, { ...held(ben), by_shift: true }, 'ana')).toBeNull();
    expect(staysOf(all('ana', 'ben', 'ana'), 'ana')).toBe(2);
  });
});
