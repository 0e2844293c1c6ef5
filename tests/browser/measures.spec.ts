// Measures every page in every state: on a phone nothing that can be pressed may be smaller than a finger, and no page may
// move while it fills. This uses the dashboard's fake hub, which can show every state at once.
import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// Scenes take a second or two each; beside other tests on a slow machine much longer, which is no fault of theirs.
const AT_MOST_MS = 1_200_000;
test.setTimeout(AT_MOST_MS + 10_000);

const DASHBOARD = join(import.meta.dirname, '../../dashboard');

function script(name: string, ...words: string[]): string {
  const { stdout, stderr } = spawnSync('node', [`tests/browser/${name}.mjs`, ...words], { cwd: DASHBOARD, encoding: 'utf8', timeout: AT_MOST_MS });
  return `${stdout}${stderr}`;
}

const measure = (...words: string[]): string => script('measure', 'dark', ...words);

test('on a phone each target is 44 px at least, and no page moves while it fills', () => {
  expect(measure('390')).toMatch(/^\d{3} scenes measured, 0 failures\n$/);
});

test('on a desk no page moves while it fills', () => {
  const scenes = ['wall-names-es', 'wall-late-watch', 'wall-calm', 'patient-held', 'patient-offline', 'alert', 'setup-administrator'];
  expect(measure('1920', ...scenes)).toMatch(/^\d+ scenes measured, 0 failures\n$/);
});

/** One scene of each page: what holds in English holds on the others, too. */
const ARABIC = ['wall-shifts', 'patient-held', 'alert-score', 'home', 'tasks', 'shifts-nurse', 'handover-receive', 'staff-charge', 'setup-administrator'];

test('in Arabic, from right to left, no page has a violation of axe, and none moves while it fills', () => {
  expect(script('axe', 'ar', 'dark', '1280', ...ARABIC)).toMatch(/^\d+ scenes examined, 0 violations\n$/);
  expect(measure('ar', '390', ...ARABIC)).toMatch(/^\d+ scenes measured, 0 failures\n$/);
});

test('in the pseudo-locale every text is translated, and none is cut off', () => {
  expect(script('pseudo')).toMatch(/^\d{2} scenes in the pseudo-locale, 0 failures\n$/);
});
