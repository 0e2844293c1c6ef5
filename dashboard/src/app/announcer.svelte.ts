/** What a screen reader says: new high alerts at once, medium ones politely, at most one every three seconds. */
import type { Alert } from '../api/types';
import { alertWords, m } from '../i18n';
import { hub } from './hub.svelte';

const PAUSE_MS = 3_000;

class Announcer {
  high = $state('');
  medium = $state('');
  private readonly queue: { priority: 'high' | 'medium'; text: string }[] = [];
  private timer: number | undefined;

  /** Listens to the hub until the returned function is called. */
  attach(): () => void {
    hub.onFresh = (alerts) => this.add(alerts);
    return () => {
      hub.onFresh = null;
      clearTimeout(this.timer);
      this.timer = undefined;
      this.queue.length = 0;
    };
  }

  private add(alerts: Alert[]): void {
    for (const alert of alerts) {
      if (alert.priority === 'low' || alert.response !== 'none') continue;
      const home = alert.episode_id ? (hub.tiles.get(alert.episode_id)?.view.tile.label ?? '') : '';
      const text = `${home}, ${alert.priority === 'high' ? m.priority_high() : m.priority_medium()}: ${alertWords(alert)}`;
      this.queue.push({ priority: alert.priority, text });
    }
    this.queue.sort((a, b) => a.priority.localeCompare(b.priority));
    if (this.timer === undefined) this.say();
  }

  /** Says everything that waits with the priority of the first one as one sentence. */
  private say(): void {
    this.timer = undefined;
    const first = this.queue[0];
    if (!first) return;
    const texts = this.queue.filter((q) => q.priority === first.priority).map((q) => q.text);
    this[first.priority] = texts.slice(0, 4).join('. ');
    this.queue.splice(0, texts.length);
    this.timer = window.setTimeout(() => this.say(), PAUSE_MS);
  }
}

export const announcer = new Announcer();
