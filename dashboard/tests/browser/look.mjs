// npm run look [-- wall patient dark 390]: photographs of the scenes into tests/browser/results/pictures.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from './browser.mjs';
import { stageAll } from './scenes.mjs';

const folder = new URL('./results/pictures/', import.meta.url).pathname;
await mkdir(folder, { recursive: true });
const browser = await launch();
try {
  await stageAll(browser, process.argv.slice(2), (page, name) =>
    page.screenshot({ path: join(folder, `${name}.png`) }),
  );
} finally {
  await browser.close();
}
