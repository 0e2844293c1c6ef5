// A screen of the benchmarks and of the runs with faults: follows the feed as the wall does.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const WebSocket = createRequire(resolve(import.meta.dirname, '../../dashboard/package.json'))('ws');
/** Must be the version of `docs/feed.md`. */
const VERSION = 2;
/** What the wall follows. */
const WALL = ['stays', 'wall', 'alerts', 'gateways', 'watch'];

/** Opens the feed and follows these topics. */
export function openFeed(base, cookie, topics = WALL) {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/api/v1/feed?version=${VERSION}`, { headers: { cookie } });
  socket.on('open', () => {
    for (const topic of topics) socket.send(JSON.stringify({ type: 'subscribe', topic }));
  });
  return socket;
}

/** A screen that reads as fast as it comes, and only counts; `seen` says why it was closed. */
export function watchFeed(base, cookie) {
  const socket = openFeed(base, cookie);
  const seen = { messages: 0, bytes: 0, refused: 0, closed: '' };
  socket.on('message', (data) => {
    seen.messages += 1;
    seen.bytes += data.length;
    if (data.length < 400 && String(data).includes('"type":"refused"')) seen.refused += 1;
  });
  socket.on('error', (error) => (seen.closed = error.message));
  socket.on('close', (code, reason) => (seen.closed = `${code} ${reason}`));
  return { socket, seen };
}
