import { describe, expect, it } from 'vitest';
import { handover } from '../../src/model/handover';

const ana = { id: 'ana', display_name: 'Ana' };
const ben = { id: 'ben', display_name: 'Ben' };
const held = (holder: typeof ana | null, since_at = 5) => ({ holder, since_at });

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
