import { svelte } from '@sveltejs/vite-plugin-svelte';
import { alias, PSEUDO } from './tools/pseudo.mjs';
import { keptTexts } from './tools/kept.mjs';
import { defineConfig } from 'vitest/config';

const hub = process.env.HEARTH_HUB ?? 'http://127.0.0.1:8080';

export default defineConfig({
  resolve: { alias },
  plugins: [svelte(), keptTexts()],
  build: {
    ...(PSEUDO.wanted ? { outDir: PSEUDO.dist } : {}),
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0,
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
