/** What becomes of the catalogues: a file of texts for each language, and a function for each message. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LOCALES, type Locale } from '../../src/app/languages';
import { m } from '../../src/i18n/paraglide/messages';
import { first } from '../../src/i18n/paraglide/messages/first.js';
import { speak } from '../../src/i18n/texts';
import { prepared, type Catalogue } from '../../tools/catalogue.mjs';
import { kept, shown } from '../../tools/kept.mjs';
import { FIRST, parted } from '../../tools/parted.mjs';

const read = (path: string): string => readFileSync(new URL(`../../src/i18n/${path}`, import.meta.url), 'utf8');
type Messages = Readonly<Record<string, ((inputs?: object) => string) | undefined>>;
const messages = m as Messages;
const catalogueOf = (locale: Locale): Catalogue =>
  prepared(locale, JSON.parse(read(`messages/${locale}.json`)) as Catalogue);

/** Everything that a message fills in, each by its own name. */
const filled = new Proxy({}, { get: (_, slot) => `{${String(slot)}}` });

describe('the texts of a language', () => {
  afterEach(() => speak(() => 'en'));

  it.each(LOCALES)('are those of its catalogue, each under its own name: %s', (locale) => {
    speak(() => locale);
    const catalogue = catalogueOf(locale);
    for (const [key, message] of Object.entries(catalogue))
      if (typeof message === 'string') expect(messages[key]?.(filled), key).toBe(message);
      else expect(Object.values(message[0].match), key).toContain(messages[key]?.(filled));
    expect(Object.keys(m).sort()).toEqual(Object.keys(catalogue).sort());
  });
  it.each(LOCALES)('have the word for each number: %s', (locale) => {
    speak(() => locale);
    const rules = new Intl.PluralRules(locale);
    const plural = Object.entries(catalogueOf(locale)).filter(([, message]) => typeof message !== 'string');
    expect(plural).not.toEqual([]);
    for (const [key, [message]] of plural as [string, Exclude<Catalogue[string], string>][])
      for (const n of [0, 1, 2, 3, 11, 100]) {
        const counted = /= (\w+): plural/.exec(message.declarations.join())?.[1] ?? '';
        const said = messages[key]?.(new Proxy({}, { get: (_, slot) => (slot === counted ? n : `{${String(slot)}}`) }));
        const form = message.match[`plural=${rules.select(n)}`] ?? message.match['plural=other'];
        expect(said, `${key} of ${n}`).toBe(form?.replaceAll(`{${counted}}`, String(n)));
      }
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
  it('says that in the language of the screen, and nothing else, while no file is there', async () => {
    vi.resetModules();
    const bare = await import('../../src/i18n/texts');
    const { m: unloaded } = (await import('../../src/i18n/paraglide/messages')) as unknown as { m: Messages };
    for (const locale of LOCALES) {
      bare.speak(() => locale);
      const said = Object.keys(unloaded).map((key) => [key, unloaded[key]?.(filled)] as const);
      const catalogue = catalogueOf(locale);
      expect(said.filter(([, text]) => text !== '').sort()).toEqual(FIRST.map((key) => [key, catalogue[key]]).sort());
    }
  });
});

describe('a catalogue that is parted', () => {
  const index = `/** @typedef {{}} AInputs */
/** @typedef {{ count: NonNullable<unknown> }} BInputs */
export const loading = /** @type {((inputs?: AInputs, options?: {}) => string)} */ ((inputs = {}) => __en.a(inputs));
export const retry = /** @type {((inputs: BInputs, options?: {}) => string)} */ ((inputs) => __en.b(inputs));`;
  const en =
    '\n\nexport const loading = () => {\n\treturn `one`\n};\n\nexport const retry = (i) => {\n\treturn `two`\n};';

  const es = '\n\nexport const retry = (i) => {\n\treturn `dos`\n};\nexport { loading } from "./en.js"';

  it('is English where a language has no text yet, also in what is said before its file is there', () => {
    const files = parted(index, { en, es }, 2);
    expect(files['es.js']).toContain('() => {\n\treturn `one`\n},\n// text\n(i) => {\n\treturn `dos`\n}');
    expect(files['first.js']).toContain('es: {\n0: () => {\n\treturn `one`\n},\n1: (i) => {\n\treturn `dos`\n}\n}');
  });
  it('is refused when the compiler writes something else than is expected, and not built with gaps', () => {
    expect(() => parted(index, { en, es }, 3)).toThrow('2 messages');
    expect(() => parted(index, { en: en.replace('export const retry', 'export let retry'), es }, 2)).toThrow(
      '1 texts of 2 in en',
    );
  });
  it('is refused when a text of another language is overlooked, which would be English', () => {
    const let_ = es.replace('export const retry', 'export let retry');
    expect(() => parted(index, { en, es: let_ }, 2)).toThrow('1 texts of 2 in es');
    expect(() => parted(index, { en, es: es.replace('./en.js', './pt.js') }, 2)).toThrow('1 texts of 2 in es');
  });
  it('is refused when a text calls what no screen loads', () => {
    const dated = es.replace('`dos`', '`${registry.datetime("es", i?.at, {})}`');
    expect(() => parted(index, { en, es: dated }, 2)).toThrow('retry in es calls registry.datetime(');
    const counted = es.replace('`dos`', '`${registry.plural("es", i?.n, { "type": "ordinal" })}`');
    expect(() => parted(index, { en, es: counted }, 2)).toThrow('retry in es calls registry.plural(');
    const read = es.replace('`dos`', '`${registry.plural("es", i?.n, {})}`');
    expect(parted(index, { en, es: read }, 2)['es.js']).toContain('pluralOf("es", i?.n)');
  });
});

describe('the texts of a page', () => {
  const index = 'var a = /* @__PURE__ */ message(0);\nvar c = /* @__PURE__ */ message(2);';
  const file = 'const head = 1;\nexport default [\n// text\n() => `a`,\n// text\n() => `b`,\n// text\n() => `c`,\n];\n';
  const chunk = (name: string, code: string) => ({ modules: { [`/src/i18n/${name}`]: { code } } });

  it('are those whose messages are left in it, each in its own place', async () => {
    const numbers = shown([chunk('words.ts', 'message(1)'), chunk('paraglide/messages/_index.js', index)]);
    expect([...numbers]).toEqual([0, 2]);
    const made = `data:text/javascript,${encodeURIComponent(kept(file, numbers))}`;
    const { default: texts } = (await import(made)) as { default: (() => string)[] };
    expect([texts[0]?.(), 1 in texts, texts[2]?.()]).toEqual(['a', false, 'c']);
  });
  it('are not built where none is found, or a place is beyond the list: a page would be without words', () => {
    expect(() => shown([chunk('words.ts', 'message(1)')])).toThrow('no message is left');
    const short = 'const a = message(1e3), b = message(2000);';
    expect([...shown([chunk('paraglide/messages/_index.js', short)])], 'as the bundler writes them').toEqual([
      1000, 2000,
    ]);
    expect(() => shown([chunk('paraglide/messages/_index.js', 'message(at)')])).toThrow("'at' is no text's number");
    expect(() => kept(file, new Set([3]))).toThrow('3 texts');
    expect(() => kept('export default [];', new Set([0]))).toThrow('tools/kept.mjs');
  });
});
