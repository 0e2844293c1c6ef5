/** The points of a trend on an even grid, as the chart needs them. Buckets without data stay null, so the line breaks. */
import type { Readings } from '../api/types';

export interface TrendLine {
  vital: string;
  xs: number[];
  means: (number | null)[];
  mins: (number | null)[];
  maxs: (number | null)[];
  /** Stretches whose values arrived late, as [from, to). */
  late: [number, number][];
  /** What people wrote down, as [instant in seconds, value]: of a moment, so that it lies in no bucket. */
  byHand: [number, number][];
  /** What they wrote down in words, as [instant in seconds, finding]. */
  said: [number, string][];
}

/** How far from the cursor a single point still is read out, as a share of the stretch that is shown. */
const NEAR = 0.01;

/** @param r an answer of `/readings`; instants become seconds, the chart's unit */
export function trendLine(r: Readings): TrendLine {
  const count = Math.max(0, Math.ceil((r.to - r.from) / r.bucket_ms));
  const origin = r.points[0]
    ? r.points[0].at - Math.floor((r.points[0].at - r.from) / r.bucket_ms) * r.bucket_ms
    : r.from;
  const xs = Array.from({ length: count }, (_, i) => (origin + i * r.bucket_ms) / 1000);
  const none = (): (number | null)[] => Array.from({ length: count }, () => null);
  const line: TrendLine = {
    vital: r.vital,
    xs,
    means: none(),
    mins: none(),
    maxs: none(),
    late: [],
    byHand: [],
    said: [],
  };
  line.byHand = r.observed.map((o) => [o.at / 1000, o.value]);
  line.said = r.said.map((o) => [o.at / 1000, o.finding]);
  for (const p of r.points) {
    const i = Math.round((p.at - origin) / r.bucket_ms);
    if (i < 0 || i >= count) continue;
    line.means[i] = p.mean;
    line.mins[i] = p.min;
    line.maxs[i] = p.max;
    if (p.late) takeLate(line.late, p.at / 1000, (p.at + r.bucket_ms) / 1000);
  }
  return line;
}

/** Over how long the median is taken, seconds: as long as that of a score, so that a moment of motion leaves no trace in it. */
const MEDIAN_S = 300;

/**
 * The line with each value replaced by the median of those around it, two and a half minutes on either side. Breaks stay
 * breaks, and lowest and highest are left out: they are what is smoothed away.
 */
export function smoothed(line: TrendLine): TrendLine {
  const none = line.xs.map(() => null);
  const step = (line.xs[1] ?? 0) - (line.xs[0] ?? 0);
  const reach = step > 0 ? Math.floor(MEDIAN_S / 2 / step) : 0;
  const around = (i: number): number[] =>
    line.means.slice(Math.max(0, i - reach), i + reach + 1).filter((v) => v !== null);
  const means = line.means.map((mean, i) => (mean === null ? null : median(around(i))));
  return { ...line, means, mins: none, maxs: [...none] };
}

/** The middle value; of two the mean. */
function median(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function takeLate(late: [number, number][], from: number, to: number): void {
  const last = late.at(-1);
  if (last && from - last[1] < 1e-6) last[1] = to;
  else late.push([from, to]);
}

/** The scale of a lane: the vital's usual one, widened to what was measured and to the limits. */
export function laneScale(
  usual: readonly [number, number],
  values: (number | null)[],
  limits: (number | null)[],
): [number, number] {
  let [low, high] = usual;
  for (const v of [...values, ...limits]) {
    if (v === null) continue;
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  return [low, high];
}

/** Index of the bucket that holds a time on the even grid, or null when outside. */
export function bucketAt(xs: readonly number[], x: number): number | null {
  const first = xs[0];
  const second = xs[1];
  if (first === undefined || second === undefined) return null;
  const i = Math.round((x - first) / (second - first));
  return i >= 0 && i < xs.length ? i : null;
}

/** The scale of a number of which the screen knows none: a tenth of the span more on both sides, and never without height. */
export function ownScale(values: (number | null)[]): [number, number] {
  const numbers = values.filter((v) => v !== null);
  if (numbers.length === 0) return [0, 1];
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const margin = (high - low) / 10 || Math.abs(high) / 10 || 1;
  return [low - margin, high + margin];
}

/** The value by hand that lies next to a time, or null when none is near. */
export const byHandAt = (line: TrendLine, x: number): number | null => nearest(line, line.byHand, x);

/** The word that somebody wrote down next to a time, or null when none is near. */
export const saidAt = (line: TrendLine, x: number): string | null => nearest(line, line.said, x);

function nearest<T>(line: TrendLine, points: readonly [number, T][], x: number): T | null {
  const span = (line.xs.at(-1) ?? 0) - (line.xs[0] ?? 0);
  const near = points.filter(([at]) => Math.abs(at - x) <= span * NEAR);
  near.sort((a, b) => Math.abs(a[0] - x) - Math.abs(b[0] - x));
  return near[0]?.[1] ?? null;
}
