/** Everything that the feed has told, and the rules for taking in one more frame. No clock, no DOM. */
import type * as T from '../api/types';
import { alertsHash } from './alerthash';
import { emptyBoard, takeBoard, type Board } from './board';
import { nameOf } from './subjects';

/** The newest reading of a vital, and the newest one that had a number. */
export interface Reading {
  now: T.Value;
  good: T.Value | null;
  /** The same of each device that measures this vital, by the device. Which of them is shown depends on the time. */
  sources?: Map<string, Reading>;
}

/** Where a subject stands: told up to `seq`, or in the middle of its snapshot. */
interface Place {
  seq: number;
  /** Pages of a snapshot that is not whole yet. */
  pages: T.Item[];
  whole: boolean;
}

export interface World {
  epoch: string;
  /** The subjects that are followed. What still comes of another one is not taken in. */
  followed: Set<string>;
  /** How far each subject has been told, by subject; absent if this connection has told nothing of it. */
  places: Map<string, Place>;
  tiles: Map<string, T.Tile>;
  /** The newest values, by episode and then by vital sign. */
  readings: Map<string, Map<string, Reading>>;
  /** The open alerts, by id; closed ones are not kept. */
  alerts: Map<string, T.Alert>;
  /** The highest version seen of each alert, closed ones included, so that an old version cannot open it again. */
  versions: Map<string, number>;
  /** How far each alert has climbed, by the id of the alert. */
  climbs: Map<string, T.Climb>;
  /** What keeps alerts quiet, by stay; a stay of which nothing is quiet is left out. */
  quiets: Map<string, T.Quiet[]>;
  watch: T.Watch;
  /** Who watches each stay, by episode; empty where no shifts are kept. */
  watches: Map<string, T.StayWatch>;
  gateways: Map<string, T.GatewayBrief>;
  board: Board;
  latency: T.Latency | null;
}

export type Resync = 'epoch changed' | 'sequence jumped' | 'alert set differs';

/** The lists over all stays that must be loaded again when the feed says so. */
export const ALL_TASKS = 'all tasks';

/** What a frame has changed, so that only that is painted again. */
export interface Change {
  tiles: Set<string>;
  everything: boolean;
  alerts: boolean;
  climbs: boolean;
  gateways: boolean;
  /** The subject whose snapshot is whole with this frame. */
  whole: string | null;
  /** What changed of what is observed by hand: the newest that holds, none, or undefined if nobody knows. */
  observed: Map<string, T.Observation | null | undefined>;
  /** What people keep of the patient whose page is open and has changed: notes, particulars. */
  kept: Set<string>;
  /** Alerts that are new, or became more urgent, since the last frame. */
  fresh: T.Alert[];
  /** The number of the known alert that the hub sends itself, to be answered once it could be shown. */
  canary: number | null;
  resync: Resync | null;
}

/** Nobody holds the watch, and no shifts are kept. */
export const NO_WATCH: T.Watch = { holder: null, since_at: null, by_shift: false, unheld: 0, on_shift: [], offers: [] };

export const emptyWorld = (): World => ({
  epoch: '',
  followed: new Set(),
  places: new Map(),
  tiles: new Map(),
  readings: new Map(),
  alerts: new Map(),
  versions: new Map(),
  climbs: new Map(),
  quiets: new Map(),
  watch: NO_WATCH,
  watches: new Map(),
  gateways: new Map(),
  board: emptyBoard(),
  latency: null,
});

const noChange = (): Change => ({
  ...{ tiles: new Set(), everything: false, alerts: false, climbs: false, gateways: false, whole: null },
  ...{ observed: new Map(), kept: new Set(), fresh: [], canary: null, resync: null },
});

/** The newest number that this value tells: its own, or the last one before it. */
const goodOf = (value: T.Value): T.Value | null =>
  value.value !== null ? value : value.last ? { ...value, ...value.last, last: null } : null;

/** What is known with one value more. A value of an older instant never replaces a newer one. Null if nothing changes. */
function withValue(before: Reading | undefined, value: T.Value): Reading | null {
  const good = goodOf(value);
  if (!before || value.at >= before.now.at) return { now: value, good: good ?? before?.good ?? null };
  if (!good || (before.good && good.at <= before.good.at)) return null;
  return { now: before.now, good };
}

