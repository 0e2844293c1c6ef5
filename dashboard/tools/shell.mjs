// Writes /sw.js: src/shell/worker.js with the names of all files that were built. The names contain hashes of the files, so
// the worker is a new version whenever a file changes.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';

/** Whatever reads these scripts reads `.woff2`, and never asks for the older form of a font. */
const KEPT = /(?<!\.woff)$/;

/** @param {string} dist where the pages lie */
export async function writeShell(dist) {
  const built = (await readdir(`${dist}/assets`)).filter((name) => KEPT.test(name)).sort();
  const files = ['/', '/crew', ...built.map((name) => `/assets/${name}`)];
  const worker = await readFile(new URL('../src/shell/worker.js', import.meta.url), 'utf8');
  const version = createHash('sha256').update(worker).update(files.join('\n')).digest('hex').slice(0, 16);
  await writeFile(`${dist}/sw.js`, `const SHELL = ${JSON.stringify({ version, files })};\n${worker}`);
}
