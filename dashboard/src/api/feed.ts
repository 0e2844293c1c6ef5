/** The WebSocket of the feed: opens, reopens with jitter, answers heartbeats. What frames mean is not known here. */
import { backoff } from '../model/backoff';
import type { FeedFrame } from './types';

export interface FeedHandlers {
  frame(frame: FeedFrame): void;
  /** The connection opened or went away. `attempt` counts failures in a row. */
  connection(open: boolean, attempt: number): void;
}

export interface FeedParts {
  open(): WebSocket;
  random(): number;
  after(ms: number, then: () => void): number;
  cancel(timer: number): void;
}

const inBrowser: FeedParts = {
  open: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/feed`),
  random: Math.random,
  after: (ms, then) => window.setTimeout(then, ms),
  cancel: (timer) => window.clearTimeout(timer),
};

export class Feed {
  private socket: WebSocket | null = null;
  private timer: number | null = null;
  private attempt = 0;
  private stopped = true;
  private wanted: { episode_id: string; kind: string } | null = null;

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

  /** Which waveform to send to this screen; null ends it. Asked again after each reconnect. */
  watchWaveform(wanted: { episode_id: string; kind: string } | null): void {
    this.wanted = wanted;
    this.sendWanted(true);
  }

  private sendWanted(alsoNone: boolean): void {
    if (this.wanted) this.send({ type: 'watch_waveform', ...this.wanted });
    else if (alsoNone) this.send({ type: 'unwatch_waveform' });
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
      this.sendWanted(false);
    };
    socket.onmessage = (event: MessageEvent<string>) => this.receive(event.data);
    socket.onclose = () => this.reconnect();
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
