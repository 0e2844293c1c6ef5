/** What is asked for again when it has changed, and, after a request that failed, until one succeeds. */
import { backoff } from '../model/backoff';
import { Loaded } from './loaded.svelte';

/** Several changes within this time are asked for once, ms: at midnight every stay is owed a new day. */
export const LEAST_MS = 2_000;

export class Renewed<T> extends Loaded<T> {
  private askedAt = -Infinity;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isOver = false;

  /** It has changed: asks now, or as soon as it may ask again. */
  renew(): void {
    this.askIn(Math.max(0, this.askedAt + LEAST_MS - performance.now()));
  }

  /** Nobody looks at it any more. */
  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  protected override settled = (failed: boolean): void => {
    this.failures = failed ? this.failures + 1 : 0;
    if (failed) this.askIn(LEAST_MS + backoff(this.failures - 1, Math.random()));
  };

  private askIn(wait_ms: number): void {
    clearTimeout(this.timer);
    if (this.isOver) return;
    this.timer = setTimeout(() => {
      this.askedAt = performance.now();
      void this.load();
    }, wait_ms);
  }
}
