// Compiles the message catalogue (src/i18n/messages/*.json) into typed functions.
// The output is not checked in: build, check and test each make it first.
// HEARTH_PSEUDO=1 puts the pseudo-locale in the place of English: for the test that looks for texts without a translation.
import files from 'node:fs';
import { compile } from '@inlang/paraglide-js';
import { prepared } from './catalogue.mjs';

/** The file as the compiler sees it: of a catalogue, what became of it. */
async function readFile(path, ...how) {
  const content = await files.promises.readFile(path, ...how);
  const [, locale] = /messages\/(\w+)\.json$/.exec(String(path)) ?? [];
  if (!locale) return content;
  const catalogue = prepared(locale, JSON.parse(content.toString()), { pseudo: process.env.HEARTH_PSEUDO === '1' });
  return typeof content === 'string' ? JSON.stringify(catalogue) : Buffer.from(JSON.stringify(catalogue));
}

await compile({
  project: './src/i18n/project.inlang',
  outdir: './src/i18n/paraglide',
  strategy: ['globalVariable', 'baseLocale'],
  outputStructure: 'message-modules',
  emitGitIgnore: false,
  disableAsyncLocalStorage: true,
  isServer: 'false',
  fs: { ...files, promises: { ...files.promises, readFile } },
});

// The library leaves timers behind that would hold the process open for half a minute.
process.exit(0);
