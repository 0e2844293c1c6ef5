/**
 * The message catalogue. `m.key()` reads the language from a signal, so a change repaints the texts in place:
 * a reload would disarm the sound. The texts themselves are loaded by `app/language.svelte.ts`.
 */
import { settings } from '../app/settings.svelte';
import * as m from './paraglide/messages';
import { speak } from './texts';

speak(() => settings.locale);

export { m };
export { bareClock, center, clockMinute, clockRange, clockTime, clockTimeZone, dayTime, dayName } from './time.svelte';
export { durationWords, fieldName, waitWords } from './slots';
export * from './evidence';
export { tell, tellError, tellFault, tellTrouble, type ErrorOf, type Told } from './told';
export { listed, listedApart, own, reading } from './isolates';
export * from './words';
