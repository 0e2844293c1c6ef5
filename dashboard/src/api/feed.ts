/** The WebSocket of the feed: opens, reopens with jitter, subscribes, answers heartbeats. What frames mean is not known here. */
import { backoff } from '../model/backoff';
import { nameOf } from '../model/subjects';
import type { FeedFrame, Receipt, Subject } from './types';

/** As the hub speaks it: `docs/feed.md`. */
const VERSION = 2;
/** The hub closes a page of another version with this. */
const RELOAD = 4001;

export interface FeedHandlers {
  frame(frame: FeedFrame): void;
  /** The connection opened or went away. `attempt` counts failures in a row. */
  connection(open: boolean, attempt: number): void;
  /** The hub closed it, and says why: a code of `closings`, or nothing. */
  closed(why: string): void;
  /** The hub speaks another version: this page has to be loaded anew. */
  outdated(): void;
}

export interface FeedParts {
  open(): WebSocket;
  random(): number;
  after(ms: number, then: () => void): number;
  cancel(timer: number): void;
}

const inBrowser: FeedParts = {
  open: () =>
    new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/feed?version=${VERSION}`),
  random: Math.random,
  after: (ms, then) => window.setTimeout(then, ms),
  cancel: (timer) => window.clearTimeout(timer),
};

export class Feed {
  private socket: WebSocket | null = null;
  private timer: number | null = null;
  private attempt = 0;
  private stopped = true;
  private wanted = new Map<string, Subject>();

  constructor(
    private readonly handlers: FeedHandlers,
    private readonly parts: FeedParts = inBrowser,
  ) {}

  start(): void {
    this.stopped = false;
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer !== null) this.parts.cancel(this.timer);
    this.timer = null;
    this.drop();
  }

  /** Gives up this connection and asks for a fresh snapshot, at once the first time, then with growing pauses. */
  reconnect(): void {
    if (this.stopped) return;
    this.drop();
    this.later();
  }

  /** Tells that a snapshot arrived: the next failure starts counting anew. */
  settled(): void {
    this.attempt = 0;
  }

  /** What this screen is to be told of, and nothing else. Asked for again after each reconnect. */
  follow(subjects: readonly Subject[]): void {
    const before = this.wanted;
    this.wanted = new Map(subjects.map((subject) => [nameOf(subject), subject]));
    for (const [name, subject] of before) if (!this.wanted.has(name)) this.send({ type: 'unsubscribe', ...subject });
    for (const [name, subject] of this.wanted) if (!before.has(name)) this.send({ type: 'subscribe', ...subject });
  }

  /** This screen shows a rung of an alert, or somebody opened it here: without that, the hub tells the next people. */
  confirm(receipt: Receipt): void {
    this.send({ type: 'receipt', ...receipt });
  }

  /** This screen has come to where it would show an alert: the hub counts on that from now on. */
  confirmCanary(number: number): void {
    this.send({ type: 'canary', number });
  }

  private send(message: object): void {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(message));
  }

  /** Events of a dropped socket are ignored: a half-open one may speak up minutes later. */
  private drop(): void {
    const old = this.socket;
    this.socket = null;
    if (!old) return;
    old.onopen = old.onmessage = old.onclose = old.onerror = null;
    old.close();
    this.handlers.connection(false, this.attempt);
  }

  private connect(): void {
    this.timer = null;
    if (this.stopped) return;
    const socket = this.parts.open();
    this.socket = socket;
    socket.onopen = () => {
      this.handlers.connection(true, this.attempt);
      for (const subject of this.wanted.values()) this.send({ type: 'subscribe', ...subject });
    };
    socket.onmessage = (event: MessageEvent<string>) => this.receive(event.data);
    socket.onclose = (event: CloseEvent) => {
      if (event.code === RELOAD) this.handlers.outdated();
      // The next try may fail without a word: what was said last stays.
      if (event.reason) this.handlers.closed(event.reason);
      this.reconnect();
    };
  }

  private receive(text: string): void {
    const frame = JSON.parse(text) as FeedFrame;
    if (frame.type === 'heartbeat') this.send({ type: 'pong', seq: frame.seq });
    this.handlers.frame(frame);
  }

  private later(): void {
    if (this.timer !== null || this.stopped) return;
    this.timer = this.parts.after(backoff(this.attempt, this.parts.random()), () => this.connect());
    this.attempt += 1;
  }
}
