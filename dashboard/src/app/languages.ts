/** The languages of the screens: what each calls itself, in which direction it is written, and how `Intl` is asked for it. */
interface Language {
  name: string;
  direction: 'ltr' | 'rtl';
  /** Staff always see Western digits, and days of the Gregorian calendar. */
  intl: string;
  /** Between the parts of a list. */
  comma: string;
  /** Between parts that have commas of their own. */
  semicolon: string;
}

export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr', intl: 'en', comma: ', ', semicolon: '; ' },
  es: { name: 'Español', direction: 'ltr', intl: 'es', comma: ', ', semicolon: '; ' },
  ar: { name: 'العربية', direction: 'rtl', intl: 'ar-u-ca-gregory-nu-latn', comma: '، ', semicolon: '؛ ' },
} as const satisfies Record<string, Language>;

export type Locale = keyof typeof LANGUAGES;
export const LOCALES = Object.keys(LANGUAGES) as readonly Locale[];

const isLocale = (tag: string): tag is Locale => Object.hasOwn(LANGUAGES, tag);

/** The language of a tag such as `es-MX`; English where the screens do not speak it. */
export function localeOf(tag: string): Locale {
  const language = tag.toLowerCase().split('-')[0] ?? '';
  return isLocale(language) ? language : 'en';
}
