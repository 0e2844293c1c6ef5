import { defineConfig } from '@playwright/test';
import { ARGS, CHROMIUM } from '../../dashboard/tests/browser/chromium.mjs';

// One worker: each test starts its own hub, database and broker, and the machine has two cores.
export default defineConfig({
  testDir: '.',
  workers: 1,
  fullyParallel: false,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  projects: [
    // Real hubs.
    { name: 'hub', testIgnore: 'measures.spec.ts', outputDir: 'results' },
    // Pages of a played hub; each of the two clears its own folder.
    { name: 'pages', testMatch: 'measures.spec.ts', outputDir: 'results-pages' },
  ],
  use: {
    launchOptions: {
      executablePath: CHROMIUM,
      args: ARGS,
    },
    viewport: { width: 1920, height: 1080 },
    trace: 'off',
  },
});
