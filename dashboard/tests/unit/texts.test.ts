/** What becomes of the catalogues: a file of texts for each language, and a function for each message. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '../../src/app/languages';
import { m } from '../../src/i18n/paraglide/messages';
import { first } from '../../src/i18n/paraglide/messages/first.js';
import { speak } from '../../src/i18n/texts';
import { prepared, type Catalogue } from '../../tools/catalogue.mjs';
import { FIRST, parted } from '../../tools/parted.mjs';

const read = (path: string): string => readFileSync(new URL(`../../src/i18n/${path}`, import.meta.url), 'utf8');
const messages = m as Readonly<Record<string, ((inputs?: object) => string) | undefined>>;

/** Everything that a message fills in, each by its own name. */
const filled = new Proxy({}, { get: (_, slot) => `{${String(slot)}}` });

describe('the texts of a language', () => {
  afterEach(() => speak(() => 'en'));

  it.each(LOCALES)('are those of its catalogue, each under its own name: %s', (locale) => {
    speak(() => locale);
    const catalogue = prepared(locale, JSON.parse(read(`messages/${locale}.json`)) as Catalogue);
    for (const [key, message] of Object.entries(catalogue))
      if (typeof message === 'string') expect(messages[key]?.(filled), key).toBe(message);
      else expect(Object.values(message[0].match), key).toContain(messages[key]?.(filled));
    expect(Object.keys(m).sort()).toEqual(Object.keys(catalogue).sort());
  });
  it('are in a file of its own, which names no other', () => {
    const own: Record<Locale, string> = { en: 'Try again', es: 'Reintentar', ar: 'إعادة المحاولة' };
    for (const of of LOCALES)
      for (const locale of LOCALES)
        expect(read(`paraglide/messages/${of}.js`).includes(own[locale])).toBe(of === locale);
    expect(read('paraglide/messages/_index.js')).not.toMatch(/Try again|Reintentar/);
  });
  it('has, before that file is there, what a screen must be able to say: that it loads, and that it does not watch', () => {
    for (const locale of LOCALES) expect(Object.keys(first[locale] ?? {}).length, locale).toBe(FIRST.length);
    const said = `${read('../App.svelte')}${read('../parts/Silent.svelte')}`.match(/(?<=\bm\.)\w+/g) ?? [];
    const unreachable = read('../views/NotWatching.svelte').match(
      /(?<=\bm\.)notwatching_(title|unreachable|means|trying)/g,
    );
    expect([...said, ...(unreachable ?? [])].filter((key) => !FIRST.includes(key))).toEqual([]);
  });
});

describe('a catalogue that is parted', () => {
  const index = `/** @typedef {{}} AInputs */
/** @typedef {{ count: NonNullable<unknown> }} BInputs */
export const a = /** @type {((inputs?: AInputs, options?: {}) => string)} */ ((inputs = {}) => __en.a(inputs));
export const b = /** @type {((inputs: BInputs, options?: {}) => string)} */ ((inputs) => __en.b(inputs));`;
  const en = '\n\nexport const a = () => {\n\treturn `one`\n};\n\nexport const b = (i) => {\n\treturn `two`\n};';

  it('is English where a language has no text yet', () => {
    const es = '\n\nexport const b = (i) => {\n\treturn `dos`\n};\nexport { a } from "./en.js"';
    const files = parted(index, { en, es }, 2);
    expect(files['es.js']).toContain('() => {\n\treturn `one`\n},\n(i) => {\n\treturn `dos`\n}');
  });
  it('is refused when the compiler writes something else than is expected, and not built with gaps', () => {
    expect(() => parted(index, { en }, 3)).toThrow('2 messages');
    expect(() => parted(index, { en: en.replace('export const b', 'export let b') }, 2)).toThrow('1 texts of 2');
  });
});
