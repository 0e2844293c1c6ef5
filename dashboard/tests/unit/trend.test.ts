import { describe, expect, it } from 'vitest';
import type { Readings, TrendPoint } from '../../src/api/types';
import { bucketAt, byHandAt, laneScale, ownScale, saidAt, smoothed, trendLine } from '../../src/model/trend';

const point = (at: number, late = false): TrendPoint => ({ at, min: 1, max: 3, mean: 2, count: 9, late });
const readings = (...points: TrendPoint[]): Readings => ({
  vital: 'spo2',
  unit: '%',
  from: 0,
  to: 10_000,
  bucket_ms: 1_000,
  points,
  observed: [],
  said: [],
  in_other_units: 0,
  limit_low: null,
  limit_high: null,
});

describe('a trend', () => {
  it('breaks where nothing was measured', () => {
    const line = trendLine(readings(point(0), point(1_000), point(4_000)));
    expect(line.means).toEqual([2, 2, null, null, 2, null, null, null, null, null]);
  });
  it('lies on an even grid in seconds, whatever bucket begins it', () => {
    const line = trendLine(readings(point(2_300)));
    expect(line.xs[2]).toBe(2.3);
    expect(line.means[2]).toBe(2);
  });
  it('marks what arrived late as whole stretches', () => {
    const line = trendLine(readings(point(1_000, true), point(2_000, true), point(3_000), point(5_000, true)));
    expect(line.late).toEqual([
      [1, 3],
      [5, 6],
    ]);
  });
  it('is empty without points', () => {
    expect(trendLine(readings()).means.every((v) => v === null)).toBe(true);
  });
});

describe('what was written down by hand', () => {
  const observed = [3_400, 8_000].map((at) => ({ observation_id: `o${at}`, at, value: 38, method: 'measured' }));
  const line = trendLine({ ...readings(point(3_000)), observed });
  it('keeps its own instant and joins no bucket of a device', () => {
    expect(line.byHand).toEqual([
      [3.4, 38],
      [8, 38],
    ]);
    expect(line.means.filter((v) => v !== null)).toEqual([2]);
  });
  it('is read out under the cursor, and nowhere else', () => {
    expect(byHandAt(line, 3.45)).toBe(38);
    expect(byHandAt(line, 3)).toBeNull();
  });
});

describe('what was written down in words', () => {
  const said = [2_000, 2_050, 9_000].map((at, i) => ({
    ...{ observation_id: `w${i}`, at, method: 'measured' },
    finding: ['alert', 'confusion', 'voice'][i] ?? '',
  }));
  const line = trendLine({ ...readings(), vital: 'consciousness', unit: '', said });
  it('is read out at its moment, the nearest of two, and nowhere else: nobody said that it stayed so', () => {
    expect([1.99, 2.06, 5, 9].map((x) => saidAt(line, x))).toEqual(['alert', 'confusion', null, 'voice']);
  });
  it('draws no line', () => {
    expect([line.byHand, line.means.filter((v) => v !== null)]).toEqual([[], []]);
  });
});

describe('the scale of a number of which only the hub knows the unit', () => {
  it('is as high as what was written down, with room above and below', () => {
    expect(ownScale([10, null, 20])).toEqual([9, 21]);
  });
  it('has height when all are the same, and when there is none', () => {
    expect([ownScale([5]), ownScale([0]), ownScale([])]).toEqual([
      [4.5, 5.5],
      [-1, 1],
      [0, 1],
    ]);
  });
});

describe('the scale of a lane', () => {
  it('is the usual one while all lies inside, so that flat means calm', () => {
    expect(laneScale([80, 100], [95, null], [88, null])).toEqual([80, 100]);
  });
  it('widens to what was measured and to the limits', () => {
    expect(laneScale([80, 100], [71], [null, 104])).toEqual([71, 104]);
  });
});

describe('the cursor', () => {
  it('reads the nearest bucket, and none outside', () => {
    expect(bucketAt([0, 1, 2], 1.4)).toBe(1);
    expect(bucketAt([0, 1, 2], 2.6)).toBeNull();
    expect(bucketAt([0, 1, 2], -1)).toBeNull();
    expect(bucketAt([0], 0)).toBeNull();
  });
});

describe('the median of five minutes', () => {
  const minutes = (...means: (number | null)[]) => ({
    ...trendLine(readings()),
    xs: means.map((_, i) => i * 60),
    means,
    mins: means,
    maxs: means,
  });
  it('leaves no trace of one minute of motion', () => {
    expect(smoothed(minutes(97, 97, 97, 61, 97, 97, 97)).means).toEqual([97, 97, 97, 97, 97, 97, 97]);
  });
  it('follows what lasts, and shows no lowest and highest', () => {
    const line = smoothed(minutes(97, 97, 97, 85, 85, 85, 85));
    expect(line.means).toEqual([97, 97, 97, 85, 85, 85, 85]);
    expect([...line.mins, ...line.maxs].every((v) => v === null)).toBe(true);
  });
  it('keeps breaks', () => {
    expect(smoothed(minutes(97, null, null, null, 80)).means).toEqual([97, null, null, null, 80]);
  });
  it('changes nothing where a point stands for more than five minutes', () => {
    const line = { ...minutes(97, 60, 97), xs: [0, 600, 1200] };
    expect(smoothed(line).means).toEqual([97, 60, 97]);
  });
});
