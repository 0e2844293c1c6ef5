// npm run bench:wall: 1,000 simulated patients at 1 Hz on one wall. Prints the frame time, the way from the socket to
// the pixel, and what the wall weighs. A benchmark, not a test: it fails on nothing but its own errors.
import { sum, WALL_KB, weigh } from '../../tools/weight.mjs';
import { startFakeHub } from '../fake-hub/hub.mjs';
import { launch, signedIn } from './browser.mjs';

const PATIENTS = Number(process.argv[2] ?? 1_000);
const SECONDS = Number(process.argv[3] ?? 20);
const GOALS = { frame: 33, pixel: 250, gzip: WALL_KB };

/** In the page: each frame's length, and from each delta's arrival to the end of the frame that painted it. */
function observe() {
  const seen = { frames: [], pixels: [], long: 0 };
  Object.assign(window, { seen });
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', (event) => {
        if (!String(event.data).includes('"delta"')) return;
        const at = performance.now();
        // Twice: the first callback runs before the wall's own work of that frame is on the screen.
        requestAnimationFrame(() => requestAnimationFrame(() => seen.pixels.push(performance.now() - at)));
      });
    }
  };
  new PerformanceObserver((list) => (seen.long += list.getEntries().length)).observe({ entryTypes: ['longtask'] });
  let before = performance.now();
  requestAnimationFrame(function frame(now) {
    seen.frames.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  });
}

const percentile = (list, p) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? NaN;
};

const hub = await startFakeHub({ patients: PATIENTS });
const browser = await launch();
try {
  const page = await signedIn(browser, hub, { before: observe });
  await page
    .locator('[data-episode]')
    .nth(PATIENTS - 1)
    .waitFor({ state: 'attached', timeout: 60_000 });
  await page.waitForTimeout(5_000);
  await page.evaluate(() => Object.assign(window.seen, { frames: [], pixels: [], long: 0 }));
  await page.waitForTimeout(SECONDS * 1_000);
  const seen = await page.evaluate(() => window.seen);
  const line = (what, value, goal, unit) =>
    process.stdout.write(`${what}: ${value} ${unit} (goal ${goal}) ${value <= goal ? '' : 'MISSED'}\n`);
  process.stdout.write(`${PATIENTS} patients at 1 Hz, ${SECONDS} s, ${seen.frames.length} frames\n`);
  process.stdout.write(
    `frame p50: ${percentile(seen.frames, 50).toFixed(1)} ms; long tasks over 50 ms: ${seen.long}\n`,
  );
  line('frame p95', Number(percentile(seen.frames, 95).toFixed(1)), GOALS.frame, 'ms');
  line('message to pixel p95', Number(percentile(seen.pixels, 95).toFixed(1)), GOALS.pixel, 'ms');
  for (const locale of ['en', 'es', 'ar'])
    line(`the wall, gzip, ${locale}`, Number(sum(await weigh('wall', locale)).toFixed(1)), GOALS.gzip, 'kB');
} finally {
  await browser.close();
  await hub.close();
}
