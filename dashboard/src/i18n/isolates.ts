/**
 * Readings in a language that is written from right to left. Digits and signs have no direction of their own, so `10 < 70`
 * would be turned round by the Arabic word before it. What is filled into a message is isolated when the catalogue is
 * compiled (`tools/catalogue.mjs`); this does the same for what is put together in code.
 */
import { LANGUAGES } from '../app/languages';
import { settings } from '../app/settings.svelte';

const isFromTheRight = (): boolean => LANGUAGES[settings.locale].direction === 'rtl';

/** A list in a line, as the reader joins it. */
export const listed = (words: readonly string[]): string => words.join(LANGUAGES[settings.locale].comma);

/** A list of parts that have commas of their own. */
export const listedApart = (words: readonly string[]): string => words.join(LANGUAGES[settings.locale].semicolon);

/** What somebody wrote, in whatever language, among words of the page. */
export const own = (text: string): string => (isFromTheRight() ? `\u2068${text}\u2069` : text);

/** A reading as it is written everywhere, from left to right. */
export const reading = (text: string): string => (isFromTheRight() ? `\u2066${text}\u2069` : text);
