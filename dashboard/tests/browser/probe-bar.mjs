import { launch } from './browser.mjs';
import { stageAll } from './scenes.mjs';
const browser = await launch();
try {
  await stageAll(browser, process.argv.slice(2), async (page, name) => {
    console.log(name, await page.evaluate(() => Math.round(document.querySelector('header').getBoundingClientRect().height)), await page.evaluate(() => [...document.querySelectorAll('header > .row > *, header > .monitored')].map((e) => `${e.className.slice(0,12)}:${Math.round(e.getBoundingClientRect().width)}`).join(' ')));
    await page.screenshot({ path: `/tmp/prod-${name}.png` });
  }, { only: ['silent-desks'] });
} finally { await browser.close(); }
