// What a page weighs: everything that a screen loads before the page is there, each file compressed as it is sent. Fonts are
// left out (they are loaded beside it, and the page does not wait for them), and so are the pages that load later.
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

/** The goal for the wall, kB (1,000 bytes). */
export const WALL_KB = 150;
/** The goal for the crew's phone, kB. */
export const PHONE_KB = 120;
const PAGES = {
  wall: ['index.html'],
  patient: ['index.html', 'src/views/Patient.svelte'],
  phone: ['crew.html'],
};

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

/** Where the build lies; for whoever has made none, what to do. */
const DIST = new URL('../dist/', import.meta.url);

/**
 * Each file of a page for a reader of one language, with what it weighs in kB.
 * @param {keyof typeof PAGES} page also the sign-in, which loads what the wall loads
 */
export async function weigh(page, locale, dist = DIST) {
  const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'));
  const files = loadedBy(manifest, [...PAGES[page], `src/i18n/paraglide/messages/${locale}.js`]);
  const weights = files.map(async (file) => [file, gzipSync(await readFile(new URL(file, dist))).length / 1_000]);
  return new Map(await Promise.all(weights));
}

/** @param {Map<string, number>} weights */
export const sum = (weights) => [...weights.values()].reduce((a, b) => a + b, 0);
