// What becomes of a catalogue of messages before it is compiled. A message is a text, or a list with one entry that has a
// text for each case (`match`), such as the plurals of Arabic.

/** The languages that are written from right to left, as src/app/languages.ts says. */
const FROM_THE_RIGHT = ['ar'];
const SLOT = /(\{\w+\})/;

/** The same message with each of its texts changed. */
export function eachText(message, change) {
  if (typeof message === 'string') return change(message);
  return message.map(({ match, ...rest }) => {
    const texts = Object.entries(match).map(([when, text]) => [when, change(text)]);
    return { ...rest, match: Object.fromEntries(texts) };
  });
}

/** Each text of a message. */
export function textsOf(message) {
  return typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match));
}

/**
 * Whatever is filled in lies in isolates, so that it keeps its own direction and does not turn what stands beside it: a
 * name in Latin letters, a time, a reading. What lies in an isolate of the text's own needs no other.
 */
const isolated = (text) =>
  text
    .split(/(\u2066[^\u2069]*\u2069)/)
    .map((part) => (part.startsWith('\u2066') ? part : part.replaceAll(new RegExp(SLOT, 'g'), '\u2068$1\u2069')))
    .join('');

/** Letters with a mark, which a reader still knows and no text in the code has. */
const MARKED = { from: 'AEIOUYaeiouycnsz', to: 'ÀÈÌÒÙÝàèìòùýçñšž' };
const marked = (text) => [...text].map((c) => MARKED.to[MARKED.from.indexOf(c)] ?? c).join('');
/** Other languages take so much more room than English. */
const LONGER = 0.4;
/** What is as short as `SpO2` and `NEWS2` is an abbreviation in every language. */
const SHORT = 5;

/**
 * English that shows what is not translated and what has no room: marked letters, 40 % longer, between brackets.
 * `{count} patients` becomes `⟦{count} pàtìèñtš pàtì⟧`.
 */
export function pseudo(text) {
  const parts = text.split(SLOT).map((part) => (SLOT.test(part) ? part : marked(part)));
  const written = parts.filter((part) => !SLOT.test(part)).join('');
  const words = written.trim();
  const more = words.length > SHORT ? ` ${words.slice(0, Math.ceil(written.length * LONGER)).trim()}` : '';
  return `⟦${parts.join('')}${more}⟧`;
}

/**
 * The catalogue of a language as it is compiled.
 * @param {{pseudo?: boolean}} how with `pseudo`, English is the pseudo-locale
 */
export function prepared(locale, catalogue, how = {}) {
  const change = FROM_THE_RIGHT.includes(locale) ? isolated : how.pseudo && locale === 'en' ? pseudo : null;
  if (!change) return catalogue;
  return Object.fromEntries(Object.entries(catalogue).map(([key, message]) => [key, eachText(message, change)]));
}
