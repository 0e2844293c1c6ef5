/**
 * The live picture: feed, clock and paint loop in one place. Components read signals; the world behind them is plain
 * data, changed by pure functions. Frames are taken in at once and painted at most once per animation frame.
 */
import { SvelteMap } from 'svelte/reactivity';
import { Feed } from '../api/feed';
import * as calls from '../api/calls';
import type { Alert, FeedFrame, GatewayBrief, Watch, WaveformFrame } from '../api/types';
import { nextOrder, type Order, type Standing } from '../model/acuity';
import { Backlog } from '../model/backlog';
import * as live from '../model/liveness';
import { Durations } from '../model/percentile';
import { sparkFrom, type Spark } from '../model/sparkline';
import { tileView, type TileView } from '../model/tileview';
import { emptyWorld, take, type Change } from '../model/world';
import { TileState } from './tilestate.svelte';
import WatchdogWorker from './watchdog.worker?worker';

/** Tiles repainted in one animation frame at most: 1,000 patients at 1 Hz need 17. */
const TILES_PER_FRAME = 40;
const FRAMES_PER_ROUND = 60;
const SPARK_MINUTES = 60;

const instant = (): live.Instant => ({ mono: performance.now(), wall: Date.now() });

class Hub {
  /** What the truth bar says. */
  liveness = $state<live.Liveness>('connecting');
  /** Hub time in whole seconds; while covered, it stands at the last heard. */
  second = $state(0);
  /** Hub time of the newest frame, for "as of". */
  lastHeardAt = $state<number | null>(null);
  silence_s = $state(0);
  beats = $state.raw<(number | null)[]>([]);
  latency = $state.raw<{ p50_ms: number | null; p99_ms: number | null; count: number }>({
    p50_ms: null,
    p99_ms: null,
    count: 0,
  });
  alerts = $state.raw<Alert[]>([]);
  watch = $state.raw<Watch>({ holder: null, since_at: null });
  gateways = $state.raw<GatewayBrief[]>([]);
  order = $state.raw<Order>({ placed: [], changed_at: -Infinity });
  loaded = $state(false);
  attempts = $state(0);
  resyncs = $state.raw<{ at: number; why: string }[]>([]);
  readonly tiles = new SvelteMap<string, TileState>();
  /** Set by the wall while the pointer or the focus is on a tile. */
  held = false;
  onWaveform: ((frame: WaveformFrame) => void) | null = null;
  onFresh: ((alerts: Alert[]) => void) | null = null;

  private world = emptyWorld();
  private byEpisode = new Map<string, Alert[]>();
  private heard: live.Heard | null = null;
  private connected = false;
  private since: live.Instant = { mono: 0, wall: 0 };
  private last: live.Instant = { mono: 0, wall: 0 };
  private wokeAt: number | null = null;
  private worker: Worker | null = null;
  private painting = 0;
  private orderDirty = true;
  private lastReconnect = 0;
  private sparksAt = 0;
  private readonly backlog = new Backlog();
  private readonly durations = new Durations(4_000);
  private readonly unpainted: number[] = [];
  private readonly feed = new Feed({
    frame: (frame) => this.receive(frame),
    connection: (open, attempt) => this.connection(open, attempt),
  });

  start(): void {
    this.since = this.last = instant();
    this.lastReconnect = this.since.mono;
    this.feed.start();
    this.worker = new WatchdogWorker();
    this.worker.onmessage = () => this.look();
    document.addEventListener('visibilitychange', this.look);
    const loop = (): void => {
      this.look();
      this.paint();
      this.painting = requestAnimationFrame(loop);
    };
    loop();
  }

  stop(): void {
    this.feed.stop();
    this.worker?.terminate();
    document.removeEventListener('visibilitychange', this.look);
    cancelAnimationFrame(this.painting);
    this.world = emptyWorld();
    this.tiles.clear();
    this.alerts = [];
    this.order = { placed: [], changed_at: -Infinity };
    this.loaded = false;
    this.heard = null;
    this.liveness = 'connecting';
  }

  /** Hub time in milliseconds, now. */
  now(): number {
    return live.hubNow(this.heard, instant());
  }

  covered(): boolean {
    return live.isCovered(this.liveness);
  }

  tryNow(): void {
    this.feed.reconnect();
  }

  alertsOf(episode: string): Alert[] {
    return this.byEpisode.get(episode) ?? [];
  }

  alert(id: string): Alert | undefined {
    return this.world.alerts.get(id);
  }

  takeWatch(watch: Watch): void {
    this.watch = this.world.watch = watch;
  }

  watchWaveform(episode: string | null, onFrame: ((frame: WaveformFrame) => void) | null): void {
    this.onWaveform = onFrame;
    this.feed.watchWaveform(episode ? { episode_id: episode, kind: 'pleth' } : null);
  }

  /** The readings of an episode, plain; repaint on `tiles.get(episode).view`. */
  readingsOf(episode: string) {
    return this.world.readings.get(episode);
  }

  private connection(open: boolean, attempt: number): void {
    this.connected = open;
    this.attempts = attempt;
    // A feed that stays away may be a session that ended: the answer to this question signs the screen out.
    if (!open && attempt % 4 === 2) void calls.session().catch(() => undefined);
    this.look();
  }

