/**
 * What the feed has told, as signals. Behind them stands the world, plain data changed by pure functions; a frame
 * that changed a tile only marks it, and an animation frame repaints what is marked.
 */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type {
  Alert,
  Climb,
  DeltaFrame,
  GatewayBrief,
  HeartbeatFrame,
  Latency,
  Quiet,
  SnapshotFrame,
  StayWatch,
  Subject,
  ValueFrame,
  Watch,
} from '../api/types';
import { nextOrder, type Order, type Standing } from '../model/acuity';
import { alertsByEpisode } from '../model/alertview';
import { Backlog } from '../model/backlog';
import { emptyBoard, type Board } from '../model/board';
import { tileView, type TileView } from '../model/tileview';
import { nameOf } from '../model/subjects';
import { begin, emptyWorld, follow, isWhole, NO_WATCH, take, type Change, type Reading } from '../model/world';
import { TileState } from './tilestate.svelte';

/** The most tiles that are repainted in one animation frame. 1,000 patients at 1 Hz need 17. */
const TILES_PER_FRAME = 40;
const FRAMES_PER_ROUND = 60;

/** Of a stay whose values are not told, or not yet. */
const NONE_KNOWN: ReadonlyMap<string, Reading> = new Map();

const NO_CLIMBS: ReadonlyMap<string, Climb> = new Map();

const NO_QUIETS: ReadonlyMap<string, Quiet[]> = new Map();

const NO_WATCHES: ReadonlyMap<string, StayWatch> = new Map();

const noOrder = (): Order => ({ placed: [], changed_at: -Infinity });

export class Picture {
  alerts = $state.raw<Alert[]>([]);
  /** By alert. */
  climbs = $state.raw<ReadonlyMap<string, Climb>>(NO_CLIMBS);
  /** What keeps alerts quiet, by stay. */
  quiets = $state.raw<ReadonlyMap<string, Quiet[]>>(NO_QUIETS);
  watch = $state.raw<Watch>(NO_WATCH);
  /** Who holds the watch of each stay, by episode; empty where no shifts are kept. */
  watches = $state.raw<ReadonlyMap<string, StayWatch>>(NO_WATCHES);
  gateways = $state.raw<readonly GatewayBrief[]>([]);
  /** Incidents and units. */
  board = $state.raw<Board>(emptyBoard());
  order = $state.raw<Order>(noOrder());
  readonly tiles = new SvelteMap<string, TileState>();
  /** Names of the subjects that have been told since they were followed, through all connections. */
  readonly told = new SvelteSet<string>();

  private world = emptyWorld();
  private byEpisode = alertsByEpisode([]);
  private orderDirty = true;
  private readonly backlog = new Backlog();

  /** @param now hub time, for the ages of what is new on the wall */
  constructor(private readonly now: () => number) {}

  clear(): void {
    this.world = { ...emptyWorld(), followed: this.world.followed };
    this.told.clear();
    this.tiles.clear();
    this.alerts = [];
    this.climbs = NO_CLIMBS;
    this.quiets = NO_QUIETS;
    this.watches = NO_WATCHES;
    this.gateways = [];
    this.board = emptyBoard();
    this.byEpisode = alertsByEpisode([]);
    this.order = noOrder();
  }

  /** A new connection tells every subject anew. */
  begin(): void {
    begin(this.world);
  }

  follow(subjects: readonly Subject[]): void {
    follow(this.world, subjects);
    for (const name of this.told) if (!this.world.followed.has(name)) this.told.delete(name);
  }

  /** True if this connection has told all of them. */
  isWhole(subjects: readonly Subject[]): boolean {
    return subjects.every((subject) => isWhole(this.world, subject));
  }

  has(subject: Subject): boolean {
    return this.told.has(nameOf(subject));
  }

  /** The latency that the hub measures. */
  get latency(): Latency | null {
    return this.world.latency;
  }

  /** Plain data: repaint on `tiles.get(episode).view`. */
  readingsOf(episode: string): Map<string, Reading> | undefined {
    return this.world.readings.get(episode);
  }

  takeWatch(watch: Watch): void {
    this.watch = this.world.watch = watch;
  }

  /** Takes in a frame. A change that asks for a resync is not shown. */
  take(frame: SnapshotFrame | DeltaFrame | HeartbeatFrame): Change {
    if (frame.type === 'delta' && frame.topic === 'wall')
      for (const item of frame.items) if (item.frame) this.sample(item.frame);
    const change = take(this.world, frame);
    if (change.whole) this.told.add(change.whole);
    if (!change.resync) this.show(change);
    return change;
  }

  private sample({ episode_id, at, values }: ValueFrame): void {
    const tile = this.tiles.get(episode_id);
    if (!tile) return;
    for (const [vital, value] of Object.entries(values)) if (value !== null) tile.sample(vital, at, value);
  }

  private show(change: Change): void {
    if (change.alerts) this.alertsChanged();
    if (change.climbs) this.climbs = this.world.climbs;
    if (change.gateways) this.gateways = [...this.world.gateways.values()];
    if (change.everything) this.rebuild();
    for (const id of change.tiles) {
      if (this.world.tiles.has(id) && this.tiles.has(id)) this.backlog.mark(id);
      else this.addOrRemove(id);
    }
    if (this.quiets !== this.world.quiets) this.quiets = this.world.quiets;
    if (this.watch !== this.world.watch) this.watch = this.world.watch;
    if (this.watches !== this.world.watches) this.watches = this.world.watches;
    if (this.board !== this.world.board) this.board = this.world.board;
  }

  private alertsChanged(): void {
    this.alerts = [...this.world.alerts.values()];
    this.byEpisode = alertsByEpisode(this.alerts);
    this.orderDirty = true;
  }

  private rebuild(): void {
    for (const id of this.tiles.keys()) if (!this.world.tiles.has(id)) this.tiles.delete(id);
    for (const id of this.world.tiles.keys()) this.addOrRemove(id);
    this.orderDirty = true;
  }

  private addOrRemove(id: string): void {
    const view = this.viewOf(id);
    const known = this.tiles.get(id);
    if (!view) this.tiles.delete(id);
    else if (known) known.view = view;
    else this.tiles.set(id, new TileState(view));
    this.orderDirty = true;
  }

  private viewOf(id: string): TileView | null {
    const tile = this.world.tiles.get(id);
    if (!tile) return null;
    const readings = this.world.readings.get(id) ?? NONE_KNOWN;
    const gateway = tile.gateway_id ? this.world.gateways.get(tile.gateway_id) : undefined;
    return tileView({ tile, readings, alerts: this.byEpisode.get(id) ?? [], gateway }, this.now());
  }

  /** To be called once a second: places on the wall are judged again, because a value may have grown old. */
  tick(): void {
    this.orderDirty = true;
  }

  /** One animation frame: changed tiles, a slice of all for their ages, and the order when it is due. */
  paint(now: number, held: boolean): void {
    for (const id of this.backlog.next([...this.tiles.keys()], TILES_PER_FRAME, FRAMES_PER_ROUND)) {
      const view = this.viewOf(id);
      const tile = this.tiles.get(id);
      if (view && tile) tile.paint(view, now);
    }
    if (this.orderDirty) this.sort(held);
  }

  private sort(held: boolean): void {
    this.orderDirty = false;
    const wanted: Standing[] = [];
    for (const tile of this.tiles.values()) wanted.push(tile.view.standing);
    const order = nextOrder(this.order, wanted, performance.now(), held);
    if (order !== this.order) this.order = order;
  }
}
