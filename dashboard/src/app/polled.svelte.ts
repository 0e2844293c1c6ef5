/** What the hub was asked for and is asked for again, from time to time, while somebody looks at the page. */
import { untrack } from 'svelte';
import { Loaded } from './loaded.svelte';

/**
 * To be called while a component is made. It asks at once, then every `every_ms`, not while the page is in the background, and at
 * once when it comes back.
 */
export function polled<T>(ask: () => Promise<T>, every_ms: number): Loaded<T> {
  const loaded = new Loaded(ask);
  const load = (): void => {
    if (!document.hidden) void loaded.load();
  };
  $effect(() => {
    untrack(load);
    const timer = setInterval(load, every_ms);
    document.addEventListener('visibilitychange', load);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', load);
    };
  });
  return loaded;
}
