/**
 * The live hub, as components see it: the one place where feed, clock, watchdog and paint loop meet. Each part keeps
 * its own state: `Pulse` whether the screen is current, `Picture` what is on it, `Delays` how late it is.
 */
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { Feed } from '../api/feed';
import * as calls from '../api/calls';
import type { Alert, FeedFrame, Observation, Post, Subject, Watch, WaveformFrame } from '../api/types';
import { Confirming, postsOf, unconfirmed } from '../model/climb';
import { withWall } from '../model/subjects';
import { ALL_TASKS } from '../model/world';
import { Delays } from './delays.svelte';
import { Picture } from './picture.svelte';
import { Pulse } from './pulse.svelte';
import { session } from './session.svelte';
import { Sparks } from './sparks';
import { loadAnew } from './outdated';
import WatchdogWorker from './watchdog.worker?worker';

/** So long the wall is followed on after it was left: a look at a patient is shorter. */
const WALL_LINGERS_MS = 20_000;

/** What holds of a code that is observed by hand: an observation, none, or undefined if the hub has to be asked. */
export type Observed = ReadonlyMap<string, Observation | null | undefined>;

class Hub {
  loaded = $state(false);
  /** Why the hub does not tell what this page is about: a code. */
  refused = $state<string | null>(null);
  /** True while the pointer or the focus is on a tile; the wall sets it. */
  held = false;
  /** Why the hub closed the feed last, as it said; empty while it lives. */
  closing = $state('');
  /** The alerts that somebody has open on this screen, each as often as it is. */
  private readonly opened = new Map<string, number>();
  onFresh: ((alerts: Alert[]) => void) | null = null;
  readonly delays = new Delays();

