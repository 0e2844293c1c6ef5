// Keeps, in a page's files of texts, only those that the page can show. Which these are is read out of what is left of
// `messages/_index.js` once the page is put together: the function of a message that nothing on the page can call is no
// longer in it. A text that is left out leaves its place in the list empty, so that each other one keeps its number.
import { readFile } from 'node:fs/promises';
import { MARK } from './parted.mjs';

const INDEX = /\/messages\/_index\.js$/;
const TEXTS = /\/messages\/\w{2}\.js$/;
/** The function of a message, which knows its text by number. The bundler writes 1000 as `1e3`. */
const MESSAGE = /\bmessage(?:\$\d+)?\(([^)]*)\)/g;

/** The number of a text, as a program reads it. */
function numberOf(written) {
  const number = Number(written);
  if (written === '' || !Number.isInteger(number))
    throw new Error(`'${written}' is no text's number: tools/kept.mjs reads it wrongly`);
  return number;
}

/** The numbers of the texts that a page can show. `chunks` are the bundler's, before they are made small. */
export function shown(chunks) {
  const modules = chunks.flatMap((chunk) => Object.entries(chunk.modules));
  const index = modules.filter(([id]) => INDEX.test(id)).map(([, { code }]) => code ?? '');
  const numbers = index.flatMap((code) => [...code.matchAll(MESSAGE)].map(([, at]) => numberOf(at)));
  if (numbers.length === 0)
    throw new Error('no message is left in messages/_index.js: tools/kept.mjs reads it wrongly');
  return new Set(numbers);
}

/** The file of a language with those texts alone. */
export function kept(file, numbers) {
  const [head, ...texts] = file.replace(/\];\s*$/, '').split(`${MARK}\n`);
  if (Math.max(...numbers) >= texts.length)
    throw new Error(`${texts.length} texts, and not each that is shown: tools/kept.mjs reads them wrongly`);
  return `${head}${texts.map((text, at) => (numbers.has(at) ? text : ',\n')).join('')}];\n`;
}

export const keptTexts = () => ({
  name: 'hearth-texts',
  apply: 'build',
  async renderChunk(_code, { facadeModuleId }, _options, { chunks }) {
    if (!TEXTS.test(facadeModuleId ?? '')) return null;
    const file = await readFile(facadeModuleId, 'utf8');
    return { code: kept(file, shown(Object.values(chunks))), map: null };
  },
});
