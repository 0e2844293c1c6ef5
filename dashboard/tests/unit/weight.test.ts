/** What the built dashboard (`npm run build`) makes a screen load. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../src/app/languages';
import { loadedBy, PHONE_KB, sum, WALL_KB, weigh } from '../../tools/weight.mjs';

const MANIFEST = new URL('../../dist/.vite/manifest.json', import.meta.url);

describe('the built dashboard', () => {
  it('is there: npm run build makes it', () => expect(existsSync(MANIFEST)).toBe(true));

  it.each(LOCALES)('makes the wall and the sign-in load no more than their limit: %s', async (locale) => {
    const weights = await weigh('wall', locale);
    const heaviest = [...weights].sort(([, a], [, b]) => b - a);
    const chunks = heaviest.map(([file, kB]) => `${file} ${kB.toFixed(1)} kB`).join(', ');
    expect(sum(weights), chunks).toBeLessThanOrEqual(WALL_KB);
  });

  it.each(LOCALES)("makes a crew's phone load no more than its limit, and nothing of the wall: %s", async (locale) => {
    const weights = await weigh('phone', locale);
    expect(sum(weights), [...weights.keys()].join(', ')).toBeLessThanOrEqual(PHONE_KB);
    const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Parameters<typeof loadedBy>[0];
    const wall = manifest['index.html']?.file;
    expect([...weights.keys()].filter((file) => file === wall)).toEqual([]);
  });

  it('makes no page load the texts of a language by itself: only the one that is read is loaded', () => {
    const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Parameters<typeof loadedBy>[0];
    const texts = LOCALES.map((locale) => manifest[`src/i18n/paraglide/messages/${locale}.js`]?.file);
    expect(new Set(texts.filter((file) => file !== undefined)).size).toBe(LOCALES.length);
    for (const key of Object.keys(manifest).filter((name) => /^(index|crew)\.html$|^src\/views\//.test(name)))
      expect(
        loadedBy(manifest, [key]).filter((file) => texts.includes(file)),
        key,
      ).toEqual([]);
  });
});