/** Takes one value. Returns whether anything changed. */
export function takeValue(of: Map<string, Reading>, value: T.Value): boolean {
  const before = of.get(value.vital);
  const sources = before?.sources ?? new Map<string, Reading>();
  const own = withValue(sources.get(value.device_id), value);
  if (!own) return false;
  sources.set(value.device_id, own);
  of.set(value.vital, { ...(withValue(before, value) ?? before ?? own), sources });
  return true;
}

/** All that is known of a stay's values; what is not among them is shown no more. */
function takeNewest(world: World, episode: string, values: readonly T.Value[]): void {
  const of = new Map<string, Reading>();
  for (const value of values) takeValue(of, value);
  world.readings.set(episode, of);
}

function takeFrame(world: World, frame: T.ValueFrame): boolean {
  const tile = world.tiles.get(frame.episode_id);
  if (!tile) return false;
  const of = world.readings.get(frame.episode_id) ?? new Map<string, Reading>();
  world.readings.set(frame.episode_id, of);
  const cadence_ms = tile.devices.find((d) => d.id === frame.device_id)?.cadence_ms ?? null;
  const { at, received_at, late, device_id } = frame;
  let changed = false;
  for (const vital of new Set([...Object.keys(frame.values), ...Object.keys(frame.flags ?? {})])) {
    const value = frame.values[vital] ?? null;
    const flags = frame.flags?.[vital] ?? [];
    changed =
      takeValue(of, { vital, value, last: null, at, received_at, flags, late, device_id, cadence_ms }) || changed;
  }
  return changed;
}

/**
 * Takes an alert unless its version is lower than the known one. The same version is taken once more if the hub could not
 * record it before and now has. Returns whether it was taken.
 */
export function takeAlert(world: World, alert: T.Alert): boolean {
  const known = world.versions.get(alert.id) ?? -1;
  const nowRecorded = alert.recorded && world.alerts.get(alert.id)?.recorded === false;
  if (known > alert.version || (known === alert.version && !nowRecorded)) return false;
  world.versions.set(alert.id, alert.version);
  if (alert.open) world.alerts.set(alert.id, alert);
  else world.alerts.delete(alert.id);
  return true;
}

function takeGone(world: World, topic: T.Topic, key: string): void {
  if (topic === 'stays') world.tiles.delete(key);
  if (topic === 'stays' || topic === 'wall') world.readings.delete(key);
}

function takeItem(world: World, topic: T.Topic, item: T.Item, change: Change): void {
  const { key, alert } = item;
  if (item.stay) world.tiles.set(key, item.stay);
  if (item.newest) takeNewest(world, key, item.newest);
  if (item.gone) takeGone(world, topic, key);
  // Once a frame another map: who looks at it sees that something changed.
  if (topic === 'climbs' && !change.climbs) world.climbs = new Map(world.climbs);
  if (topic === 'climbs') change.climbs = true;
  if (item.climb) world.climbs.set(key, item.climb);
  if (item.quiet) takeQuiet(world, key, item.quiet);
  if (topic === 'climbs') {
    if (item.gone) world.climbs.delete(key);
    return;
  }
  if (item.stay || item.newest || (item.gone && topic !== 'patient' && topic !== 'dispatch')) change.tiles.add(key);
  if (item.frame && takeFrame(world, item.frame)) change.tiles.add(key);
  if (topic === 'watch') takeWatch(world, item);
  if (topic === 'dispatch') world.board = takeBoard(world.board, item);
  if (item.gateway) {
    change.gateways = true;
    world.gateways.set(key, item.gateway);
    for (const id of item.gateway.episode_ids) change.tiles.add(id);
  }
  if (item.observation) change.observed.set(key, item.observation);
  else if (item.unknown) change.observed.set(key, undefined);
  else if (item.gone && topic === 'patient') change.observed.set(key, null);
  if (item.changed) change.kept.add(topic === 'tasks' ? ALL_TASKS : key);
  if (item.canary) change.canary = item.version;
  if (alert) takeAlertItem(world, alert, change);
}

/** Another map with each change: who looks at it sees that something changed. */
function takeQuiet(world: World, stay: string, quiets: T.Quiet[]): void {
  world.quiets = new Map(world.quiets);
  if (quiets.length > 0) world.quiets.set(stay, quiets);
  else world.quiets.delete(stay);
}

