/** A waveform drawn as a sweep: the newest sample at the head, an erased gap in front of it, a break where data is missing. */
import type { WaveformBlock } from '../api/types';

/** How much is kept, ms; older blocks fall out. */
export const KEEP_MS = 20_000;
const MOST_BLOCKS = 400;

export const blockEnd = (b: WaveformBlock): number => b.at + (b.samples.length * b.period_us) / 1000;

/** Adds a block in the order of time; a block that is there already is dropped. */
export function addBlock(blocks: readonly WaveformBlock[], block: WaveformBlock): WaveformBlock[] {
  if (blocks.some((b) => b.at === block.at)) return [...blocks];
  const next = [...blocks, block].sort((a, b) => a.at - b.at);
  const newest = next.at(-1);
  const from = newest ? blockEnd(newest) - KEEP_MS : -Infinity;
  return next.filter((b) => blockEnd(b) >= from).slice(-MOST_BLOCKS);
}

export interface Point {
  /** Position in the window, 0 to 1. */
  x: number;
  sample: number;
}

/**
 * The lines to draw at one instant of play.
 * @param head_ms hub time of the newest sample shown
 * @param gap_share how much of the window is erased in front of the head, 0 to 1
 */
export function sweep(
  blocks: readonly WaveformBlock[],
  head_ms: number,
  window_ms: number,
  gap_share: number,
): Point[][] {
  const from = head_ms - window_ms * (1 - gap_share);
  const lines: Point[][] = [];
  let line: Point[] = [];
  let before = { at: -Infinity, x: Infinity };
  for (const block of blocks) {
    const period = block.period_us / 1000;
    for (let i = 0; i < block.samples.length; i++) {
      const at = block.at + i * period;
      if (at < from || at > head_ms) continue;
      const x = (((at % window_ms) + window_ms) % window_ms) / window_ms;
      if (at - before.at > 1.6 * period || x < before.x) line = [];
      if (line.length === 0) lines.push(line);
      line.push({ x, sample: block.samples[i] ?? 0 });
      before = { at, x };
    }
  }
  return lines;
}

/** The lowest and the highest of these points, in the order of time. */
function ends(column: readonly Point[]): Point[] {
  const samples = column.map((p) => p.sample);
  const [low, high] = [samples.indexOf(Math.min(...samples)), samples.indexOf(Math.max(...samples))];
  return column.filter((_, i) => i === low || i === high);
}

/**
 * A line with at most two points a column: the lowest and the highest sample there, in the order of time, so that no peak of a
 * fast waveform is lost. A line with fewer points stays as it is.
 * @param columns how many pixels the window is wide
 */
export function thinned(line: readonly Point[], columns: number): Point[] {
  const columnOf = (p: Point): number => Math.floor(p.x * columns);
  const kept: Point[] = [];
  let column: Point[] = [];
  for (const p of line) {
    const before = column.at(-1);
    if (before && columnOf(before) !== columnOf(p)) {
      kept.push(...ends(column));
      column = [];
    }
    column.push(p);
  }
  return [...kept, ...ends(column)];
}

/**
 * How far behind the hub's clock to play, ms, so that the next block is there in time: the delay of the slowest recent one.
 * @param delays_ms from a block's first sample to its arrival
 */
export function playLag(delays_ms: readonly number[]): number {
  return Math.min(KEEP_MS / 2, Math.max(0, ...delays_ms) + 100);
}

/** Smallest and largest sample shown, widened so that a flat line is in the middle. */
export function range(lines: readonly (readonly Point[])[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const line of lines) {
    for (const p of line) {
      low = Math.min(low, p.sample);
      high = Math.max(high, p.sample);
    }
  }
  if (low > high) return [0, 1];
  return high - low < 4 ? [low - 2, high + 2] : [low, high];
}
