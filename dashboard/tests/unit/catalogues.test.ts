/** The catalogues of all languages against each other, and against the code that uses them. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LANGUAGES, LOCALES, type Locale } from '../../src/app/languages';
import { prepared, pseudo, textsOf, type Catalogue, type Message } from '../../tools/catalogue.mjs';

const SRC = new URL('../../src/', import.meta.url);
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, SRC), 'utf8'));
const catalogues = Object.fromEntries(
  LOCALES.map((locale) => [locale, json(`i18n/messages/${locale}.json`)]),
) as Record<Locale, Catalogue>;
const { en, ar } = catalogues;
const others = LOCALES.filter((locale) => locale !== 'en');

const slotsIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '');
const slotsOf = (message: Message | undefined): string[] =>
  [...new Set(textsOf(message ?? '').flatMap(slotsIn))].sort();
const texts = (catalogue: Catalogue): [string, string][] =>
  Object.entries(catalogue).flatMap(([key, message]) => textsOf(message).map((text): [string, string] => [key, text]));
/** The plurals that a language tells apart: six in Arabic. */
const plurals = (locale: Locale): string[] => new Intl.PluralRules(locale).resolvedOptions().pluralCategories;

/** Every file that can use a message. */
function sources(): string[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.(svelte|ts)$/.test(file) && !file.includes('paraglide'));
}

