// Measures every page in every state: on a phone nothing that can be pressed may be smaller than a finger, and no page may
// move while it fills. This uses the dashboard's fake hub, which can show every state at once.
import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const DASHBOARD = join(import.meta.dirname, '../../dashboard');

function measure(...words: string[]): string {
  const { stdout, stderr } = spawnSync('node', ['tests/browser/measure.mjs', 'dark', ...words], { cwd: DASHBOARD, encoding: 'utf8', timeout: 420_000 });
  return `${stdout}${stderr}`;
}

// A second or two a scene.
test('on a phone each target is 44 px at least, and no page moves while it fills', () => {
  test.setTimeout(430_000);
  expect(measure('390')).toMatch(/^\d{3} scenes measured, 0 failures\n$/);
});

test('on a desk no page moves while it fills', () => {
  const scenes = ['wall-names-es', 'wall-late-watch', 'wall-calm', 'patient-held', 'patient-offline', 'alert', 'setup-administrator'];
  expect(measure('1920', ...scenes)).toMatch(/^\d+ scenes measured, 0 failures\n$/);
});
