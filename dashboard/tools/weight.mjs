// What a page weighs: everything that a screen loads before the page is there, each file compressed as it is sent. Fonts are
// left out (they are loaded beside it, and the page does not wait for them), and so are the pages that load later.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

/** The goal for the wall, kB (1,000 bytes). */
export const WALL_KB = 150;
/** The goal for the crew's phone, kB. */
export const PHONE_KB = 120;
/** Where the build lies. */
export const DIST = new URL('../dist/', import.meta.url);
const PAGES = {
  wall: { page: 'index', parts: ['index.html'] },
  patient: { page: 'index', parts: ['index.html', 'src/views/Patient.svelte'] },
  phone: { page: 'crew', parts: ['crew.html'] },
};

/** What Vite says of the files of a page: `index` or `crew`. */
export const manifestOf = async (page, dist = DIST) =>
  JSON.parse(await readFile(new URL(`.vite/${page}.json`, dist), 'utf8'));

/** The files of the entries, and of everything that they import at once. `manifest` is Vite's. */
export function loadedBy(manifest, keys) {
  const seen = new Set();
  const add = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    if (!manifest[key]) throw new Error(`${key} is not in this build`);
    (manifest[key].imports ?? []).forEach(add);
  };
  keys.forEach(add);
  return [...new Set([...seen].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]))];
}

/**
 * Each file of a screen for a reader of one language, with what it weighs in kB.
 * @param {keyof typeof PAGES} screen also the sign-in, which loads what the wall loads
 */
export async function weigh(screen, locale, dist = DIST) {
  const { page, parts } = PAGES[screen];
  const manifest = await manifestOf(page, dist);
  const files = loadedBy(manifest, [...parts, `src/i18n/paraglide/messages/${locale}.js`]);
  const weights = files.map(async (file) => [file, gzipSync(await readFile(new URL(file, dist))).length / 1_000]);
  return new Map(await Promise.all(weights));
}

/** @param {Map<string, number>} weights */
export const sum = (weights) => [...weights.values()].reduce((a, b) => a + b, 0);