/** The same of who watches. */
function takeWatch(world: World, item: T.Item): void {
  if (item.watch) world.watch = item.watch;
  if (!item.held && !item.gone) return;
  world.watches = new Map(world.watches);
  if (item.held) world.watches.set(item.key, item.held);
  else world.watches.delete(item.key);
}

function takeAlertItem(world: World, alert: T.Alert, change: Change): void {
  const before = world.alerts.get(alert.id);
  if (!takeAlert(world, alert)) return;
  change.alerts = true;
  if (alert.episode_id) change.tiles.add(alert.episode_id);
  if (alert.open && before?.priority !== alert.priority) change.fresh.push(alert);
}

/** What a whole snapshot of a topic replaces. */
function forget(world: World, topic: T.Topic): void {
  if (topic === 'stays') world.tiles = new Map();
  if (topic === 'wall') world.readings = new Map();
  if (topic === 'gateways') world.gateways = new Map();
  if (topic === 'watch') world.watches = new Map();
  if (topic === 'climbs') {
    world.climbs = new Map();
    world.quiets = new Map();
  }
  if (topic === 'dispatch') world.board = emptyBoard();
  if (topic === 'alerts') {
    world.alerts = new Map();
    world.versions = new Map();
  }
}

function snapshot(world: World, frame: T.SnapshotFrame): Change {
  const change = noChange();
  const name = nameOf(frame);
  if (!world.followed.has(name)) return change;
  if (world.places.size === 0) world.epoch = frame.epoch;
  if (frame.epoch !== world.epoch) return { ...change, resync: 'epoch changed' };
  const pages = frame.page === 0 ? frame.items : [...(world.places.get(name)?.pages ?? []), ...frame.items];
  const whole = frame.page + 1 === frame.pages;
  world.places.set(name, { seq: frame.seq, pages: whole ? [] : pages, whole });
  if (!whole) return change;
  const known = world.alerts;
  forget(world, frame.topic);
  for (const item of pages) takeItem(world, frame.topic, item, change);
  const fresh = change.fresh.filter((a) => known.get(a.id)?.priority !== a.priority);
  return {
    ...change,
    everything: true,
    alerts: change.alerts || frame.topic === 'alerts',
    climbs: frame.topic === 'climbs',
    gateways: frame.topic === 'gateways',
    whole: name,
    fresh,
  };
}

function delta(world: World, frame: T.DeltaFrame): Change {
  const change = noChange();
  const place = world.places.get(nameOf(frame));
  // It is not followed any more, and this was under way.
  if (!place?.whole) return change;
  if (frame.epoch !== world.epoch) return { ...change, resync: 'epoch changed' };
  if (frame.after !== place.seq) return { ...change, resync: 'sequence jumped' };
  place.seq = frame.seq;
  for (const item of frame.items) takeItem(world, frame.topic, item, change);
  return change;
}

function heartbeat(world: World, frame: T.HeartbeatFrame): Change {
  const change = noChange();
  world.latency = frame.latency;
  if (world.places.size === 0) return change;
  if (frame.epoch !== world.epoch) return { ...change, resync: 'epoch changed' };
  for (const [topic, seq] of Object.entries(frame.positions)) {
    const place = world.places.get(topic);
    if (place?.whole && place.seq !== seq) return { ...change, resync: 'sequence jumped' };
  }
  if (!world.places.get('alerts')?.whole) return change;
  if (alertsHash(world.alerts.values()) !== frame.alerts_hash) return { ...change, resync: 'alert set differs' };
  return change;
}

/** A new connection: what is shown stays, and each subject begins anew with its snapshot. */
export function begin(world: World): void {
  world.places.clear();
}

/** From now on these subjects are followed, and no other. */
export function follow(world: World, subjects: readonly T.Subject[]): void {
  world.followed = new Set(subjects.map(nameOf));
  for (const name of world.places.keys()) if (!world.followed.has(name)) world.places.delete(name);
}

/** True if this connection has told all of it. */
export const isWhole = (world: World, subject: T.Subject): boolean => world.places.get(nameOf(subject))?.whole === true;

/** Takes a frame. If `resync` is set afterwards, the world must not be trusted until the next snapshot. */
export function take(world: World, frame: T.FeedFrame): Change {
  switch (frame.type) {
    case 'snapshot':
      return snapshot(world, frame);
    case 'delta':
      return delta(world, frame);
    case 'heartbeat':
      return heartbeat(world, frame);
    default:
      return noChange();
  }
}
