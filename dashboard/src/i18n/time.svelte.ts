/** Instants as people read them, in the zone they mean. */
import { settings } from '../app/settings.svelte';

/** The zone of the command center, once the hub has told it; the browser's own until then. */
export const center = $state<{ zone: string | undefined }>({ zone: undefined });

const cache = new Map<string, Intl.DateTimeFormat>();

function format(zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${settings.locale} ${zone ?? ''} ${JSON.stringify(options)}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(settings.locale, {
      ...options,
      hour12: false,
      ...(zone ? { timeZone: zone } : {}),
    });
    cache.set(key, found);
  }
  return found;
}

/** `14:32:07`; without a zone, in the browser's own. */
export const clockTime = (at: number, zone: string | undefined = center.zone): string =>
  format(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);

/** `EST`, `GMT+1`: the zone's short name at that instant. */
export const clockTimeZone = (at: number, zone: string | undefined = center.zone): string =>
  format(zone, { timeZoneName: 'short' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value ?? '';

/** `Mon 23 Nov` */
export const dayName = (at: number, zone: string | undefined = center.zone): string =>
  format(zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(at);

/** `23 Nov, 14:32:07` */
export const dayTime = (at: number, zone: string | undefined = center.zone): string =>
  format(zone, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at);
