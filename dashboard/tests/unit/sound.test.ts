import { describe, expect, it } from 'vitest';
import type { Priority } from '../../src/api/types';
import { BURSTS, FAIL_TONE, HARMONICS, nextBurstAt, volume } from '../../src/sound/schedule';

const gaps = (priority: Priority): number[] =>
  BURSTS[priority].pulses.slice(1).map((p, i) => {
    const before = BURSTS[priority].pulses[i];
    return p.at_s - ((before?.at_s ?? 0) + (before?.length_s ?? 0));
  });

describe('alert sounds', () => {
  it('are told apart by their number of pulses: ten, three, one', () => {
    expect([BURSTS.high, BURSTS.medium, BURSTS.low].map((b) => b.pulses.length)).toEqual([10, 3, 1]);
  });
  it('high is grouped three and two, twice', () => {
    const long = gaps('high').map((gap) => gap > 0.15);
    expect(long).toEqual([false, false, true, false, true, false, false, true, false]);
  });
  it('pulses never overlap and end before the burst repeats', () => {
    for (const priority of ['high', 'medium', 'low'] as const) {
      expect(gaps(priority).every((gap) => gap > 0.04)).toBe(true);
      const last = BURSTS[priority].pulses.at(-1);
      expect((last?.at_s ?? 0) + (last?.length_s ?? 0)).toBeLessThan(BURSTS[priority].repeat_s);
    }
  });
  it('lie where ears and loudspeakers are: 150 to 1,000 Hz with four harmonics up to 4,000 Hz', () => {
    for (const { hertz } of [...Object.values(BURSTS).flatMap((b) => b.pulses), ...FAIL_TONE.pulses]) {
      expect(hertz).toBeGreaterThanOrEqual(150);
      expect(hertz).toBeLessThanOrEqual(1_000);
      const heard = HARMONICS.map((_, i) => hertz * (i + 1)).filter((h) => h >= 300 && h <= 4_000);
      expect(heard.length).toBeGreaterThanOrEqual(4);
    }
  });
});

describe('loudness', () => {
  it('grows for a minute while nobody takes the alert', () => {
    expect(volume('high', 0)).toBe(0.5);
    expect(volume('high', 60_000)).toBe(1);
    expect(volume('high', 600_000)).toBe(1);
    expect(volume('high', -5)).toBe(0.5);
  });
  it('a lower priority is never louder at the same age', () => {
    for (const age of [0, 20_000, 60_000]) {
      expect(volume('medium', age)).toBeLessThan(volume('high', age));
      expect(volume('low', age)).toBeLessThan(volume('medium', age));
    }
  });
});

describe('when it rings', () => {
  it('at once, then in the rhythm of its priority', () => {
    expect(nextBurstAt(null, 'medium', 100)).toBe(100);
    expect(nextBurstAt({ priority: 'medium', at_s: 100 }, 'medium', 101)).toBe(115);
  });
  it('a higher priority does not wait for the pause of a lower one', () => {
    expect(nextBurstAt({ priority: 'low', at_s: 100 }, 'high', 101)).toBe(101);
  });
  it('a lower one does not cut into a higher one', () => {
    expect(nextBurstAt({ priority: 'high', at_s: 100 }, 'low', 101)).toBe(130);
  });
  it('a burst that is overdue rings now, not in the past', () => {
    expect(nextBurstAt({ priority: 'high', at_s: 100 }, 'high', 500)).toBe(500);
  });
});
