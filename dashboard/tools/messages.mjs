// Compiles the message catalogue (src/i18n/messages/*.json) into typed functions.
// The output is not checked in: build, check and test each make it first.
// HEARTH_PSEUDO=1 makes another one, apart, with the pseudo-locale in the place of English (tests/browser/pseudo.mjs).
import files from 'node:fs';
import { compile } from '@inlang/paraglide-js';
import { prepared } from './catalogue.mjs';
import { PSEUDO } from './pseudo.mjs';

/** The file as the compiler sees it: of a catalogue, what became of it. */
async function readFile(path, ...how) {
  const content = await files.promises.readFile(path, ...how);
  const [, locale] = /messages\/(\w+)\.json$/.exec(String(path)) ?? [];
  if (!locale) return content;
  const catalogue = prepared(locale, JSON.parse(content.toString()), { pseudo: PSEUDO.wanted });
  return typeof content === 'string' ? JSON.stringify(catalogue) : Buffer.from(JSON.stringify(catalogue));
}

await compile({
  project: './src/i18n/project.inlang',
  outdir: PSEUDO.wanted ? PSEUDO.messages : './src/i18n/paraglide',
  strategy: ['globalVariable', 'baseLocale'],
  outputStructure: 'message-modules',
  emitGitIgnore: false,
  disableAsyncLocalStorage: true,
  isServer: 'false',
  fs: { ...files, promises: { ...files.promises, readFile } },
});

// The library leaves timers behind that would hold the process open for half a minute.
process.exit(0);
