// Does a piece of work only if what it is made of has changed. What a compiler reads must not be written anew without a
// reason: a file with a new time makes everything that is built of it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The files below a file or folder, sorted; `skipped` names folders that are left out. */
function* filesOf(path, skipped) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) return yield path;
  for (const name of readdirSync(path).sort()) {
    if (!skipped.includes(name)) yield* filesOf(join(path, name), skipped);
  }
}

/** A fingerprint of the names and contents of files and folders. */
export function fingerprint(paths, skipped = []) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesOf(path, skipped)) hash.update(`${file}\0`).update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return hash.digest('hex');
}

/**
 * Does `work` unless `made` of `from` are as they were after the last time, by content. Returns true if it was done.
 * `stamp`: the file that remembers. `skipped`: names of folders that are left out of `from`.
 */
export async function once({ stamp, from, made, skipped = [] }, work) {
  const state = () => `${fingerprint(from, skipped)} ${fingerprint(made)}`;
  if (made.every((path) => existsSync(path)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === state()) return false;
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state());
  return true;
}
