import { describe, expect, it } from 'vitest';
import { extend, sparkFrom, sparkPaths, yOf } from '../../src/model/sparkline';

const BOX = { width: 90, height: 40, scale: [80, 100] as const };
const points = (...at: number[]): [number, number, number][] => at.map((i) => [i, 90, 90]);

describe('a sparkline', () => {
  it('leaves a gap as a gap: nothing is joined over missing buckets', () => {
    const paths = sparkPaths(sparkFrom(0, 60_000, 10, points(0, 1, 2, 6, 7)), BOX);
    expect(paths.line.match(/M/g)).toHaveLength(2);
    expect(paths.line).not.toContain('L60');
    expect(paths.gaps).toBe('M30 40H60M80 40H90');
  });
  it('shows a lone bucket between gaps as a dash', () => {
    expect(sparkPaths(sparkFrom(0, 60_000, 10, points(4)), BOX).line).toBe('M39 20h2');
  });
  it('ends where the last data is, and nowhere without any', () => {
    expect(sparkPaths(sparkFrom(0, 60_000, 10, points(0, 5)), BOX).end).toEqual({ x: 50, y: 20 });
    expect(sparkPaths(sparkFrom(0, 60_000, 10, []), BOX).end).toBeNull();
  });
  it('ignores points outside its window', () => {
    expect(sparkFrom(0, 60_000, 2, points(-1, 2)).buckets).toEqual([null, null]);
  });
  it('keeps what is beyond the scale at its edge', () => {
    expect(yOf(200, BOX)).toBe(0);
    expect(yOf(-Infinity, BOX)).toBe(40);
  });
});

describe('taking in a live value', () => {
  const spark = sparkFrom(0, 1_000, 3, points(0, 1, 2));
  it('moves the window on, and what was not measured meanwhile stays empty', () => {
    const next = extend(spark, 4_500, 95);
    expect(next.from).toBe(2_000);
    expect(next.buckets).toEqual([[90, 90], null, [95, 95]]);
  });
  it('widens the bucket it falls in, without touching the one before', () => {
    const next = extend(spark, 2_900, 84);
    expect(next.buckets[2]).toEqual([84, 90]);
    expect(spark.buckets[2]).toEqual([90, 90]);
  });
  it('a jump beyond the window empties it', () => {
    expect(extend(spark, 60_000, null).buckets).toEqual([null, null, null]);
  });
  it('an instant before the window changes nothing', () => {
    expect(extend({ ...spark, from: 10_000 }, 5_000, 50).buckets).toEqual(spark.buckets);
  });
});