describe('the message catalogues', () => {
  it('are those of the languages that can be chosen', () => {
    expect((json('i18n/project.inlang/settings.json') as { locales: string[] }).locales).toEqual(LOCALES);
    expect(readdirSync(new URL('i18n/messages/', SRC)).sort()).toEqual(LOCALES.map((one) => `${one}.json`).sort());
  });
  it('have the same keys', () => {
    for (const locale of others) {
      const missing = Object.keys(en).filter((key) => !(key in catalogues[locale]));
      const extra = Object.keys(catalogues[locale]).filter((key) => !(key in en));
      expect({ locale, missing, extra }).toEqual({ locale, missing: [], extra: [] });
    }
  });
  it.each(LOCALES)('leave no text empty: %s', (locale) =>
    expect(texts(catalogues[locale]).filter(([, text]) => text.trim() === '')).toEqual([]),
  );
  it('fill in the same things', () => {
    for (const locale of others)
      for (const key of Object.keys(en))
        expect(slotsOf(catalogues[locale][key]), `${locale}: ${key}`).toEqual(slotsOf(en[key]));
  });
  it.each(LOCALES)('have each plural of a message that has several: %s', (locale) => {
    for (const [key, message] of Object.entries(catalogues[locale])) {
      if (typeof message === 'string') continue;
      const [{ declarations, selectors, match }] = message;
      expect(selectors, key).toEqual(['plural']);
      expect(declarations.at(-1), key).toMatch(/^local plural = \w+: plural$/);
      expect(declarations.slice(0, -1).sort(), key).toEqual(slotsOf(en[key]).map((slot) => `input ${slot}`));
      expect(Object.keys(match).sort(), key).toEqual(
        plurals(locale)
          .map((one) => `plural=${one}`)
          .sort(),
      );
    }
  });
  it('hold what the code uses, and nothing else', () => {
    const used = new Set(
      sources().flatMap((file) =>
        [...readFileSync(new URL(file, SRC), 'utf8').matchAll(/(?<!`)\bm\.(\w+)/g)].map((found) => found[1] ?? ''),
      ),
    );
    expect(used.size).toBeGreaterThan(1_000);
    expect([...used].filter((key) => !(key in en))).toEqual([]);
    expect(Object.keys(en).filter((key) => !used.has(key))).toEqual([]);
  });
});

/** What a nurse who reads Arabic reads in Latin letters, too: abbreviations, names, units, tags and a command. */
const LATIN = new Set(
  `Hearth SpO NEWS MEWS qSOFA HR PR RR Temp Sys Dia MAP PI BP LO HI Pleth UTC CPAP BiPAP FiO COPD SBAR DNR DNI Full code
  IDSA WARD Surviving Sepsis Campaign LOINC NUL CSV PDF JSON FHIR mmol mg dL L g hearth hub gateway revoke dialout America New York
  en es pt BR a z`.split(/\s+/),
);

describe('Arabic', () => {
  const latin = (text: string): string[] =>
    text
      .replaceAll(/\{\w+\}/g, '')
      .match(/[A-Za-z]+/g)
      ?.filter((word) => !LATIN.has(word)) ?? [];

  it('is Arabic: no word is left in another language', () => {
    expect(texts(ar).flatMap(([key, text]) => latin(text).map((word) => `${key}: ${word}`))).toEqual([]);
    const silent = texts(ar).filter(([, text]) => !/[\u0621-\u064a]/.test(text) && !/[A-Z]{2}|[{]/.test(text));
    expect(silent.map(([key]) => key)).toEqual([
      'app_name',
      'vital_spo2',
      'short_temperature',
      'short_systolic',
      'short_diastolic',
      'wave_pleth',
      'settings_source_sepsis_3',
    ]);
  });
  it.each(['en', 'es'] as const)('say one thing in another form than several: %s', (locale) => {
    // Limits and abbreviations of units are other slots, or no nouns.
    const counted =
      /\{(count|n|points|stays|days)\}\s+((more|más|of your|de sus|unacknowledged)\s+)*(?!más\b)[a-zñáéíóú-]{2,}s\b/;
    const one = Object.entries(catalogues[locale]).filter(([, message]) => typeof message === 'string');
    const wrong = one.filter(([, message]) => counted.test(message as string)).map(([key]) => key);
    // Of those of somebody's, one is one as well.
    expect(wrong.filter((key) => key !== 'watch_stays_taken')).toEqual([]);
  });
  it('tells six plurals apart wherever a number of things, people or times is counted', () => {
    const counted =
      /^\D*\{(count|n)\}\s+(alerts?|patients|times|tasks|stays|late|homes|devices|shifts)\b|, of \{count\} patients/;
    const one = Object.keys(en).filter((key) => textsOf(en[key] ?? '').some((text) => counted.test(text)));
    expect(one.length).toBeGreaterThanOrEqual(6);
    expect(one.filter((key) => typeof ar[key] === 'string')).toEqual([]);
  });
  it('has Western digits only', () =>
    expect(texts(ar).filter(([, text]) => /[\u0660-\u0669\u06f0-\u06f9]/.test(text))).toEqual([]));
  it('closes every isolate that it opens', () => {
    for (const [key, text] of texts(prepared('ar', ar))) {
      const depth = text
        .split('')
        .reduce((open, c) => open + Number(/[\u2066-\u2068]/.test(c)) - Number(c === '\u2069'), 0);
      expect(depth, key).toBe(0);
    }
  });
  it('isolates what is filled in, as in each language that is written from right to left', () => {
    for (const locale of LOCALES) {
      const [, text = ''] = texts(prepared(locale, catalogues[locale])).find(([key]) => key === 'alert_has_it') ?? [];
      expect(text.includes('\u2068{name}\u2069'), locale).toBe(LANGUAGES[locale].direction === 'rtl');
    }
  });
});

describe('the pseudo-locale', () => {
  it('marks every text, makes it 40 % longer and leaves what is filled in alone', () => {
    expect(pseudo('{count} patients')).toBe('⟦{count} pàtìèñtš pàtì⟧');
    expect(pseudo('{what} {value}')).toBe('⟦{what} {value}⟧');
    expect(pseudo('NEWS2')).toBe('⟦NÈWS2⟧');
    const written = (message: Message | undefined): string =>
      (textsOf(message ?? '')[0] ?? '').replaceAll(/\{\w+\}/g, '');
    for (const [key, message] of Object.entries(prepared('en', en, { pseudo: true }))) {
      expect(slotsOf(message), key).toEqual(slotsOf(en[key]));
      expect(written(message), key).toMatch(/^⟦.*⟧$/s);
      const length = written(en[key]).trim().length;
      expect(written(message).trim().length, key).toBeGreaterThanOrEqual(length > 5 ? 1.4 * length : length);
      for (const word of written(en[key]).match(/[A-Za-z]{4,}/g) ?? [])
        expect(written(message), key).not.toContain(word);
    }
  });
  it('is no language that can be chosen: without being asked for, English stays English', () =>
    expect(prepared('en', en)).toBe(en));
});
