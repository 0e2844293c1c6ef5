/**
 * The live hub, as components see it: the one place where feed, clock, watchdog and paint loop meet. Each part keeps
 * its own state: `Pulse` whether the screen is current, `Picture` what is on it, `Delays` how late it is.
 */
import { Feed } from '../api/feed';
import * as calls from '../api/calls';
import type { Alert, FeedFrame, Watch, WaveformFrame } from '../api/types';
import { Delays } from './delays.svelte';
import { Picture } from './picture.svelte';
import { Pulse } from './pulse.svelte';
import { Sparks } from './sparks';
import WatchdogWorker from './watchdog.worker?worker';

class Hub {
  loaded = $state(false);
  /** True while the pointer or the focus is on a tile; the wall sets it. */
  held = false;
  onFresh: ((alerts: Alert[]) => void) | null = null;
  readonly delays = new Delays();

  private readonly pulse = new Pulse();
  private readonly picture = new Picture(() => this.pulse.now());
  private readonly sparks = new Sparks(this.picture.tiles);
  private onWaveform: ((frame: WaveformFrame) => void) | null = null;
  private worker: Worker | null = null;
  private painting = 0;
  private readonly feed = new Feed({
    frame: (frame) => this.receive(frame),
    connection: (open, attempt) => this.connection(open, attempt),
  });

  get liveness() {
    return this.pulse.liveness;
  }
  get second() {
    return this.pulse.second;
  }
  get lastHeardAt() {
    return this.pulse.lastHeardAt;
  }
  get silence_s() {
    return this.pulse.silence_s;
  }
  get tiles() {
    return this.picture.tiles;
  }
  get order() {
    return this.picture.order;
  }
  get alerts() {
    return this.picture.alerts;
  }
  get watch() {
    return this.picture.watch;
  }

  start(): void {
    this.pulse.start();
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
    this.loaded = false;
    this.picture.clear();
    this.pulse.stop();
  }

  /** Hub time in milliseconds, now. */
  now(): number {
    return this.pulse.now();
  }

  covered(): boolean {
    return this.pulse.covered();
  }

  tryNow(): void {
    this.feed.reconnect();
  }

  takeWatch(watch: Watch): void {
    this.picture.takeWatch(watch);
  }

  watchWaveform(episode: string | null, onFrame: ((frame: WaveformFrame) => void) | null): void {
    this.onWaveform = onFrame;
    this.feed.watchWaveform(episode ? { episode_id: episode, kind: 'pleth' } : null);
  }

  /** The readings of an episode, plain; repaint on `tiles.get(episode).view`. */
  readingsOf(episode: string) {
    return this.picture.readingsOf(episode);
  }

  private connection(open: boolean, attempt: number): void {
    this.pulse.connection(open);
    // If the feed does not come back, the session may have ended: the answer to this call would then sign the screen out.
    if (!open && attempt % 4 === 2) void calls.session().catch(() => undefined);
    this.look();
  }

  private readonly look = (): void => {
    if (this.pulse.look()) this.tick();
    if (!this.pulse.tired()) return;
    this.pulse.renewed();
    this.feed.reconnect();
  };

  private tick(): void {
    this.delays.tick(this.picture.latency, this.silence_s < 2);
    this.picture.tick();
    if (this.loaded && !this.covered()) this.sparks.tick(this.second);
  }

  private receive(frame: FeedFrame): void {
    this.look();
    if (frame.type === 'waveform') return this.onWaveform?.(frame);
    this.pulse.hear(frame.server_time, frame.type === 'snapshot');
    if (frame.type === 'delta') for (const v of frame.values ?? []) if (!v.late) this.delays.arrived(v.at);
    const change = this.picture.take(frame);
    if (change.resync) this.feed.reconnect();
    else if (change.fresh.length > 0) this.onFresh?.(change.fresh);
    if (frame.type === 'snapshot') this.snapshotTaken();
    this.look();
  }

  private snapshotTaken(): void {
    this.feed.settled();
    this.loaded = true;
    this.sparks.forget();
    this.pulse.renewed();
  }

  private paint(): void {
    if (!this.loaded || this.covered()) return;
    const now = this.now();
    this.picture.paint(now, this.held);
    this.delays.painted(now, this.liveness === 'live');
  }
}

export const hub = new Hub();
