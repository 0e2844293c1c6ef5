/** What the hub was asked for and is asked for again when the feed says that it has changed, or when it could not be had. */
import { untrack } from 'svelte';
import { hub } from './hub.svelte';
import { Renewed } from './renewed';

/** To be called while a component is made. @param part as [`hub.keptAt`] names it; the page has to follow its topic */
export function followed<T>(part: string, ask: () => Promise<T>): Renewed<T> {
  const renewed = new Renewed(ask);
  $effect(() => {
    hub.keptAt(part);
    untrack(() => renewed.renew());
  });
  $effect(() => () => renewed.stop());
  return renewed;
}
