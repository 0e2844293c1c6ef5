// Writes /sw.js: src/shell/worker.js with the names of all files of this build. The names contain hashes of the files, so
// the worker is a new version whenever a file changes.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Whatever reads these scripts reads `.woff2`, and never asks for the older form of a font. */
const KEPT = /^assets\/.*(?<!\.woff)$/;

export const shell = () => ({
  name: 'hearth-shell',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    async handler(_options, bundle) {
      const built = Object.values(bundle).filter(({ fileName }) => KEPT.test(fileName));
      const files = ['/', '/crew', ...built.map(({ fileName }) => `/${fileName}`).sort()];
      const worker = await readFile(new URL('../src/shell/worker.js', import.meta.url), 'utf8');
      const version = createHash('sha256').update(worker).update(files.join('\n')).digest('hex').slice(0, 16);
      const source = `const SHELL = ${JSON.stringify({ version, files })};\n${worker}`;
      this.emitFile({ type: 'asset', fileName: 'sw.js', source });
    },
  },
});
