// npm run measure [-- wall dark 390]: on each scene, on a phone that nothing that is pressed is smaller than a finger,
// and everywhere that no page moves under the eye while it fills. Prints what fails; ends with 1 if anything did.
import { launch } from './browser.mjs';
import { stageAll } from './scenes.mjs';

/** WCAG 2.5.5, and what a gloved finger hits. */
const FINGER_PX = 44;
const PHONE_PX = 390;
/** Half of what is called good (0.1): a number that jumps is read wrong. */
const SHIFT_MOST = 0.05;
/** A scene has filled and is done in a second to four; one that still moves so late was held up by the machine, ms. */
const STARVED_MS = 8_000;
/** What was pressed, went stale or failed on purpose changes its page on purpose. */
const ON_PURPOSE = /stale|never|closed|add|bind|end-|error|refused|overtaken|menu|help|limits|acknowledge|password/;

/** In the page: what can be pressed and is too small. A checkbox is pressed by its label. */
function tooSmall(least) {
  const found = [];
  for (const target of document.querySelectorAll(
    'button, a[href], input, select, textarea, summary, [role="button"]',
  )) {
    const place = (target.matches('[type="checkbox"]') ? target.closest('label') : null) ?? target;
    if (!place.checkVisibility({ visibilityProperty: true })) continue;
    const { width, height } = place.getBoundingClientRect();
    // Half a pixel: a fraction of a scaled length makes no smaller target.
    if (Math.min(width, height) < least - 0.5)
      found.push(`${width.toFixed(0)} × ${height.toFixed(0)} px: ${place.outerHTML.slice(0, 100)}`);
  }
  return found;
}

/** In the page: by how much the bar at the top grows when a word in it gets longer: the time comes, the link is late, somebody
 * with a long name takes the watch. Everything below would be pushed down while somebody reads it. */
function barGrows() {
  const bar = document.querySelector('body header');
  if (!bar) return 0;
  const height = bar.getBoundingClientRect().height;
  const texts = [...bar.querySelectorAll('[data-testid="liveness"] b, time ~ span span, [data-testid="watch-holder"]')];
  const words = texts.map((text) => text.textContent);
  for (const text of texts) text.textContent = `${text.textContent} ${text.textContent} 120 s`;
  const grown = bar.getBoundingClientRect().height - height;
  texts.forEach((text, n) => (text.textContent = words[n]));
  return grown;
}

/** In the page: how far it has moved; of each move when it was, how far it went, and what moved from where to where. */
function shifted() {
  const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
  const source = (s) => `${s.node?.outerHTML?.slice(0, 80) ?? ''}: ${box(s.previousRect)} -> ${box(s.currentRect)}`;
  return new Promise((done) => {
    const moves = [];
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, startTime, value, sources } of list.getEntries())
        if (!hadRecentInput) moves.push({ at: Math.round(startTime), value, of: sources.map(source) });
    }).observe({ type: 'layout-shift', buffered: true });
    // What is buffered is handed over before the next frame but one.
    requestAnimationFrame(() => requestAnimationFrame(() => done(moves)));
  });
}

const words = process.argv.slice(2);
const browser = await launch();
let measured = 0;
let failed = 0;
const fail = (text) => {
  failed += 1;
  process.stdout.write(`${text}\n`);
};
try {
  await stageAll(browser, words, async (page, name) => {
    // A page that goes stale is rearranged on purpose; here only a machine that is too busy brings that about.
    if (!ON_PURPOSE.test(name) && (await page.evaluate(() => globalThis.wasCovered))) return 'again';
    const moves = ON_PURPOSE.test(name) ? [] : await page.evaluate(shifted);
    const sum = moves.reduce((sum, move) => sum + move.value, 0);
    // What a press brings within half a second is no move; on a machine that is starved it comes later.
    if (sum > SHIFT_MOST && moves.at(-1).at > STARVED_MS) return 'again';
    measured += 1;
    if (page.viewportSize().width === PHONE_PX)
      for (const small of await page.evaluate(tooSmall, FINGER_PX)) fail(`${name}: ${small}`);
    if (page.viewportSize().width === PHONE_PX) {
      const grown = await page.evaluate(barGrows);
      if (grown > 0) fail(`${name}: a longer word in the bar pushes the page down by ${grown} px`);
    }
    if (sum <= SHIFT_MOST) return;
    const told = moves.map(({ at, value, of }) => `\n  after ${at} ms by ${value.toFixed(3)}: ${of.join(' | ')}`);
    fail(`${name}: moved by ${sum.toFixed(3)}${told.join('')}`);
  });
} finally {
  await browser.close();
}
process.stdout.write(`${measured} scenes measured, ${failed} failures\n`);
process.exitCode = failed === 0 && measured > 0 ? 0 : 1;
