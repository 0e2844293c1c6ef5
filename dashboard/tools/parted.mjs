// Parts the compiled catalogue, which has every text in every language, so that a screen loads the language it speaks:
// - `messages/_index.js`: a typed function for each message, which knows its text by number;
// - `messages/{locale}.js`: the texts of one language, in the order of those numbers;
// - `messages/first.js`: the few texts of every language that are needed before, or instead of, the file of the language.

/** What a screen says while its language is on its way, and when it does not come. */
export const FIRST = [
  'app_name',
  'loading',
  'retry',
  'language_missing',
  'notwatching_title',
  'notwatching_unreachable',
  'notwatching_means',
  'notwatching_trying',
  'sound_silent_title',
  'sound_silent_why',
];

const MESSAGE = /^export const (\w+) = \/\*\* @type \{\(\(inputs(\??): (\w+)/gm;
const TEXT = /^export const (\w+) = ((?:.|\n)*?);$(?=\s*(?:export |$(?![\s\S])))/gm;
/** A text that a language does not have: the compiler takes the English one. */
const IS_ENGLISH = /^export \{ \w+ \} from "\.\/en\.js"/gm;
/** A call of the compiler's own functions, which no screen loads. */
const UNLOADED = /\bregistry\.\w+\(/;
/** Stands before each text, so that `kept.mjs` can leave out those that a page does not show. */
export const MARK = '// text';
const PLURAL = 'const pluralOf = (locale, n) => new Intl.PluralRules(locale).select(Number(n));\n';
const TEXTS = '/** @type {readonly ((inputs?: any) => string)[]} */';

/** The code of each text of a language. The compiler's own plurals would be one more file to load. */
function textsOf(compiled) {
  const found = [...compiled.matchAll(TEXT)].map(([, key, code]) => [
    key,
    code.replaceAll(/\bregistry\.plural(\(.*?), \{\}\)/g, 'pluralOf$1)'),
  ]);
  return new Map(found);
}

function index(messages, types) {
  const one = ({ key, optional, inputs }, at) =>
    `/** @type {(inputs${optional}: ${inputs}) => string} */\nexport const ${key} = /* @__PURE__ */ message(${at});`;
  return `import { message } from '../../texts';\n\n${types.join('\n')}\n\n${messages.map(one).join('\n')}\n`;
}

/** English where the language has none. */
const textOf = (texts, of, key) => of.get(key) ?? texts.en.get(key);

function first(messages, texts) {
  const rows = Object.entries(texts).map(([locale, of]) => {
    const few = messages.flatMap(({ key }, at) => (FIRST.includes(key) ? [`${at}: ${textOf(texts, of, key)}`] : []));
    return `${locale}: {\n${few.join(',\n')}\n}`;
  });
  return `/** @type {Record<string, Record<number, (inputs?: any) => string>>} */\nexport const first = {\n${rows.join(',\n')}\n};\n`;
}

const unread = (what) => new Error(`the compiler writes other code than tools/parted.mjs reads: ${what}`);

/** Each language has a text for each message, or says that it is English: what is overlooked here would be English, too. */
function verify(compiled, texts, count) {
  for (const [locale, of] of Object.entries(texts)) {
    const english = locale === 'en' ? 0 : (compiled[locale].match(IS_ENGLISH) ?? []).length;
    if (of.size + english !== count) throw unread(`${of.size + english} texts of ${count} in ${locale}`);
    for (const [key, code] of of)
      if (UNLOADED.test(code)) throw unread(`${key} in ${locale} calls ${code.match(UNLOADED)[0]}`);
  }
}

/**
 * The files that are written in the place of the compiler's. A text that a language does not have is English there.
 * @param {string} compiledIndex the compiler's `messages/_index.js`, in the structure `locale-modules`
 * @param {Record<string, string>} compiled its `messages/{locale}.js`
 * @param {number} count of messages in the catalogue
 */
export function parted(compiledIndex, compiled, count) {
  const messages = [...compiledIndex.matchAll(MESSAGE)].map(([, key, optional, inputs]) => ({ key, optional, inputs }));
  const types = compiledIndex.match(/^\/\*\* @typedef \{.*\} \w+Inputs \*\/$/gm) ?? [];
  const texts = Object.fromEntries(Object.entries(compiled).map(([locale, code]) => [locale, textsOf(code)]));
  if (messages.length !== count || types.length !== count)
    throw unread(`${messages.length} messages, ${types.length} types of ${count}`);
  verify(compiled, texts, count);
  const files = { '_index.js': index(messages, types), 'first.js': first(messages, texts) };
  for (const [locale, of] of Object.entries(texts)) {
    const code = messages.map(({ key }) => `${MARK}\n${textOf(texts, of, key)},\n`).join('');
    files[`${locale}.js`] = `${PLURAL}${TEXTS}\nexport default [\n${code}];\n`;
  }
  return files;
}