  private readonly pulse = new Pulse();
  private readonly picture = new Picture(() => this.pulse.now());
  private readonly sparks = new Sparks(this.picture.tiles);
  private onWaveform: ((frame: WaveformFrame) => void) | null = null;
  private onObserved: ((observed: Observed | 'all') => void) | null = null;
  private readonly kept = new SvelteMap<string, number>();
  private keptAll = $state(0);
  private page: readonly Subject[] = [];
  private waveforms: readonly Subject[] = [];
  private wallLingers = false;
  private lingering = 0;
  private readonly confirming = new Confirming();
  private canary: number | null = null;
  private firstFrame = true;
  private worker: Worker | null = null;
  private painting = 0;
  private readonly feed = new Feed({
    frame: (frame) => this.receive(frame),
    connection: (open, attempt) => this.connection(open, attempt),
    closed: (why) => this.closedFor(why),
    outdated: loadAnew,
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
  get climbs() {
    return this.picture.climbs;
  }
  /** What keeps alerts quiet, by stay. */
  get quiets() {
    return this.picture.quiets;
  }
  get watch() {
    return this.picture.watch;
  }

  /** Incidents and units; told where the page follows them. */
  get board() {
    return this.picture.board;
  }

  /** Told where the page follows gateways. */
  get gateways() {
    return this.picture.gateways;
  }

  /** Who holds the watch of each stay, by episode; empty where no shifts are kept. */
  get watches() {
    return this.picture.watches;
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

  /** Somebody looks at an alert, until the returned function is called: the hub is told that it was opened. */
  opens(alert: string): () => void {
    this.opened.set(alert, (this.opened.get(alert) ?? 0) + 1);
    return () => {
      const left = (this.opened.get(alert) ?? 1) - 1;
      if (left > 0) this.opened.set(alert, left);
      else this.opened.delete(alert);
    };
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

  /** What the page that is open shows: the hub tells this screen nothing else. */
  follow(page: readonly Subject[]): void {
    const left = this.shows(this.page) && !this.shows(page);
    this.page = page;
    this.refused = null;
    clearTimeout(this.lingering);
    this.wallLingers = left || (this.wallLingers && !this.shows(page));
    if (this.wallLingers) this.lingering = window.setTimeout(() => this.leaveWall(), WALL_LINGERS_MS);
    this.subscribe();
  }

  /** True if all of it has been told. */
  has(subject: Subject): boolean {
    return this.picture.has(subject);
  }

  /** Follows waveforms of the patient whose page is open: the hub encodes those alone, and none once the list is empty. */
  watchWaveforms(keys: readonly string[], onFrame: ((frame: WaveformFrame) => void) | null): void {
    this.onWaveform = onFrame;
    this.waveforms = keys.map((key) => ({ topic: 'waveform', key }));
    this.subscribe();
  }

  /** Told what changes of what is observed by hand of the patient whose page is open; `all` asks to look at everything. */
  watchObservations(onObserved: ((observed: Observed | 'all') => void) | null): void {
    this.onObserved = onObserved;
  }

  /**
   * Another number whenever what people keep of the patient whose page is open may have changed: `notes`, `particulars`; or of
   * all patients: `all tasks`.
   */
  keptAt(part: string): number {
    return (this.kept.get(part) ?? 0) + this.keptAll;
  }

  private shows(page: readonly Subject[]): boolean {
    return page.some((subject) => subject.topic === 'wall');
  }

  private leaveWall(): void {
    this.wallLingers = false;
    this.subscribe();
  }

  private subscribe(): void {
    const subjects = withWall(this.page, this.wallLingers);
    subjects.push(...this.waveforms);
    // What has been told is a signal: an effect that follows something must not run again because it was told.
    untrack(() => this.picture.follow(subjects));
    this.feed.follow(subjects);
  }

  /** The readings of an episode, plain; repaint on `tiles.get(episode).view`. */
  readingsOf(episode: string) {
    return this.picture.readingsOf(episode);
  }

  private connection(open: boolean, attempt: number): void {
    this.pulse.connection(open);
    if (open) {
      this.firstFrame = true;
      this.picture.begin();
    }
    // If the feed does not come back, the session may have ended: the answer to this call would then sign the screen out.
    if (!open && attempt % 4 === 2) void calls.session().catch(() => undefined);
    this.look();
  }

  /** The hub closed the feed. If that is because this session is over, the next call says so and signs the screen out. */
  private closedFor(why: string): void {
    this.closing = why;
    if (why === 'signed_out') void calls.session().catch(() => undefined);
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
    if (this.has({ topic: 'wall' }) && !this.covered()) this.sparks.tick(this.second);
  }

  private receive(frame: FeedFrame): void {
    this.closing = '';
    this.look();
    if (frame.type === 'waveform') return this.onWaveform?.(frame);
    if (frame.type === 'refused') {
      this.refused = frame.code;
      return;
    }
    // A snapshot may be shared with who came seconds ago: its time is no time to set a clock by.
    if (frame.type !== 'snapshot') this.hear(frame.server_time);
    if (frame.type === 'delta')
      for (const { frame: value } of frame.items) if (value && !value.late) this.delays.arrived(value.at);
    const change = this.picture.take(frame);
    if (change.resync) this.feed.reconnect();
    else if (change.fresh.length > 0) this.onFresh?.(change.fresh);
    this.canary = change.canary ?? this.canary;
    // A page in the background paints nothing: that is no fault of it.
    if (document.hidden) this.confirmCanary();
    for (const part of change.kept) this.kept.set(part, (this.kept.get(part) ?? 0) + 1);
    if (change.whole) this.snapshotTaken(frame);
    if (change.observed.size > 0) this.onObserved?.(change.observed);
    this.look();
  }

  private hear(server_time: number): void {
    this.pulse.hear(server_time, this.firstFrame);
    this.firstFrame = false;
  }

  private snapshotTaken(frame: FeedFrame): void {
    if ('topic' in frame && frame.topic === 'wall') this.sparks.forget();
    if ('topic' in frame && frame.topic === 'patient') {
      this.onObserved?.('all');
      this.keptAll += 1;
    }
    // What changed while nobody told is not known.
    if ('topic' in frame && frame.topic === 'tasks') this.kept.set(ALL_TASKS, (this.kept.get(ALL_TASKS) ?? 0) + 1);
    if (!this.picture.isWhole(this.page)) return;
    this.feed.settled();
    this.loaded = true;
    this.pulse.renewed();
  }

  /** Confirms the rungs that reach whoever is signed in here, once their alerts are on the screen. A page in the
   * background paints nothing, and confirms nothing. */
  private confirm(now: number): void {
    const who = session.state;
    if (this.picture.climbs.size === 0 || who.at !== 'in') return;
    const { id, role } = who.session.staff;
    const isShown = (alert: string): boolean => this.picture.alerts.some((known) => known.id === alert);
    const { watch, watches } = this.picture;
    const stays = new Map(this.picture.alerts.map((alert) => [alert.id, alert.episode_id]));
    const posts = (alert: string): Post[] => postsOf(id, role, watch, watches.get(stays.get(alert) ?? ''));
    const me = { id, posts };
    const isOpened = (alert: string): boolean => this.opened.has(alert);
    const receipts = unconfirmed(this.picture.climbs.values(), me, isShown, isOpened);
    for (const receipt of this.confirming.due(receipts, now)) this.feed.confirm(receipt);
  }

  /** The known alert that the hub sends itself is nobody's: it is not shown and makes no sound. */
  private confirmCanary(): void {
    if (this.canary !== null) this.feed.confirmCanary(this.canary);
    this.canary = null;
  }

  private paint(): void {
    if (!this.loaded || this.covered()) return;
    const now = this.now();
    this.picture.paint(now, this.held);
    this.delays.painted(now, this.liveness === 'live');
    this.confirm(now);
    this.confirmCanary();
  }
}

export const hub = new Hub();
