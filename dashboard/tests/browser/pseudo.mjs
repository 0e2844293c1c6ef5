// npm run pseudo [-- wall 390]: pages in the pseudo-locale, in which every text is marked and 40 % longer. Finds texts that
// have no translation (they bear no mark, the hub did not send them, and they are neither a unit nor a date) and texts that
// are cut off. Prints what fails; ends with 1 if anything did.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PSEUDO } from '../../tools/pseudo.mjs';
import { launch } from './browser.mjs';
import { stageAll } from './scenes.mjs';

/** One scene of each page, and the forms with the most text. */
const SCENES = (
  'sign-in change-password wall wall-stale wall-shifts menu help acknowledge pause alerts-closed alert-score patient-score ' +
  'record-call record-note-write record-particulars observations-choose limits profile-trial ended ended-stay home ' +
  'home-charge queue-load tasks shifts shifts-form handover-give handover-receive workbench-done signing staff staff-add ' +
  'setup setup-add-patient setup-technician no-page'
).split(' ');

/** What stays as it is in every language: units, names of keys, what a monitor calls it, and what `Intl` writes. */
const KEPT = new Set(
  (
    'min mmHg mmol mol kPa Esc Enter Tab Space Shift News Hearth English Español SpO EST EDT GMT UTC CSV PDF ' +
    'seconds second minutes minute hours hour days day'
  ).split(' '),
);
const format = (options, n) => new Intl.DateTimeFormat('en', options).format(Date.UTC(2026, n, n + 1));
for (let n = 0; n < 12; n += 1) KEPT.add(format({ month: 'short' }, n));
for (let day = 1; day <= 7; day += 1)
  KEPT.add(new Intl.DateTimeFormat('en', { weekday: 'short' }).format(Date.UTC(2026, 0, day)));
const languages = new Intl.DisplayNames(['en'], { type: 'language' });
for (const tag of ['en', 'es', 'ar', 'fr', 'pt', 'pt-BR', 'ht', 'zh', 'he', 'ur', 'ru', 'vi'])
  for (const word of languages.of(tag).split(' ')) KEPT.add(word);

const wordsOf = (text) => text.match(/\p{L}+/gu) ?? [];
/** Codes have words of their own: shown as they are, they are no text. */
const openapi = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
const CODES = new Set(Object.values(openapi['x-codes']).flat());
/** The words that the hub sent for people to read. */
function sentWords(texts) {
  const words = new Set();
  const take = (value, key) => {
    if (typeof value === 'string' && (key === 'name' || !CODES.has(value)))
      for (const word of wordsOf(value)) words.add(word);
    if (value !== null && typeof value === 'object') Object.entries(value).forEach(([of, one]) => take(one, of));
  };
  for (const text of texts) take(JSON.parse(text));
  return words;
}

/** In the page: every text that can be seen or is read out, and every marked text that is cut off, with where it stands. */
function shown() {
  const place = (node) => {
    const of = node.closest('[data-testid], [class]');
    return `${node.tagName.toLowerCase()} in ${of?.outerHTML.slice(0, 90) ?? ''}`;
  };
  const texts = [];
  const cut = [];
  const cutBy = (range, from) => {
    const rects = [...range.getClientRects()];
    for (let box = from; box && box !== document.body; box = box.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      // Read out only; or told in full to whoever points at it.
      if (edge.width <= 2 || edge.height <= 2 || box.title !== '') return null;
      if (/auto|scroll/.test(overflowX + overflowY)) return null;
      if (overflowX !== 'visible' && rects.some((r) => r.right > edge.right + 1.5 || r.left < edge.left - 1.5))
        return box;
      if (overflowY !== 'visible' && rects.some((r) => r.top > edge.bottom - 2)) return box;
    }
    return rects.some((r) => r.right > innerWidth + 1.5 || r.left < -1.5) ? document.body : null;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest('script, style, option') || !parent.checkVisibility({ visibilityProperty: true }))
      continue;
    if (node.data.trim() === '') continue;
    texts.push([node.data, place(parent)]);
    if (!/[⟦⟧]/.test(node.data)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const by = cutBy(range, parent);
    if (by) cut.push(`${node.data.trim().slice(0, 60)} | ${place(parent)}`);
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder], [alt], option'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      if (node.hasAttribute(name)) texts.push([node.getAttribute(name), `${name} of ${place(node)}`]);
  for (const option of document.querySelectorAll('option')) texts.push([option.text, place(option.parentElement)]);
  return { texts, cut };
}

/** True for a word that would bear a mark if it had come from the catalogue. */
const isBare = (word) => /^[A-Za-z]{3,}$/.test(word) && /[AEIOUYaeiouycnsz]/.test(word);

function build() {
  const env = { ...process.env, HEARTH_PSEUDO: '1' };
  for (const words of [['tools/messages.mjs'], ['tools/build.mjs', 'error']]) {
    const { status, stdout, stderr } = spawnSync('node', words, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${words[0]}: ${stdout}${stderr}`);
  }
}

build();
const named = process.argv.slice(2);
const views = named.filter((word) => /^(dark|light|\d+)$/.test(word));
const scenes = named.filter((word) => !views.includes(word));
const browser = await launch();
let looked = 0;
const failures = new Set();
const fail = (text) => {
  if (!failures.has(text)) process.stdout.write(`${text}\n`);
  failures.add(text);
};
try {
  const words = [...scenes, 'dark', ...(views.length > 0 ? views : ['1280'])];
  await stageAll(
    browser,
    words,
    async (page, name, hub) => {
      looked += 1;
      const sent = sentWords(hub.sent);
      const { texts, cut } = await page.evaluate(shown);
      for (const [text, where] of texts)
        for (const word of wordsOf(text))
          if (isBare(word) && !KEPT.has(word) && !sent.has(word))
            fail(`${name}: not translated: ${word} (${text.trim().slice(0, 60)}) | ${where}`);
      for (const text of cut) fail(`${name}: cut off: ${text}`);
    },
    // Only English is replaced: a scene in another language has no mark in this build, either.
    { dist: PSEUDO.dist, locale: 'en', only: scenes.length > 0 ? undefined : SCENES },
  );
} finally {
  await browser.close();
}
process.stdout.write(`${looked} scenes in the pseudo-locale, ${failures.size} failures\n`);
process.exitCode = failures.size === 0 && looked > 0 ? 0 : 1;
