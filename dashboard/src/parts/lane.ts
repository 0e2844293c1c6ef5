/**
 * One lane of the trends as a uPlot chart: limits shaded, late stretches hatched, events as dotted stems. Left and right
 * are meant: time runs left to right in every language, and the chart's place says so (`dir="ltr"`).
 */
import uPlot from 'uplot';
import type { TimelineEvent } from '../api/types';
import { laneScale, ownScale, type TrendLine } from '../model/trend';
import { factsOf, isKnownNumber } from '../model/vitals';

export interface LaneInput {
  host: HTMLElement;
  lines: TrendLine[];
  low: number | null;
  high: number | null;
  from: number;
  to: number;
  colour: string;
  events: TimelineEvent[];
  last: boolean;
  height: number;
  time(at: number): string;
  onCursor(x: number | null): void;
}

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Drawn under the lines: band inside the limits, hatch over what arrived late, stems of events. */
function ground(input: LaneInput): (u: uPlot) => void {
  return (u) => {
    const { ctx, bbox } = u;
    const y = (v: number): number => Math.min(bbox.top + bbox.height, Math.max(bbox.top, u.valToPos(v, 'y', true)));
    const top = input.high === null ? bbox.top : y(input.high);
    const foot = input.low === null ? bbox.top + bbox.height : y(input.low);
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.fillStyle = token('--in-limits');
    ctx.fillRect(bbox.left, top, bbox.width, foot - top);
    ctx.strokeStyle = token('--line2');
    ctx.setLineDash([3, 3]);
    for (const limit of [input.low, input.high]) if (limit !== null) level(ctx, bbox, y(limit));
    hatch(u, input.lines[0]?.late ?? []);
    ctx.setLineDash([]);
    for (const line of input.lines) range(u, line, input.colour);
    ctx.setLineDash([1.5, 4]);
    for (const event of input.events) stem(ctx, bbox, u.valToPos(event.at / 1000, 'x', true));
    ctx.restore();
  };
}

/** From the lowest to the highest value of each bucket: a minute at 70 % is seen although the mean of its bucket is 94. */
function range(u: uPlot, line: TrendLine, colour: string): void {
  const { ctx } = u;
  ctx.save();
  ctx.globalAlpha = 0.4;
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  line.xs.forEach((x, i) => {
    const [low, high] = [line.mins[i] ?? null, line.maxs[i] ?? null];
    if (low === null || high === null || low === high) return;
    const at = u.valToPos(x, 'x', true);
    ctx.moveTo(at, u.valToPos(low, 'y', true));
    ctx.lineTo(at, u.valToPos(high, 'y', true));
  });
  ctx.stroke();
  ctx.restore();
}

function level(ctx: CanvasRenderingContext2D, box: uPlot.BBox, y: number): void {
  ctx.beginPath();
  ctx.moveTo(box.left, y);
  ctx.lineTo(box.left + box.width, y);
  ctx.stroke();
}

function stem(ctx: CanvasRenderingContext2D, box: uPlot.BBox, x: number): void {
  ctx.beginPath();
  ctx.moveTo(x, box.top);
  ctx.lineTo(x, box.top + box.height);
  ctx.stroke();
}

function hatch(u: uPlot, late: [number, number][]): void {
  const { ctx, bbox } = u;
  ctx.setLineDash([]);
  for (const [from, to] of late) {
    const left = u.valToPos(from, 'x', true);
    const right = u.valToPos(to, 'x', true);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, right - left, bbox.height);
    ctx.clip();
    ctx.strokeStyle = token('--hatch');
    for (let x = left - bbox.height; x < right; x += 9) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top + bbox.height);
      ctx.lineTo(x + bbox.height, bbox.top);
      ctx.stroke();
    }
    ctx.restore();
  }
}

/** The size of a dot for each measurement: smaller the closer they are, and never wider than half of its share of the lane. */
const dotSize = (measured: number, width: number): number =>
  Math.max(2, Math.min(5, width / Math.max(1, measured) / 2));

/** Half of the height of a diamond, in CSS pixels. */
const DIAMOND = 5;

/** Drawn over the lines: what people wrote down, as hollow diamonds, so that nobody takes it for a device's measurement. */
function byHand(input: LaneInput): (u: uPlot) => void {
  return (u) => {
    const { ctx, bbox } = u;
    const half = DIAMOND * devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.strokeStyle = token('--t1');
    ctx.fillStyle = token('--s1');
    ctx.lineWidth = 1.6 * devicePixelRatio;
    for (const [at, value] of input.lines.flatMap((line) => line.byHand))
      diamond(ctx, u.valToPos(at, 'x', true), u.valToPos(value, 'y', true), half);
    ctx.restore();
  };
}

function diamond(ctx: CanvasRenderingContext2D, x: number, y: number, half: number): void {
  ctx.beginPath();
  ctx.moveTo(x, y - half);
  ctx.lineTo(x + half, y);
  ctx.lineTo(x, y + half);
  ctx.lineTo(x - half, y);
  ctx.closePath();
  ctx.fill();
  ctx.stroke();
}

function series(input: LaneInput): uPlot.Series[] {
  const width = Math.max(200, input.host.clientWidth);
  return input.lines.map((line) => {
    const sparse = factsOf(line.vital).intermittent;
    const measured = line.means.filter((v) => v !== null).length;
    const base: uPlot.Series = {
      stroke: input.colour,
      width: 1.6,
      spanGaps: false,
      points: { show: sparse, size: dotSize(measured, width), width: 0, fill: input.colour },
    };
    if (sparse) base.paths = () => null;
    return base;
  });
}

export function makeLane(input: LaneInput): uPlot {
  const values = input.lines.flatMap((l) => [...l.means, ...l.mins, ...l.maxs, ...l.byHand.map(([, value]) => value)]);
  const scaleOf = (vital = ''): readonly [number, number] =>
    isKnownNumber(vital) ? factsOf(vital).scale : ownScale(values);
  const usual = scaleOf(input.lines[0]?.vital);
  const lowest = scaleOf(input.lines.at(-1)?.vital)[0];
  const scale = laneScale([Math.min(usual[0], lowest), usual[1]], values, [input.low, input.high]);
  const axis: uPlot.Axis = {
    stroke: token('--t3'),
    font: '13px "IBM Plex Sans Condensed"',
    grid: { stroke: token('--tick'), width: 1 },
    ticks: { show: false },
  };
  const options: uPlot.Options = {
    width: Math.max(200, input.host.clientWidth),
    height: input.height,
    legend: { show: false },
    padding: [8, 10, 0, 0],
    cursor: { sync: { key: 'trends' }, y: false, points: { size: 7 }, drag: { x: false, y: false } },
    scales: { x: { time: true, min: input.from / 1000, max: input.to / 1000 }, y: { range: scale } },
    axes: [
      { ...axis, show: input.last, size: 28, values: (_u, splits) => splits.map((s) => input.time(s * 1000)) },
      { ...axis, size: 44, space: 26 },
    ],
    series: [{}, ...series(input)],
    hooks: {
      drawClear: [ground(input)],
      draw: [byHand(input)],
      setCursor: [(u) => input.onCursor((u.cursor.left ?? -1) >= 0 ? u.posToVal(u.cursor.left ?? 0, 'x') : null)],
    },
  };
  return new uPlot(
    options,
    [input.lines[0]?.xs ?? [], ...input.lines.map((l) => l.means)] as uPlot.AlignedData,
    input.host,
  );
}
