import { svelte } from '@sveltejs/vite-plugin-svelte';
import { alias, PSEUDO } from './tools/pseudo.mjs';
import { shell } from './tools/shell.mjs';
import { defineConfig } from 'vitest/config';

const hub = process.env.HEARTH_HUB ?? 'http://127.0.0.1:8080';

export default defineConfig({
  resolve: { alias },
  plugins: [svelte(), shell()],
  build: {
    ...(PSEUDO.wanted ? { outDir: PSEUDO.dist } : {}),
    target: 'es2022',
    sourcemap: false,
    manifest: true,
    assetsInlineLimit: 0,
    // The crew's phone is a page of its own: it loads nothing of the wall.
    rolldownOptions: { input: { index: 'index.html', crew: 'crew.html' } },
  },
  server: { proxy: { '/api': { target: hub, ws: true } } },
  // How long a machine takes is no promise of the code: a test that hangs ends, one on a busy machine does not.
  test: {
    include: ['tests/unit/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    setupFiles: 'tests/unit/every-language.ts',
  },
});
