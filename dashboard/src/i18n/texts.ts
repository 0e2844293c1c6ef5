/**
 * The texts of the catalogue. Those of one language are one file, so that a screen loads the language that it speaks: before
 * its first page is shown, and when another language is chosen. `tools/parted.mjs` writes these files, a typed function
 * `m.key()` for each message, which knows its text by number, and the few texts of every language that are needed before.
 */
import type { Locale } from '../app/languages';
import { first } from './paraglide/messages/first.js';

type Text = (inputs?: object) => string;
type Texts = readonly Text[];

/** Written out, so that each file is known to the build. */
const FILES: Readonly<Record<Locale, () => Promise<{ default: Texts }>>> = {
  en: () => import('./paraglide/messages/en.js'),
  es: () => import('./paraglide/messages/es.js'),
  ar: () => import('./paraglide/messages/ar.js'),
};

const loaded: Partial<Record<Locale, Texts>> = {};
let spoken: () => Locale = () => 'en';

/** Which language the screen speaks; asked for each text, so that what shows one follows a change. */
export const speak = (asked: () => Locale): void => void (spoken = asked);

/** Loads the texts of a language; at once if they are there. Rejects when their file cannot be had. */
export async function load(locale: Locale): Promise<void> {
  loaded[locale] ??= (await FILES[locale]()).default;
}

/** The function of the message with this number. Without the language's file only what is needed until then has words. */
export const message =
  (at: number): Text =>
  (inputs) => {
    const locale = spoken();
    return (loaded[locale]?.[at] ?? first[locale]?.[at])?.(inputs) ?? '';
  };
