/** What the built dashboard (`npm run build`) makes a screen load. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../src/app/languages';
import { PAGES } from '../../tools/pages.mjs';
import { DIST, loadedBy, manifestOf, PHONE_KB, sum, WALL_KB, weigh } from '../../tools/weight.mjs';

const textsFile = (locale: string): string => `src/i18n/paraglide/messages/${locale}.js`;
const SOURCES = new URL('../../src/', import.meta.url);
const source = (path: string): string => readFileSync(new URL(path, SOURCES), 'utf8');
/** The messages that a source names. */
const named = (text: string): string[] => [...text.matchAll(/\bm\.([a-z]\w*)/g)].map(([, key]) => key ?? '');
/** The place of each message in the list of texts. */
const placeOf = new Map(
  [...source('i18n/paraglide/messages/_index.js').matchAll(/const (\w+) = .*message\((\d+)\)/g)].map(
    ([, key, at]) => [key ?? '', Number(at)] as const,
  ),
);

describe('the built dashboard', () => {
  it('is there: npm run build makes it', () =>
    expect(PAGES.filter((page) => !existsSync(new URL(`${page}.html`, DIST)))).toEqual([]));

  it.each(LOCALES)('makes the wall and the sign-in load no more than their limit: %s', async (locale) => {
    const weights = await weigh('wall', locale);
    const heaviest = [...weights].sort(([, a], [, b]) => b - a);
    const chunks = heaviest.map(([file, kB]) => `${file} ${kB.toFixed(1)} kB`).join(', ');
    expect(sum(weights), chunks).toBeLessThanOrEqual(WALL_KB);
  });

  it.each(LOCALES)("makes a crew's phone load no more than its limit, and nothing of the wall: %s", async (locale) => {
    const weights = await weigh('phone', locale);
    expect(sum(weights), [...weights.keys()].join(', ')).toBeLessThanOrEqual(PHONE_KB);
    const wall = (await manifestOf('index'))['index.html']?.file;
    expect([...weights.keys()].filter((file) => file === wall)).toEqual([]);
  });

  it.each(LOCALES)(
    'has, on the phone, a text for each message that it names, and none of the wall: %s',
    async (locale) => {
      const file = (await manifestOf('crew'))[textsFile(locale)]?.file ?? '';
      const { default: texts } = (await import(new URL(file, DIST).href)) as { default: readonly unknown[] };
      const crew = readdirSync(new URL('crew/', SOURCES)).flatMap((name) => named(source(`crew/${name}`)));
      expect(new Set(crew).size).toBeGreaterThan(100);
      const missing = crew.filter((key) => typeof texts[placeOf.get(key) ?? -1] !== 'function');
      expect(missing).toEqual([]);
      const report = named(source('views/Report.svelte')).filter((key) => key.startsWith('report_'));
      expect(report.length).toBeGreaterThan(10);
      expect(report.filter((key) => texts[placeOf.get(key) ?? -1] !== undefined)).toEqual([]);
    },
  );

  it.each(LOCALES)(
    'has, on the desk, a text for each message that its views and their parts name: %s',
    async (locale) => {
      const file = (await manifestOf('index'))[textsFile(locale)]?.file ?? '';
      const { default: texts } = (await import(new URL(file, DIST).href)) as { default: readonly unknown[] };
      const rooms = ['bar', 'dispatch', 'ended', 'handover', 'home', 'parts', 'patient', 'record', 'setup', 'shifts'];
      const desk = [...rooms, 'i18n', 'staff', 'tile', 'views', 'workbench'].flatMap((room) =>
        readdirSync(new URL(`${room}/`, SOURCES))
          .filter((name) => /\.(svelte|ts)$/.test(name))
          .flatMap((name) => named(source(`${room}/${name}`))),
      );
      expect(new Set(desk).size).toBeGreaterThan(500);
      const messages = desk.filter((key) => placeOf.has(key));
      expect(messages.filter((key) => typeof texts[placeOf.get(key) ?? -1] !== 'function')).toEqual([]);
    },
  );

  it.each(PAGES)('loads no texts of a language by itself, only the one that is read: %s', async (page) => {
    const manifest = await manifestOf(page);
    const texts = LOCALES.map((locale) => manifest[textsFile(locale)]?.file);
    expect(new Set(texts.filter((file) => file !== undefined)).size).toBe(LOCALES.length);
    for (const key of Object.keys(manifest).filter((name) => /\.html$|^src\/views\//.test(name)))
      expect(
        loadedBy(manifest, [key]).filter((file) => texts.includes(file)),
        key,
      ).toEqual([]);
  });
});
