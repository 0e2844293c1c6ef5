// A home's link to the broker: a TCP proxy that can be cut, go half-open, or be slow. It is also the bridge from a home's
// own network to a broker that listens only on loopback, and replaces such networks where there are none.
import { connect, createServer } from 'node:net';

export class Link {
  #server;
  #pairs = new Set();
  #mode = 'open';
  #delayMs = 0;

  constructor(upstream) {
    this.upstream = upstream;
  }

  /** Listens; returns the port to which the gateway shall connect. */
  listen(host) {
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#accept(near));
    return new Promise((done, fail) => {
      this.#server.once('error', fail);
      this.#server.listen(0, host, () => done(this.#server.address().port));
    });
  }

  /** Ends every connection, and refuses new ones with a reset. */
  cut() {
    this.#mode = 'cut';
    for (const pair of [...this.#pairs]) pair.end();
  }

  /** Nothing passes and neither side is told: connections stay, and new ones are accepted but lead nowhere. */
  halfOpen() {
    this.#mode = 'half-open';
    for (const pair of this.#pairs) pair.pause();
  }

  /** Delays every byte by this long, in both directions. */
  delay(ms) {
    this.#delayMs = ms;
  }

  /** Makes the line good again. What was held is passed on, as a retransmission would. */
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

/** Two sockets that form one connection. `far` is null when it leads nowhere. */
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

  /** Keeps the order when the delay changes: nothing arrives before what was sent earlier. */
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
    // One side has ended while nothing passed, or there never was another side: tell the other one now.
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
