// What every test of the screens does: sign in, listen, and look for faults that disturb screen readers.
import { expect, type Page } from '@playwright/test';
import { violationsOf } from '../../dashboard/tests/browser/violations.mjs';

export interface Person {
  name: string;
  password: string;
}

/** Counts what WebAudio is asked to play, because a headless browser has no loudspeaker. */
export async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counter = window as unknown as { tones: number };
    counter.tones = 0;
    for (const source of [OscillatorNode, AudioBufferSourceNode]) {
      const start = source.prototype.start;
      source.prototype.start = function (...args: []) {
        counter.tones += 1;
        return start.apply(this, args);
      };
    }
  });
}

export const tones = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { tones: number }).tones);

export async function typePassword(page: Page, person: Person): Promise<void> {
  await page.getByTestId('sign-in-name').fill(person.name);
  await page.getByTestId('sign-in-password').fill(person.password);
  await page.getByTestId('sign-in-submit').click();
}

export async function signIn(page: Page, base: string, person: Person, live = 'LIVE'): Promise<void> {
  await page.goto(base);
  await typePassword(page, person);
  // One's own page comes first; these tests stand at the wall.
  await expect(page).toHaveURL(/\/home$/);
  await page.goto(base);
  await expect(page.getByTestId('liveness')).toContainText(live);
}

export async function noViolations(page: Page, what: string): Promise<void> {
  const violations = await violationsOf(page);
  expect(violations.map((v) => `${what}: ${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
}

/** Notes when the page is covered; to be called before the page is opened. */
export async function noteCover(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted = window as unknown as { coveredAt?: number };
    new MutationObserver(() => {
      const covered = document.querySelector('[data-testid=stale-overlay]') !== null;
      if (covered) noted.coveredAt ??= Date.now();
      else delete noted.coveredAt;
    }).observe(document, { subtree: true, childList: true });
  });
}

/** How long after `instant` (ms since 1970) the page was covered, in ms. */
export async function coveredAfter(page: Page, instant: number): Promise<number> {
  await expect(page.getByTestId('stale-overlay')).toBeVisible();
  return page.evaluate((from) => ((window as unknown as { coveredAt?: number }).coveredAt ?? Infinity) - from, instant);
}
