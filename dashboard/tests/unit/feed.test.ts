import { beforeEach, describe, expect, it } from 'vitest';
import { Feed } from '../../src/api/feed';
import type { FeedFrame } from '../../src/api/types';
import { heartbeat } from './build';

/** A socket that does what the test says. */
class FakeSocket {
  readyState = 0;
  sent: string[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason?: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

let sockets: FakeSocket[];
let timers: { ms: number; then: () => void }[];
let frames: FeedFrame[];
let states: boolean[];
let outdated: number;
let closings: string[];
let feed: Feed;
const newest = (): FakeSocket => sockets.at(-1) ?? new FakeSocket();

beforeEach(() => {
  sockets = [];
  timers = [];
  frames = [];
  states = [];
  outdated = 0;
  closings = [];
  feed = new Feed(
    {
      frame: (frame) => frames.push(frame),
      connection: (open) => states.push(open),
      closed: (why) => closings.push(why),
      outdated: () => (outdated += 1),
    },
    {
      open: () => {
        sockets.push(new FakeSocket());
        return newest() as unknown as WebSocket;
      },
      random: () => 1,
      after: (ms, then) => timers.push({ ms, then }),
      cancel: (timer) => void timers.splice(timer - 1, 1),
    },
  );
  feed.start();
});

describe('the feed', () => {
  it("answers the hub's own test alert by its number", () => {
    newest().opens();
    feed.confirmCanary(77);
    expect(newest().sent).toContain('{"type":"canary","number":77}');
  });

  it('answers a heartbeat, so that the hub knows who still listens', () => {
    newest().opens();
    newest().says(heartbeat({ seq: 7 }));
    expect(newest().sent).toEqual(['{"type":"pong","seq":7}']);
    expect(frames).toHaveLength(1);
  });
  it('opens again after it was closed, with growing pauses', () => {
    newest().opens();
    newest().onclose?.({ code: 1006 });
    expect(timers.map((t) => t.ms)).toEqual([250]);
    timers[0]?.then();
    newest().onclose?.({ code: 1006 });
    expect(timers[1]?.ms).toBe(500);
    expect(states).toEqual([true, false, false]);
  });
  it('counts anew once a snapshot was taken', () => {
    newest().onclose?.({ code: 1006 });
    timers[0]?.then();
    feed.settled();
    newest().onclose?.({ code: 1006 });
    expect(timers.map((t) => t.ms)).toEqual([250, 250]);
  });
  it('hears nothing more from a socket it gave up: a half-open one may speak up minutes later', () => {
    const old = newest();
    old.opens();
    feed.reconnect();
    old.says(heartbeat());
    expect(old.closed).toBe(true);
    expect(frames).toEqual([]);
  });
  it('asks for what is followed, again after each reconnect, and only for what changed meanwhile', () => {
    feed.follow([{ topic: 'alerts' }, { topic: 'wall' }]);
    newest().opens();
    const said = (): unknown[] => newest().sent.map((text) => JSON.parse(text) as unknown);
    const [alerts, wall] = ['alerts', 'wall'].map((topic) => ({ type: 'subscribe', topic }));
    expect(said()).toEqual([alerts, wall]);
    feed.follow([{ topic: 'alerts' }, { topic: 'patient', key: 'e1' }]);
    const patient = { type: 'subscribe', topic: 'patient', key: 'e1' };
    expect(said().slice(2)).toEqual([{ type: 'unsubscribe', topic: 'wall' }, patient]);
    newest().onclose?.({ code: 1006 });
    timers[0]?.then();
    newest().opens();
    expect(said()).toEqual([alerts, patient]);
  });
  it('says when the hub speaks another version, and goes on trying', () => {
    newest().opens();
    newest().onclose?.({ code: 4001 });
    expect(outdated).toBe(1);
    expect(timers).toHaveLength(1);
    newest().onclose?.({ code: 1013 });
    expect(outdated).toBe(1);
  });
  it('says why the hub closed it', () => {
    newest().opens();
    newest().onclose?.({ code: 1013, reason: 'screens_of_session' });
    expect(closings).toEqual(['screens_of_session']);
  });
  it('asks for one pause at a time, however often it is told', () => {
    feed.reconnect();
    feed.reconnect();
    expect(timers).toHaveLength(1);
  });
  it('stays closed once stopped', () => {
    newest().opens();
    feed.stop();
    feed.reconnect();
    expect(newest().closed).toBe(true);
    expect(timers).toEqual([]);
  });
});
