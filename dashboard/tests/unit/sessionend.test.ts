import { describe, expect, it } from 'vitest';
import { ending, readWatched, WARNED_MS } from '../../src/model/sessionend';

describe('the end of a session', () => {
  it('is told thirty minutes before, in minutes that are left', () => {
    expect(ending(WARNED_MS + 1, 0)).toEqual({ at: 'far' });
    expect(ending(WARNED_MS, 0)).toEqual({ at: 'near', minutes: 30 });
    expect(ending(60_001, 0)).toEqual({ at: 'near', minutes: 2 });
    expect(ending(1, 0)).toEqual({ at: 'near', minutes: 1 });
    expect(ending(0, 0)).toEqual({ at: 'ended' });
  });
});

describe('what a screen remembers of its watching', () => {
  it('is read as it was kept', () => {
    expect(readWatched('{"name":"nurse","ended_at":null}')).toEqual({ name: 'nurse', ended_at: null });
    expect(readWatched('{"name":"nurse","ended_at":5}')).toEqual({ name: 'nurse', ended_at: 5 });
  });
  it('is nothing where it cannot be read', () => {
    for (const text of [null, '', '{', '5', 'null', '{"name":5}']) expect(readWatched(text)).toBeNull();
  });
});
