// A stand-in for the hub, for pictures and the frame benchmark only: speaks the API and the feed over loopback.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { answer } from './api.mjs';
import { curve, kindsOf } from './curves.mjs';
import { boardItems } from './dispatch.mjs';
import { problem } from './problems.mjs';
import { State } from './state.mjs';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};
const DIST = new URL('../../dist/', import.meta.url).pathname;

async function file(path, dist) {
  const wanted = normalize(join(dist, path));
  const inside = wanted.startsWith(dist) && extname(wanted) !== '' ? wanted : join(dist, 'index.html');
  return { type: TYPES[extname(inside)] ?? 'application/octet-stream', bytes: await readFile(inside) };
}

const read = async (request) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : {};
};

export async function startFakeHub(options = {}) {
  const state = new State(options);
  const sockets = new Set();
  let muted = options.deaf === true;
  /** What people could read of what was sent: answers and subjects, as JSON. */
  const sent = [];
  const told = (text) => {
    if (options.dist) sent.push(text);
    return text;
  };
  const who = (request) => state.staff[/hearth_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1]];

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://x');
    if (!url.pathname.startsWith('/api/')) {
      const found = await file(url.pathname, options.dist ?? DIST);
      response.writeHead(200, { 'content-type': found.type }).end(found.bytes);
      return;
    }
    const body = request.method === 'GET' ? {} : await read(request);
    if (url.pathname === '/api/v1/session' && request.method === 'POST' && !options.refuseSignIn) {
      const known = state.staff[body.name] && body.password === 'correct horse';
      const said = known
        ? { staff: state.staff[body.name], must_change_password: false, expires_at: Date.now() + 1e7 }
        : problem(401, 'wrong-credentials', 'wrong_credentials').body;
      response.writeHead(known ? 200 : 401, {
        'content-type': 'application/json',
        ...(known ? { 'set-cookie': `hearth_session=${body.name}; HttpOnly; SameSite=Strict; Path=/` } : {}),
      });
      response.end(JSON.stringify(said));
      return;
    }
    const refused = request.method === 'POST' && url.pathname.endsWith('/session') ? options.refuseSignIn : null;
    const said =
      refused ??
      (await options.refuse?.(request.method, url)) ??
      answer(state, request.method, url, body, who(request)) ??
      problem(404, 'not-found', 'not_found', { thing: 'address' });
    response.writeHead(said.status, {
      'content-type': said.status < 400 ? 'application/json' : 'application/problem+json',
    });
    response.end(said.status === 204 ? '' : told(JSON.stringify(said.body)));
    flush();
  });

  const nameOf = (topic, key) => (key ? `${topic} ${key}` : topic);
  const position = () => ({ epoch: state.epoch, seq: state.seq, server_time: Date.now() });
  const beatOf = () => ({
    type: 'heartbeat',
    ...position(),
    alerts_hash: state.hash(),
    alerts_open: state.open().length,
    latency: { p50_ms: 42, p99_ms: 160, count: 5000 },
    positions: {},
  });
  /** By socket: the position that each subject has, which it follows. */
  const follow = (socket, { topic, key }) => {
    socket.subjects.set(nameOf(topic, key), { topic, key, seq: state.seq });
    const tell = () => {
      const items = state.items(topic, key);
      socket.send(told(JSON.stringify({ type: 'snapshot', topic, key, ...position(), page: 0, pages: 1, items })));
    };
    if (topic === 'watch' && options.watchLate_ms) setTimeout(tell, options.watchLate_ms);
    else tell();
  };
  const wss = new WebSocketServer({ server, path: '/api/v1/feed' });
  wss.on('connection', (socket, request) => {
    sockets.add(socket);
    const person = who(request) ?? state.staff.nurse;
    socket.subjects = new Map();
    if (!muted) socket.send(JSON.stringify(beatOf()));
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => {
      const { type, ...subject } = JSON.parse(String(data));
      if (type === 'subscribe' && !muted) follow(socket, subject);
      if (type === 'receipt' && !muted) confirmed(subject, person);
      if (type !== 'unsubscribe') return;
      socket.subjects.delete(nameOf(subject.topic, subject.key));
    });
  });

  const send = (frame) => {
    if (muted) return;
    const text = JSON.stringify(frame);
    for (const socket of sockets) socket.send(text);
  };
  /** Tells who follows it what changed: items by topic. */
  const delta = (changed) => {
    if (muted) return;
    state.seq += 1;
    for (const socket of sockets)
      for (const subject of socket.subjects.values()) {
        const { topic, key, seq: after } = subject;
        const items = (changed[topic] ?? []).filter((item) => topic !== 'patient' || item.key === key);
        if (items.length === 0) continue;
        subject.seq = state.seq;
        const versions = items.map((item) => ({ version: state.seq, ...item }));
        socket.send(told(JSON.stringify({ type: 'delta', topic, key, ...position(), after, items: versions })));
      }
  };
  /** As soon as a screen says something of a rung, the hub has its receipt. */
  function confirmed({ alert_id: id, rung, receipt }, person) {
    const alert = state.alerts.get(id);
    if (alert && state.climbs.confirm(alert, rung, receipt, person)) delta({ climbs: [state.climbs.item(alert)] });
  }
  function flush() {
    const alerts = state.changed.splice(0).map((alert) => ({ key: alert.id, version: alert.version, alert }));
    const climbs = alerts.map(({ alert }) => state.climbs.item(alert));
    if (alerts.length > 0 || state.watchChanged) delta({ alerts, climbs, watch: state.items('watch') });
    state.watchChanged = false;
    const board = state.board?.changed.splice(0) ?? [];
    if (board.length > 0) delta({ dispatch: boardItems(state).filter((item) => board.includes(item.key)) });
  }

  // Each patient once a second, spread over ten deltas a second, as the real feed coalesces them.
  let slice = 0;
  const SLICES = 10;
  const values = () => {
    const at = Date.now() - 60;
    slice = (slice + 1) % SLICES;
    const frames = [];
    for (let i = slice; i < state.people.length; i += SLICES) {
      const p = state.people[i];
      if (state.stories.get(Number(p.label.slice(2))) === 'offline') continue;
      const now = state.values(p, at);
      // The oximeter each second, the respiration patch each fifth.
      const speaks = (Math.floor(at / 1000) + i) % 5 === 0 ? ['nonin', 'patch'] : ['nonin'];
      for (const device of speaks) {
        const own = now.filter((v) => v.device_id.startsWith(device));
        frames.push({
          episode_id: p.episode_id,
          device_id: own[0].device_id,
          at,
          received_at: at + 20,
          values: Object.fromEntries(own.map((v) => [v.vital, v.value])),
          flags: Object.fromEntries(own.filter((v) => v.flags.length > 0).map((v) => [v.vital, v.flags])),
          late: false,
        });
      }
    }
    const items = frames.map((frame) => ({ key: frame.episode_id, frame }));
    delta({ wall: items, patient: items });
  };
  /** Of each waveform that is followed whole seconds without a seam, as a gateway cuts them. */
  const waves = (socket) => {
    const until = Math.floor(Date.now() / 1000) * 1000;
    for (const subject of socket.subjects.values()) {
      if (subject.topic !== 'waveform') continue;
      const [episode_id, kind] = subject.key.split('/');
      if (!kindsOf(state, episode_id).includes(kind)) continue;
      for (let at = subject.sentUntil ?? until - 1000; at < until; at += 1000)
        socket.send(JSON.stringify({ type: 'waveform', episode_id, kind, ...curve(kind, at) }));
      subject.sentUntil = until;
    }
  };
  const beat = () => {
    if (state.changed.length > 0) flush();
    const overdue = state.climbs.overdue(state.open());
    if (overdue.length > 0) delta({ climbs: overdue.map((alert) => state.climbs.item(alert)) });
    send(beatOf());
    for (const socket of sockets) if (!muted) waves(socket);
  };
  state.changed.length = 0;
  await new Promise((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  const timers = [setInterval(values, 1000 / SLICES), setInterval(beat, 1000)];
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    state,
    sent,
    mute: (on) => (muted = on),
    flush,
    close: async () => {
      timers.forEach(clearInterval);
      for (const socket of sockets) socket.terminate();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
