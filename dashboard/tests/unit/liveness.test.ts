import { describe, expect, it } from 'vitest';
import * as live from '../../src/model/liveness';

const SERVER = 1_764_000_000_000;
/** Both clocks of the browser, `ms` after it was opened; the wall clock is 3 s ahead of the hub's. */
const at = (ms: number): live.Instant => ({ mono: ms, wall: SERVER + 3_000 + ms });
const heardAt = (ms: number, server = SERVER + ms): live.Heard => live.hear(null, at(ms), server);
const state = (heard: live.Heard | null, now: live.Instant, more: Partial<live.LivenessInput> = {}): live.Liveness =>
  live.liveness({ heard, connected: true, since: at(0), wokeAt: null, ...more }, now);

describe('a dead feed', () => {
  it('is delayed after 3 s and covered within 5 s', () => {
    const heard = heardAt(0);
    expect(state(heard, at(2_999))).toBe('live');
    expect(state(heard, at(3_000))).toBe('delayed');
    expect(state(heard, at(5_000))).toBe('stale');
    expect(live.isCovered(state(heard, at(5_000)))).toBe(true);
  });
  it('is called offline when the socket is gone, and never live', () => {
    expect(state(heardAt(0), at(100), { connected: false })).toBe('delayed');
    expect(state(heardAt(0), at(5_000), { connected: false })).toBe('offline');
  });
  it('that was never heard is covered after 5 s', () => {
    expect(state(null, at(4_999))).toBe('connecting');
    expect(state(null, at(5_000))).toBe('offline');
  });
});

describe('frames that waited in a socket', () => {
  it('do not count as heard now: their age is taken against the quickest frame', () => {
    const quick = heardAt(0);
    const stuck = live.hear(quick, at(20_000), SERVER + 1_000);
    expect(live.silence(stuck, at(20_000))).toBe(19_000);
    expect(state(stuck, at(20_000))).toBe('stale');
  });
});

describe('sleep', () => {
  it('is a gap on either clock, since the monotonic one may stand still', () => {
    expect(live.slept(at(0), at(2_001))).toBe(true);
    expect(live.slept({ mono: 0, wall: 0 }, { mono: 10, wall: 60_000 })).toBe(true);
    expect(live.slept(at(0), at(1_999))).toBe(false);
  });
  it('covers the page until a frame sent after waking is heard', () => {
    const before = heardAt(0);
    expect(state(before, at(2_500), { wokeAt: 2_400 })).toBe('stale');
    const after = live.hear(before, at(2_600), SERVER + 2_600);
    expect(state(after, at(2_600), { wokeAt: 2_400 })).toBe('live');
  });
  it('shows on the wall clock alone when the monotonic one slept too', () => {
    const heard = heardAt(0);
    expect(live.silence(heard, { mono: 100, wall: at(60_000).wall })).toBe(60_000);
  });
});

describe("the hub's time", () => {
  it('does not follow a wall clock that is wrong or set', () => {
    const heard = heardAt(1_000);
    expect(live.hubNow(heard, { mono: 2_000, wall: 0 })).toBe(SERVER + 2_000);
  });
});
