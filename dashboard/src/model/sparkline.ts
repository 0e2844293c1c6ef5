/** The last hour of a vital as an SVG path. Buckets without data stay gaps: no line is drawn across them. */
export interface Spark {
  /** When the first bucket begins, ms since 1970. */
  from: number;
  bucket_ms: number;
  /** Smallest and largest value of each bucket; null where nothing was measured. */
  buckets: ([number, number] | null)[];
}

export function sparkFrom(from: number, bucket_ms: number, count: number, points: [number, number, number][]): Spark {
  const buckets: Spark['buckets'] = Array.from({ length: count }, () => null);
  for (const [i, min, max] of points) if (i >= 0 && i < count) buckets[i] = [min, max];
  return { from, bucket_ms, buckets };
}

/** Moves the window so that `now` is inside, and adds one live value. */
export function extend(spark: Spark, at: number, value: number | null): Spark {
  const count = spark.buckets.length;
  let { from, buckets } = spark;
  const beyond = Math.floor((at - from) / spark.bucket_ms) - (count - 1);
  if (beyond > 0) {
    const shift = Math.min(beyond, count);
    buckets = [...buckets.slice(shift), ...Array.from({ length: shift }, () => null)];
    from += beyond * spark.bucket_ms;
  }
  const i = Math.floor((at - from) / spark.bucket_ms);
  if (value !== null && i >= 0 && i < count) {
    const [min, max] = buckets[i] ?? [value, value];
    if (buckets === spark.buckets) buckets = [...buckets];
    buckets[i] = [Math.min(min, value), Math.max(max, value)];
  }
  return { ...spark, from, buckets };
}

export interface Box {
  width: number;
  height: number;
  scale: readonly [number, number];
}

const round = (n: number): number => Math.round(n * 10) / 10;

export const yOf = (value: number, box: Box): number => {
  const [low, high] = box.scale;
  const clamped = Math.min(high, Math.max(low, value));
  return round(box.height - ((clamped - low) / (high - low)) * box.height);
};

export interface SparkPaths {
  line: string;
  /** A dotted line at the bottom of each gap. */
  gaps: string;
  end: { x: number; y: number } | null;
}

/** Draws the middle of each bucket. A single bucket between gaps becomes a short dash, so that it can be seen. */
export function sparkPaths(spark: Spark, box: Box): SparkPaths {
  const step = box.width / Math.max(1, spark.buckets.length - 1);
  let line = '';
  let gaps = '';
  let pen = false;
  let end: SparkPaths['end'] = null;
  let gapFrom: number | null = null;
  spark.buckets.forEach((bucket, i) => {
    const x = round(i * step);
    const isLast = i === spark.buckets.length - 1;
    if (!bucket) gapFrom ??= x;
    // One stroke for the whole gap: if the dots began anew in each bucket, they would run together into a line.
    if (gapFrom !== null && (bucket || isLast)) {
      if (x > gapFrom) gaps += `M${gapFrom} ${box.height}H${x}`;
      gapFrom = null;
    }
    if (!bucket) {
      pen = false;
      return;
    }
    const y = yOf((bucket[0] + bucket[1]) / 2, box);
    const lone = !pen && !spark.buckets[i + 1];
    line += pen ? `L${x} ${y}` : lone ? `M${round(Math.max(0, x - 1))} ${y}h2` : `M${x} ${y}`;
    pen = true;
    end = { x, y };
  });
  return { line, gaps, end };
}
