// A home's link to the broker: a TCP proxy that can be cut, go half-open, or be slow. It is also the bridge from
// a home's own network to a broker that listens on loopback only, and stands in where there are no such networks.
import { connect, createServer } from 'node:net';

export class Link {
  #server;
  #pairs = new Set();
  #mode = 'open';
  #delayMs = 0;

  constructor(upstream) {
    this.upstream = upstream;
  }

  /** Listens; gives the port that the gateway is told to connect to. */
  listen(host) {
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#accept(near));
    return new Promise((done, fail) => {
      this.#server.once('error', fail);
      this.#server.listen(0, host, () => done(this.#server.address().port));
    });
  }

  /** Every connection is gone, and new ones are refused with a reset. */
  cut() {
    this.#mode = 'cut';
    for (const pair of [...this.#pairs]) pair.end();
  }

  /** Nothing passes and nobody is told: connections stay, new ones are accepted and lead nowhere. */
  halfOpen() {
    this.#mode = 'half-open';
    for (const pair of this.#pairs) pair.pause();
  }

  /** Every byte takes this long, in both directions. */
  delay(ms) {
    this.#delayMs = ms;
  }

  /** Back to a good line. What was held passes on, as a retransmission would. */
  heal() {
    this.#mode = 'open';
    this.#delayMs = 0;
    for (const pair of [...this.#pairs]) pair.resume();
  }

  close() {
    this.cut();
    this.#server?.close();
  }

  #accept(near) {
    near.on('error', () => near.destroy());
    if (this.#mode === 'cut') return void near.resetAndDestroy();
    const far = this.#mode === 'half-open' ? null : connect(this.upstream);
    const pair = new Pair(near, far, () => this.#delayMs, () => this.#pairs.delete(pair));
    this.#pairs.add(pair);
    if (!far) pair.pause();
  }
}

/** Two sockets that are one connection. `far` is null when it leads nowhere. */
class Pair {
  #paused = false;
  #ended = false;

  constructor(near, far, delayMs, gone) {
    Object.assign(this, { near, far, gone });
    for (const socket of [near, far]) socket?.setNoDelay(true);
    if (far) {
      this.#forward(near, far, delayMs);
      this.#forward(far, near, delayMs);
    }
    for (const socket of [near, far]) {
      socket?.on('error', () => socket.destroy());
      socket?.on('close', () => this.#lost());
    }
  }

  /** Order is kept when the delay changes: nothing is due before what came before it. */
  #forward(from, to, delayMs) {
    let lastDue = 0;
    const later = (act) => {
      const due = Math.max(Date.now() + delayMs(), lastDue);
      lastDue = due;
      const wait = due - Date.now();
      if (wait > 0) setTimeout(act, wait);
      else act();
    };
    from.on('data', (bytes) => later(() => to.destroyed || to.write(bytes)));
    from.on('end', () => later(() => to.destroyed || to.end()));
  }

  pause() {
    this.#paused = true;
    for (const socket of [this.near, this.far]) socket?.pause();
  }

  resume() {
    if (!this.#paused) return;
    this.#paused = false;
    // One side died while nothing passed, or there never was another side: the other hears of it now.
    if (!this.far || this.near.destroyed || this.far.destroyed) return this.end();
    for (const socket of [this.near, this.far]) socket.resume();
  }

  #lost() {
    if (!this.#paused) this.end();
  }

  end() {
    if (this.#ended) return;
    this.#ended = true;
    for (const socket of [this.near, this.far]) if (socket && !socket.destroyed) socket.resetAndDestroy();
    this.gone();
  }
}
