// Builds the pages into dist/, each by itself: a page carries the code and the texts that it can show, and nothing of another.
// The service worker is written last, as it names the files of all of them.
import { resolve } from 'node:path';
import { build, resolveConfig } from 'vite';
import { PAGES } from './pages.mjs';
import { writeShell } from './shell.mjs';

const [logLevel = 'info'] = process.argv.slice(2);

for (const page of PAGES)
  await build({
    logLevel,
    build: {
      emptyOutDir: page === PAGES[0],
      copyPublicDir: page === PAGES[0],
      manifest: `.vite/${page}.json`,
      rolldownOptions: { input: `${page}.html` },
    },
  });
const { root, build: built } = await resolveConfig({}, 'build');
await writeShell(resolve(root, built.outDir));
