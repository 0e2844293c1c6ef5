/** Instants as people read them, in the zone they mean. */
import { settings } from '../app/settings.svelte';

/** The zone of the command center, once the hub has told it; the browser's own until then. */
export const center = $state<{ zone: string | undefined }>({ zone: undefined });

const FORMATS = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  zone: { timeZoneName: 'short' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  dayTime: {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

const cache = new Map<string, Intl.DateTimeFormat>();

/** Made once for each language, zone and form: a wall of tiles asks thousands of times a second. */
function format(zone: string | undefined, form: keyof typeof FORMATS): Intl.DateTimeFormat {
  const key = `${settings.locale} ${zone ?? ''} ${form}`;
  let found = cache.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(settings.locale, { ...FORMATS[form], ...(zone ? { timeZone: zone } : {}) });
    cache.set(key, found);
  }
  return found;
}

/** `14:32:07`; without a zone, in the browser's own. */
export const clockTime = (at: number, zone: string | undefined = center.zone): string =>
  format(zone, 'clock').format(at);

/** `EST`, `GMT+1`: the zone's short name at that instant. */
export const clockTimeZone = (at: number, zone: string | undefined = center.zone): string =>
  format(zone, 'zone')
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value ?? '';

/** `Mon 23 Nov` */
export const dayName = (at: number, zone: string | undefined = center.zone): string => format(zone, 'day').format(at);

/** `23 Nov, 14:32:07` */
export const dayTime = (at: number, zone: string | undefined = center.zone): string =>
  format(zone, 'dayTime').format(at);
