import { describe, expect, it } from 'vitest';
import { addBlock, blockEnd, KEEP_MS, playLag, range, sweep, thinned } from '../../src/waveform/sweep';
import type { WaveformBlock } from '../../src/api/types';

const block = (at: number, count = 10, sample = 1): WaveformBlock => ({
  at,
  period_us: 100_000,
  samples: Array.from({ length: count }, () => sample),
});

describe('blocks', () => {
  it('stand in the order of time, each once', () => {
    const held = [block(2_000), block(1_000), block(2_000)].reduce<WaveformBlock[]>(addBlock, []);
    expect(held.map((b) => b.at)).toEqual([1_000, 2_000]);
  });
  it('fall out when they are older than what is kept', () => {
    const held = addBlock([block(0)], block(KEEP_MS + 2_000));
    expect(held.map((b) => b.at)).toEqual([KEEP_MS + 2_000]);
  });
  it('end after their last sample', () => expect(blockEnd(block(1_000))).toBe(2_000));
});

describe('the sweep', () => {
  it('draws what follows on as one line', () => {
    expect(sweep([block(1_000), block(2_000)], 3_000, 8_000, 0.1)).toHaveLength(1);
  });
  it('breaks where data is missing', () => {
    expect(sweep([block(1_000), block(2_500)], 4_000, 8_000, 0.1)).toHaveLength(2);
  });
  it('begins anew at the left edge', () => {
    const lines = sweep([block(7_500)], 9_000, 8_000, 0.1);
    expect(lines).toHaveLength(2);
    expect(lines[0]?.at(-1)?.x).toBeCloseTo(7_900 / 8_000);
    expect(lines[1]?.[0]?.x).toBe(0);
  });
  it('shows nothing from the future, and erases ahead of the head', () => {
    const xs = sweep([block(0, 200)], 10_000, 8_000, 0.25).flatMap((line) => line.map((p) => p.x * 8_000));
    expect(xs.length).toBe(61);
    expect(xs.filter((x) => x > 2_000 && x < 3_999)).toEqual([]);
  });
});

describe('a line with more samples than there are pixels', () => {
  const far = (i: number): number => ({ 37: 400, 101: -400 })[i % 160] ?? i % 7;
  const line = Array.from({ length: 1_600 }, (_, i) => ({ x: i / 1_600, sample: far(i) }));
  it('keeps each peak and each trough of it, in the order of time', () => {
    const thin = thinned(line, 200);
    expect(thin.length).toBeLessThanOrEqual(400);
    expect(thin.filter((p) => p.sample === 400)).toHaveLength(10);
    expect(thin.filter((p) => p.sample === -400)).toHaveLength(10);
    expect(thin.map((p) => p.x)).toEqual(thin.map((p) => p.x).sort((a, b) => a - b));
  });
  it('is the whole line where there are pixels enough', () => expect(thinned(line, 3_200)).toEqual(line));
});

describe('playing behind', () => {
  it('waits for the slowest of the recent blocks', () => {
    expect(playLag([900, 1_200, 1_000])).toBe(1_300);
    expect(playLag([])).toBe(100);
  });
  it('never further than half of what is kept', () => expect(playLag([99_000])).toBe(KEEP_MS / 2));
});

describe('the range', () => {
  it('fits what is shown', () => {
    expect(range(sweep([block(0, 5, 10), block(500, 5, 90)], 1_000, 8_000, 0.1))).toEqual([10, 90]);
  });
  it('puts a flat line in the middle, and copes with nothing', () => {
    expect(range(sweep([block(0, 5, 10)], 1_000, 8_000, 0.1))).toEqual([8, 12]);
    expect(range([])).toEqual([0, 1]);
  });
});
