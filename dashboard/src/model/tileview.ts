/** What one tile shows at one instant, as plain data: texts that need no translation, and codes for those that do. */
import type { Alert, GatewayBrief, Tile } from '../api/types';
import { ageYears, formatAge, formatElapsed, freshness } from './age';
import { compareAlerts, grip, type Grip } from './alertview';
import { standing, type Standing } from './acuity';
import { factsOf, formatValue } from './vitals';
import type { Reading } from './world';

/** Why a number cannot be read, most important first. */
const BLOCKING = [
  'sensor_off',
  'sensor_fault',
  'artefact',
  'searching',
  'off_scale_low',
  'off_scale_high',
  'implausible',
  'no_value',
] as const;
/** Flags that are shown beside a number that can be read. */
const REMARKS = [
  'low_perfusion',
  'marginal_perfusion',
  'unknown_exception',
  'questionable',
  'low_battery',
  'critical_battery',
  'from_memory',
];

export interface Cell {
  vital: string;
  /** The number; null for dashes. */
  text: string | null;
  /** The last number and when it was measured; shown small beside dashes. */
  last: { text: string; at: number } | null;
  age: string;
  aging: boolean;
  why: string | null;
  remark: string | null;
  late: boolean;
  /** What other devices measure of it now, where it is not the same. */
  also: string[];
  /** The alert that this number belongs to, and how it is boxed; null for none. */
  box: { priority: Alert['priority']; grip: Grip } | null;
}

export interface Band {
  alert: Alert;
  grip: Grip;
  elapsed: string;
  more: number;
}

export interface TileView {
  standing: Standing;
  tile: Tile;
  years: number | null;
  band: Band | null;
  cells: Record<string, Cell>;
  /** `heart_rate` if an electrocardiogram gives one, else `pulse_rate`. */
  rate: 'heart_rate' | 'pulse_rate';
  offline: boolean;
  /** From when the clock to antibiotics runs; null while no fever holds. */
  feverFrom: number | null;
  problems: GatewayBrief['problems'];
}

function boxOf(vital: string, alerts: Alert[]): Cell['box'] {
  const about = alerts.filter((a) => a.vital === vital && a.condition === 'active').sort(compareAlerts)[0];
  return about ? { priority: about.priority, grip: grip(about) } : null;
}

/** True while a device that streams this vital gives a number that may be read as the present one. */
const isReadable = ({ now: value }: Reading, now: number): boolean =>
  value.value !== null && value.cadence_ms !== null && freshness(now - value.at, value.cadence_ms) !== 'stale';

/** Flags by which a device doubts its own number. */
const DOUBTS = ['artefact', 'questionable', 'low_perfusion'];
const isDoubted = ({ now: value }: Reading): boolean => DOUBTS.some((flag) => value.flags.includes(flag));

/** The devices whose numbers may be read now, the one that stands for the vital first. */
function ranked(reading: Reading, vital: string, alerts: Alert[], now: number): Reading[] {
  const readable = [...(reading.sources?.values() ?? [])].filter((one) => isReadable(one, now));
  const rings = (side: string): boolean =>
    alerts.some((a) => a.vital === vital && a.condition === 'active' && a.rule.endsWith(side));
  const worse = rings('_low') ? 1 : rings('_high') ? -1 : 0;
  const order = (a: Reading, b: Reading): number =>
    Number(isDoubted(a)) - Number(isDoubted(b)) ||
    worse * ((a.now.value ?? 0) - (b.now.value ?? 0)) ||
    (a.now.cadence_ms ?? 0) - (b.now.cadence_ms ?? 0) ||
    (a.now.device_id < b.now.device_id ? -1 : 1);
  return readable.sort(order);
}

/**
 * One number with its age. A stale one becomes dashes, with the last number and its time. Of several devices one stands for
 * the vital, so that a tile does not change with each value: one that gives a number before one that is off, one that
 * does not doubt its number before one that does, then the one that an alert is about, then the one that measures most often.
 */
export function cell(vital: string, reading: Reading | undefined, alerts: Alert[], now: number): Cell {
  const box = boxOf(vital, alerts);
  const none = {
    vital,
    text: null,
    last: null,
    age: '',
    aging: false,
    why: null,
    remark: null,
    late: false,
    also: [],
    box,
  };
  if (!reading) return none;
  const [first, ...others] = ranked(reading, vital, alerts, now);
  const { now: value, good } = first ?? reading;
  const age_ms = now - value.at;
  const fresh = freshness(age_ms, value.cadence_ms);
  const last = good && good.value !== null ? { text: formatValue(vital, good.value), at: good.at } : null;
  const why = BLOCKING.find((flag) => value.flags.includes(flag)) ?? null;
  const shared = { ...none, age: formatAge(age_ms), aging: fresh !== 'fresh', late: value.late };
  if (value.value === null || fresh === 'stale') return { ...shared, last, why: fresh === 'stale' ? 'silent' : why };
  const remark = REMARKS.find((flag) => value.flags.includes(flag)) ?? null;
  const text = formatValue(vital, value.value);
  const also = new Set(others.map((other) => formatValue(vital, other.now.value ?? 0)).filter((one) => one !== text));
  return { ...shared, text, remark, also: [...also] };
}

/** The earliest instant from which the clock to antibiotics runs, whoever has the alert. */
function feverFrom(alerts: readonly Alert[]): number | null {
  const running = alerts.filter((a) => a.rule === 'fever' && a.condition === 'active');
  const from = running.flatMap((a) => a.evidence?.clock_from_at ?? []);
  return from.length > 0 ? Math.min(...from) : null;
}

export interface TileInput {
  tile: Tile;
  readings: ReadonlyMap<string, Reading>;
  alerts: Alert[];
  gateway: GatewayBrief | undefined;
}

export const TILE_VITALS = ['spo2', 'respiratory_rate', 'systolic', 'diastolic', 'temperature'];

/** The NEWS2 of a tile; of an incomplete one the least that it can be. */
const points = ({ news2 }: Tile): number | null => (news2 ? (news2.score.total ?? news2.score.at_least) : null);

export function tileView(input: TileInput, now: number): TileView {
  const { tile, readings, alerts, gateway } = input;
  const rate = readings.has('heart_rate') && cell('heart_rate', readings.get('heart_rate'), [], now).text !== null;
  const wanted = [rate ? 'heart_rate' : 'pulse_rate', ...TILE_VITALS];
  const cells: Record<string, Cell> = {};
  for (const vital of wanted) cells[vital] = cell(vital, readings.get(vital), alerts, now);
  const offline = gateway !== undefined && !gateway.online;
  const blind = Object.values(cells).some((c) => !factsOf(c.vital).intermittent && c.text === null && c.last !== null);
  const sorted = [...alerts].sort(compareAlerts);
  const worst = sorted[0];
  const from =
    worst && (worst.condition === 'cleared' && worst.cleared_at !== null ? worst.cleared_at : worst.raised_at);
  return {
    standing: standing(tile.episode_id, tile.label, alerts, offline || blind, points(tile)),
    tile,
    years: ageYears(tile.birth_date, now),
    band: worst
      ? { alert: worst, grip: grip(worst), elapsed: formatElapsed(now - (from ?? now)), more: sorted.length - 1 }
      : null,
    cells,
    rate: rate ? 'heart_rate' : 'pulse_rate',
    offline,
    feverFrom: feverFrom(alerts),
    problems: gateway?.problems ?? [],
  };
}
