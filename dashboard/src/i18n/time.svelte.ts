/** Instants as people read them, in the zone that they mean. */
import { intlTag, settings } from '../app/settings.svelte';
import { reading } from './isolates';
import { isRepeated, usableZone } from '../model/zone';

/**
 * The zone of the command center: until the hub has told it, undefined, which stands for the browser's own. And the link
 * that dials a number, with `{number}` in it.
 */
export const center = $state<{ zone: string | undefined; dial: string }>({ zone: undefined, dial: 'tel:{number}' });

const FORMATS = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
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

// eslint-disable-next-line svelte/prefer-svelte-reactivity -- a cache of formatters: nothing on the page follows from what it holds
const cache = new Map<string, Intl.DateTimeFormat>();

/** Formatters, made once for each language, zone and form, because a wall of tiles needs them thousands of times a second. */
function format(zone: string | undefined, form: keyof typeof FORMATS): Intl.DateTimeFormat {
  const key = `${settings.locale} ${zone ?? ''} ${form}`;
  let found = cache.get(key);
  if (!found) {
    const timeZone = usableZone(zone);
    found = new Intl.DateTimeFormat(intlTag(), { ...FORMATS[form], ...(timeZone ? { timeZone } : {}) });
    cache.set(key, found);
  }
  return found;
}

/** The time; with the zone in the hour that a clock change shows twice: `01:30:00 EDT`, and an hour later `01:30:00 EST`. */
const told = (at: number, zone: string | undefined, form: 'clock' | 'minute' | 'dayTime'): string =>
  isRepeated(at, zone) ? `${format(zone, form).format(at)} ${clockTimeZone(at, zone)}` : format(zone, form).format(at);

/** `14:32:07`; in the browser's own zone if none is given. */
export const clockTime = (at: number, zone: string | undefined = center.zone): string => told(at, zone, 'clock');

/** `14:32` */
export const clockMinute = (at: number, zone: string | undefined = center.zone): string => told(at, zone, 'minute');

/** `19:00–07:00` */
export const clockRange = (from: number, until: number): string =>
  reading(`${clockMinute(from)}–${clockMinute(until)}`);

/** Only the time, for places where the zone is shown anyway. */
export const bareClock = (at: number, zone: string | undefined = center.zone): string =>
  format(zone, 'clock').format(at);

/** `EST`, `GMT+1`: the zone's short name at that instant; `UTC` for a zone this browser does not know. */
export const clockTimeZone = (at: number, zone: string | undefined = center.zone): string =>
  format(zone, 'zone')
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value ?? '';

/** `Mon 23 Nov` */
export const dayName = (at: number, zone: string | undefined = center.zone): string => format(zone, 'day').format(at);

/** `23 Nov, 14:32:07` */
export const dayTime = (at: number, zone: string | undefined = center.zone): string => told(at, zone, 'dayTime');
