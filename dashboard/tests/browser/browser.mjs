// Opens the dashboard of a fake hub in the machine's Chromium.
import { chromium } from '@playwright/test';
import { ARGS, CHROMIUM } from './chromium.mjs';

export const launch = () => chromium.launch({ executablePath: CHROMIUM, headless: true, args: ARGS });

/** A page signed in as `who` (nobody when null), with its settings set before the first script runs. */
export async function signedIn(
  browser,
  hub,
  {
    who = 'nurse',
    width = 1920,
    height = 1080,
    settings = {},
    path = '/',
    reducedMotion = 'no-preference',
    before,
  } = {},
) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion, hasTouch: width < 600 });
  const cookie = { name: 'hearth_session', value: who, url: hub.url, httpOnly: true, sameSite: 'Strict' };
  if (who) await context.addCookies([cookie]);
  await context.addInitScript(
    ({ theme, ...rest }) => {
      localStorage.setItem('hearth-screen', 'A7K3');
      localStorage.setItem('hearth-theme', theme);
      localStorage.setItem('hearth-settings', JSON.stringify(rest));
    },
    { locale: 'en', theme: 'dark', ...settings },
  );
  if (before) await context.addInitScript(before);
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error('page error:', error.message));
  await page.goto(`${hub.url}${path}`);
  return page;
}
