/** What the hub was asked for and is asked for again when the feed says that it has changed. Nothing is asked while it has not. */
import { untrack } from 'svelte';
import { hub } from './hub.svelte';
import { Loaded } from './loaded.svelte';

/** Several changes within this time are asked for once, ms: at midnight every stay is owed a new day. */
const LEAST_MS = 2_000;

/** To be called while a component is made. @param part as [`hub.keptAt`] names it; the page has to follow its topic */
export function followed<T>(part: string, ask: () => Promise<T>): Loaded<T> {
  const loaded = new Loaded(ask);
  let askedAt = -Infinity;
  let timer = 0;
  const load = (): void => {
    askedAt = performance.now();
    void loaded.load();
  };
  $effect(() => {
    hub.keptAt(part);
    untrack(() => {
      clearTimeout(timer);
      timer = window.setTimeout(load, Math.max(0, askedAt + LEAST_MS - performance.now()));
    });
  });
  $effect(() => () => clearTimeout(timer));
  return loaded;
}
