// Compiles the message catalogue (src/i18n/messages/*.json) into typed functions, and the texts of each language into a
// file of its own (parted.mjs). The output is not checked in: build, check and test each make it first.
// HEARTH_PSEUDO=1 makes other texts beside it, with the pseudo-locale in the place of English (tests/browser/pseudo.mjs).
import files from 'node:fs';
import { compile } from '@inlang/paraglide-js';
import { prepared } from './catalogue.mjs';
import { parted } from './parted.mjs';
import { PSEUDO } from './pseudo.mjs';

const CATALOGUE = /messages\/(\w+)\.json$/;
const PROJECT = './src/i18n/project.inlang';

/** @param {{ outdir: string, pseudo: boolean }} how */
async function make({ outdir, pseudo }) {
  /** The file as the compiler sees it: of a catalogue, what became of it. */
  async function readFile(path, ...how) {
    const content = await files.promises.readFile(path, ...how);
    const [, locale] = CATALOGUE.exec(String(path)) ?? [];
    if (!locale) return content;
    const catalogue = prepared(locale, JSON.parse(content.toString()), { pseudo });
    return typeof content === 'string' ? JSON.stringify(catalogue) : Buffer.from(JSON.stringify(catalogue));
  }
  await compile({
    project: PROJECT,
    outdir,
    strategy: ['globalVariable', 'baseLocale'],
    outputStructure: 'locale-modules',
    emitGitIgnore: false,
    disableAsyncLocalStorage: true,
    isServer: 'false',
    fs: { ...files, promises: { ...files.promises, readFile } },
  });
  await part(`${outdir}/messages`);
}

async function part(folder) {
  const read = (name) => files.promises.readFile(`${folder}/${name}`, 'utf8');
  const { locales } = JSON.parse(await files.promises.readFile(`${PROJECT}/settings.json`, 'utf8'));
  const compiled = await Promise.all(locales.map(async (locale) => [locale, await read(`${locale}.js`)]));
  const { length } = Object.keys(JSON.parse(await files.promises.readFile('./src/i18n/messages/en.json', 'utf8')));
  const made = parted(await read('_index.js'), Object.fromEntries(compiled), length);
  for (const [name, code] of Object.entries(made)) await files.promises.writeFile(`${folder}/${name}`, code);
}

await make({ outdir: './src/i18n/paraglide', pseudo: false });
if (PSEUDO.wanted) await make({ outdir: PSEUDO.messages, pseudo: true });

// The library leaves timers behind that would hold the process open for half a minute.
process.exit(0);
