// Screens of every post: each confirms the rungs that are for it, and comes back by itself when the hub does.
import { openFeed } from '../load/screen.mjs';

/** How soon a screen tries again, ms. A browser waits about as long. */
const AGAIN_MS = 250;

export class Screen {
  #closing = false;
  #timer = null;
  #socket = null;

  /** `posts`: whom it stands for. */
  constructor(api, posts) {
    Object.assign(this, { api, posts });
    this.#open();
  }

  #open() {
    if (this.#closing) return;
    const socket = openFeed(this.api.base, this.api.cookie, ['alerts', 'climbs']);
    this.#socket = socket;
    socket.on('message', (data) => this.#take(JSON.parse(data)));
    socket.on('error', () => {});
    socket.on('close', () => (this.#timer = setTimeout(() => this.#open(), AGAIN_MS)));
  }

  #take({ type, seq, items = [] }) {
    if (type === 'heartbeat') this.#say({ type: 'pong', seq });
    for (const { climb } of items) {
      for (const { rung, posts, receipt } of climb?.rungs ?? []) {
        if (receipt !== null || !posts.some((post) => this.posts.includes(post))) continue;
        this.#say({ type: 'receipt', alert_id: climb.alert_id, round: climb.round, rung, receipt: 'delivered' });
      }
    }
  }

  #say(message) {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  close() {
    this.#closing = true;
    clearTimeout(this.#timer);
    this.#socket.terminate();
  }
}
