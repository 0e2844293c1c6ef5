/** Everything that the feed has told, and the rules for taking in one more frame. No clock, no DOM. */
import type * as T from '../api/types';
import { alertsHash } from './alerthash';

/** The newest reading of a vital, and the newest one that had a number. */
export interface Reading {
  now: T.Value;
  good: T.Value | null;
}

export interface World {
  epoch: string;
  seq: number;
  tiles: Map<string, T.Tile>;
  /** By episode, then by vital. */
  readings: Map<string, Map<string, Reading>>;
  /** Open alerts only. */
  alerts: Map<string, T.Alert>;
  /** The highest version seen of each alert, closed ones included, so that an old version cannot open it again. */
  versions: Map<string, number>;
  watch: T.Watch;
  gateways: Map<string, T.GatewayBrief>;
  latency: T.Latency | null;
}

export type Resync = 'epoch changed' | 'sequence jumped' | 'alert set differs' | 'delta before snapshot';

/** What a frame has changed, so that only that is painted again. */
export interface Change {
  tiles: Set<string>;
  everything: boolean;
  alerts: boolean;
  /** Alerts that are new, or became more urgent, since the last frame. */
  fresh: T.Alert[];
  resync: Resync | null;
}

export const emptyWorld = (): World => ({
  epoch: '',
  seq: -1,
  tiles: new Map(),
  readings: new Map(),
  alerts: new Map(),
  versions: new Map(),
  watch: { holder: null, since_at: null },
  gateways: new Map(),
  latency: null,
});

const noChange = (): Change => ({ tiles: new Set(), everything: false, alerts: false, fresh: [], resync: null });

/** The newest number that this value tells: its own, or the last one before it. */
const goodOf = (value: T.Value): T.Value | null =>
  value.value !== null ? value : value.last ? { ...value, ...value.last, last: null } : null;

/** Takes one value. A value of an older instant never replaces a newer one. Returns whether anything changed. */
export function takeValue(of: Map<string, Reading>, value: T.Value): boolean {
  const before = of.get(value.vital);
  const good = goodOf(value);
  if (before && value.at < before.now.at) {
    if (!good || (before.good && good.at <= before.good.at)) return false;
    of.set(value.vital, { now: before.now, good });
    return true;
  }
  of.set(value.vital, { now: value, good: good ?? before?.good ?? null });
  return true;
}

function takeTile(world: World, tile: T.Tile): void {
  world.tiles.set(tile.episode_id, tile);
  const of = world.readings.get(tile.episode_id) ?? new Map<string, Reading>();
  world.readings.set(tile.episode_id, of);
  for (const value of tile.values) takeValue(of, value);
}

function takeFrame(world: World, frame: T.ValueFrame): boolean {
  const tile = world.tiles.get(frame.episode_id);
  const of = world.readings.get(frame.episode_id);
  if (!tile || !of) return false;
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

function snapshot(world: World, frame: T.SnapshotFrame): Change {
  const known = world.alerts;
  Object.assign(world, emptyWorld(), { epoch: frame.epoch, seq: frame.seq, latency: world.latency });
  for (const tile of frame.tiles) takeTile(world, tile);
  for (const alert of frame.alerts) takeAlert(world, alert);
  for (const gateway of frame.gateways) world.gateways.set(gateway.id, gateway);
  world.watch = frame.watch;
  const fresh = [...world.alerts.values()].filter((a) => known.get(a.id)?.priority !== a.priority);
  return { ...noChange(), everything: true, alerts: true, fresh };
}

function delta(world: World, frame: T.DeltaFrame): Change {
  const change = noChange();
  if (world.seq < 0) return { ...change, resync: 'delta before snapshot' };
  if (frame.epoch !== world.epoch) return { ...change, resync: 'epoch changed' };
  if (frame.seq !== world.seq + 1) return { ...change, resync: 'sequence jumped' };
  world.seq = frame.seq;
  for (const tile of frame.tiles ?? []) {
    takeTile(world, tile);
    change.tiles.add(tile.episode_id);
  }
  for (const id of frame.removed ?? []) {
    world.tiles.delete(id);
    world.readings.delete(id);
    change.tiles.add(id);
  }
  for (const value of frame.values ?? []) if (takeFrame(world, value)) change.tiles.add(value.episode_id);
  for (const alert of frame.alerts ?? []) {
    const before = world.alerts.get(alert.id);
    if (!takeAlert(world, alert)) continue;
    change.alerts = true;
    if (alert.episode_id) change.tiles.add(alert.episode_id);
    if (alert.open && before?.priority !== alert.priority) change.fresh.push(alert);
  }
  if (frame.watch) world.watch = frame.watch;
  for (const gateway of frame.gateways ?? []) {
    world.gateways.set(gateway.id, gateway);
    for (const id of gateway.episode_ids) change.tiles.add(id);
  }
  return change;
}

function heartbeat(world: World, frame: T.HeartbeatFrame): Change {
  const change = noChange();
  if (world.seq < 0) return change;
  if (frame.epoch !== world.epoch) return { ...change, resync: 'epoch changed' };
  if (frame.seq !== world.seq) return { ...change, resync: 'sequence jumped' };
  world.latency = frame.latency;
  if (alertsHash(world.alerts.values()) !== frame.alerts_hash) return { ...change, resync: 'alert set differs' };
  return change;
}

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