  /** Looks at the clock: after a sleep the page is covered before anything is painted. */
  private readonly look = (): void => {
    const now = instant();
    if (live.slept(this.last, now)) this.wokeAt = now.mono;
    this.last = now;
    const state = live.liveness(
      { heard: this.heard, connected: this.connected, since: this.since, wokeAt: this.wokeAt },
      now,
    );
    if (state === 'live' && this.wokeAt !== null) this.wokeAt = null;
    if (state !== this.liveness) this.liveness = state;
    const quiet = live.silence(this.heard, now);
    const quiet_s = Number.isFinite(quiet) ? Math.floor(quiet / 1000) : 0;
    if (quiet_s !== this.silence_s) this.silence_s = quiet_s;
    const second = Math.floor(live.hubNow(this.heard, now) / 1000);
    if (second !== this.second) this.tick(second);
    const waited = Math.min(quiet, now.mono - this.lastReconnect);
    if (this.connected && waited > live.RECONNECT_MS) this.giveUp(now);
  };

  private giveUp(now: live.Instant): void {
    this.lastReconnect = now.mono;
    this.feed.reconnect();
  }

  private tick(second: number): void {
    this.second = second;
    this.beats = [...this.beats.slice(-59), this.silence_s < 2 ? (this.world.latency?.p50_ms ?? 0) : null];
    this.orderDirty = true;
    const p50 = this.durations.percentile(50);
    const hub = this.world.latency;
    if (p50 !== null)
      this.latency = { p50_ms: p50, p99_ms: this.durations.percentile(99), count: this.durations.count };
    else if (hub) this.latency = hub;
    if (this.loaded && second - this.sparksAt >= 60 && !this.covered()) void this.fetchSparks();
  }

  private receive(frame: FeedFrame): void {
    this.look();
    if (frame.type === 'waveform') return this.onWaveform?.(frame);
    if (frame.type === 'snapshot') this.heard = null;
    this.heard = live.hear(this.heard, instant(), frame.server_time);
    this.lastHeardAt = frame.server_time;
    if (frame.type === 'delta') for (const v of frame.values ?? []) this.liveValue(v);
    this.apply(take(this.world, frame));
    if (frame.type === 'snapshot') this.snapshotTaken();
    this.look();
  }

  private snapshotTaken(): void {
    this.feed.settled();
    this.loaded = true;
    this.sparksAt = 0;
    this.lastReconnect = performance.now();
  }

  private liveValue(frame: {
    episode_id: string;
    at: number;
    late: boolean;
    values: Record<string, number | null>;
  }): void {
    const tile = this.tiles.get(frame.episode_id);
    if (!frame.late) this.unpainted.push(frame.at);
    if (!tile) return;
    for (const [vital, value] of Object.entries(frame.values)) {
      if (value !== null) tile.sample(vital, frame.at, value);
    }
  }

  private apply(change: Change): void {
    if (change.resync) {
      this.resyncs = [...this.resyncs.slice(-19), { at: this.now(), why: change.resync }];
      this.feed.reconnect();
      return;
    }
    if (change.alerts) this.alertsChanged();
    if (change.everything) this.rebuild();
    for (const id of change.tiles) {
      if (this.world.tiles.has(id) && this.tiles.has(id)) this.backlog.mark(id);
      else this.addOrRemove(id);
    }
    if (this.watch !== this.world.watch) this.watch = this.world.watch;
    this.gateways = [...this.world.gateways.values()];
    if (change.fresh.length > 0) this.onFresh?.(change.fresh);
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

  private alertsChanged(): void {
    this.alerts = [...this.world.alerts.values()];
    this.byEpisode = new Map();
    for (const alert of this.alerts) {
      if (alert.episode_id) this.byEpisode.set(alert.episode_id, [...this.alertsOf(alert.episode_id), alert]);
    }
    this.orderDirty = true;
  }

  private viewOf(id: string): TileView | null {
    const tile = this.world.tiles.get(id);
    const readings = this.world.readings.get(id);
    if (!tile || !readings) return null;
    const gateway = tile.gateway_id ? this.world.gateways.get(tile.gateway_id) : undefined;
    return tileView({ tile, readings, alerts: this.alertsOf(id), gateway }, this.now());
  }

  /** One animation frame: changed tiles, a slice of all for their ages, and the order when it is due. */
  private paint(): void {
    if (!this.loaded || this.covered()) return;
    const now = this.now();
    const ids = [...this.tiles.keys()];
    for (const id of this.backlog.next(ids, TILES_PER_FRAME, FRAMES_PER_ROUND)) {
      const view = this.viewOf(id);
      const tile = this.tiles.get(id);
      if (view && tile) tile.paint(view, now);
    }
    if (this.orderDirty) this.sort();
    for (const at of this.unpainted.splice(0)) if (this.liveness === 'live') this.durations.add(Math.max(0, now - at));
  }

  private sort(): void {
    this.orderDirty = false;
    const wanted: Standing[] = [];
    for (const tile of this.tiles.values()) wanted.push(tile.view.standing);
    const order = nextOrder(this.order, wanted, performance.now(), this.held);
    if (order !== this.order) this.order = order;
  }

  private async fetchSparks(): Promise<void> {
    this.sparksAt = this.second;
    const answer = await calls.sparklines(SPARK_MINUTES, SPARK_MINUTES).catch(() => null);
    if (!answer) return;
    const count = Math.max(1, Math.round((answer.to - answer.from) / answer.bucket_ms));
    const byEpisode = new Map<string, Record<string, Spark>>();
    for (const s of answer.series) {
      const of = byEpisode.get(s.episode_id) ?? {};
      of[s.vital] = sparkFrom(answer.from, answer.bucket_ms, count, s.points);
      byEpisode.set(s.episode_id, of);
    }
    const waiting = [...byEpisode];
    const some = (): void => {
      for (const [id, sparks] of waiting.splice(0, TILES_PER_FRAME)) {
        const tile = this.tiles.get(id);
        tile?.replaceSparks(sparks);
      }
      if (waiting.length > 0) requestAnimationFrame(some);
    };
    some();
  }
}

export const hub = new Hub();
