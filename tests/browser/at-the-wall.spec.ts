// A nurse at the wall of a real hub: which patient a key acts on, what a dialog may hide, when a screen no longer watches.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { Hub, until, type Home } from './home.ts';
import { coveredAfter, listen, noteCover, noViolations, signIn, tones, typePassword, type Person } from './wall.ts';

let hub: Hub;
let nurse: Person;
let charge: Person;
let first: Home;
let second: Home;

test.beforeAll(async () => {
  hub = new Hub();
  await hub.start();
  charge = await hub.person('charge', 'Charge Nurse Lee', 'charge_nurse');
  nurse = await hub.person('nurse', 'Nurse Okafor', 'nurse');
  await hub.api.post('/session', charge);
  first = await hub.home(1);
  second = await hub.home(2);
  first.start();
  second.start();
});

test.afterAll(async () => {
  await hub?.stop();
});

const tileOf = (page: Page, home: Home): Locator => page.getByTestId(`tile-${home.episode}`);
const cardOf = (page: Page, home: Home): Locator => page.getByTestId('strip').locator('article', { hasText: home.label });

test.describe('two homes in trouble', () => {
  test.beforeAll(async () => {
    first.tell('spo2 72');
    await until('Home 1 rings', async () => (await hub.api.get('/alerts?state=open')).alerts.length > 0, 60_000);
    second.tell('spo2 78');
    await until('both ring', async () => (await hub.api.get('/alerts?state=open')).alerts.length > 1, 60_000);
  });

  test('the acknowledge key takes the patient in front of the nurse, else the most urgent, and gives the focus back', async ({ page }) => {
    await signIn(page, hub.base, nurse);
    const dialog = page.getByTestId('ack-dialog');
    await expect(cardOf(page, second)).toBeVisible();
    const isAbout = async (home: 'MRN-1001' | 'MRN-1002') => {
      await expect(dialog).toContainText(home);
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    };

    await test.step('nobody in front: the one that waits longest', async () => {
      await page.keyboard.press('a');
      await isAbout('MRN-1001');
    });
    await test.step('the focused tile', async () => {
      await tileOf(page, second).focus();
      await page.keyboard.press('a');
      await isAbout('MRN-1002');
      await expect(tileOf(page, second)).toBeFocused();
    });
    await test.step('a card of the strip, by its place', async () => {
      await page.keyboard.press('1');
      await isAbout('MRN-1001');
      await page.keyboard.press('2');
      await isAbout('MRN-1002');
      await expect(tileOf(page, second)).toBeFocused();
    });
    await test.step('the opened patient', async () => {
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(/patients/);
      await page.keyboard.press('a');
      await isAbout('MRN-1002');
    });
    await test.step('the selected row', async () => {
      const { alerts } = await hub.api.get('/alerts?state=open');
      const of = alerts.find((alert: { episode_id: string }) => alert.episode_id === second.episode);
      await page.goto(`${hub.base}/alerts/${of.id}`);
      await expect(page.getByTestId('history')).toBeVisible();
      await expect(cardOf(page, second)).toBeVisible();
      await page.keyboard.press('a');
      await isAbout('MRN-1002');
    });
  });

  test('sound that was armed comes back with the first press of anything, and until then the screen says that it is silent', async ({ page }) => {
    await listen(page);
    await signIn(page, hub.base, nurse);
    await page.getByTestId('arm-sound').click();
    await page.getByTestId('sound-heard').click();
    await page.reload();
    await expect(cardOf(page, first)).toBeVisible();
    await expect(page.getByTestId('sound-silent')).toBeVisible();
    expect(await tones(page)).toBe(0);
    await page.keyboard.press('ArrowDown');
    await expect(page.getByTestId('sound-silent')).toBeHidden();
    await expect.poll(() => tones(page)).toBeGreaterThan(0);
  });

  test('a dialog hides no new alert: it is taken from the strip, and the draft is still there', async ({ page }) => {
    await signIn(page, hub.base, nurse);
    await page.goto(`${hub.base}/patients/${first.episode}`);
    await page.getByTestId('limits-edit').click();
    const reason = page.getByTestId('limits-reason');
    await reason.fill('sleeps on three litres');
    second.tell('heart_rate 165');
    const card = page.getByTestId('strip').locator('article', { hasText: /PR|Pulse/ });
    await expect(card).toContainText('Home 2', { timeout: 40_000 });

    await test.step('by hand', async () => {
      await card.getByTestId('ack-button').click({ timeout: 3_000 });
      await expect(page.getByTestId('ack-dialog')).toContainText('MRN-1002');
      await noViolations(page, 'two dialogs');
      await page.getByTestId('ack-confirm').click();
      await expect(page.getByTestId('ack-dialog')).toBeHidden();
      await expect(card).toBeHidden();
      await expect(reason).toHaveValue('sleeps on three litres');
      await expect(reason).toBeFocused();
    });
    await test.step('by key, from a place where nothing is typed', async () => {
      await page.getByTestId('limits-save').focus();
      await page.keyboard.press('1');
      await expect(page.getByTestId('ack-dialog')).toContainText('MRN-1001');
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('ack-dialog')).toBeHidden();
      await expect(page.getByTestId('limits-save')).toBeFocused();
    });
    await test.step('Esc asks before the draft goes', async () => {
      await reason.focus();
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('draft-question')).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(page.getByTestId('draft-question')).toBeHidden();
      await expect(reason).toHaveValue('sleeps on three litres');
      await expect(reason).toBeFocused();
    });
  });

  test('no card of the strip is cut off, and a narrow tile keeps its value', async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('hearth-settings', JSON.stringify({ density: 'desk', initialsOnly: false, locale: 'es' })));
    await signIn(page, hub.base, nurse, 'EN VIVO');
    first.tell('heart_rate 165');
    await expect(page.getByTestId('strip').locator('article')).toHaveCount(3, { timeout: 40_000 });
    // 960 and 640 px are what is left of screens of 1,920 and 1,280 px at a zoom of 200 %.
    for (const width of [1920, 1440, 1280, 960, 640, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const button of await page.getByTestId('ack-button').all()) {
        const box = await button.boundingBox();
        expect(box && box.x >= 0 && box.x + box.width <= width, `${width} px`).toBe(true);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    const words = tileOf(page, first).locator('.what').first();
    expect(await words.evaluate((node) => node.scrollWidth <= node.clientWidth)).toBe(true);
  });

  test('an "I have it" that waited in a browser or a hub that stood still is not carried out later', async ({ page }) => {
    await noteCover(page);
    await signIn(page, hub.base, nurse);
    const dialog = page.getByTestId('ack-dialog');
    const confirm = page.getByTestId('ack-confirm');
    const { alerts } = await hub.api.get(`/alerts?state=open&episode_id=${first.episode}`);
    const { id } = alerts.find((alert: { rule: string }) => alert.rule === 'spo2_low');
    const isTaken = async () => (await hub.api.get(`/alerts/${id}`)).alert.response !== 'none';
    await cardOf(page, first).first().getByTestId('ack-button').click();
    await expect(dialog).toContainText('SpO2');

    await test.step('the browser', async () => {
      const box = await confirm.boundingBox();
      await page.evaluate(() => {
        setTimeout(() => {
          const end = performance.now() + 6_000;
          while (performance.now() < end);
        });
      });
      await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 20);
      await expect(dialog).toContainText('stood still');
      expect(await isTaken()).toBe(false);
    });

    await test.step('the hub: the screen is covered within five seconds, and gives the act up', async () => {
      await expect(page.getByTestId('stale-overlay')).toBeHidden();
      await expect(page.getByTestId('liveness')).toContainText('LIVE');
      const froze = Date.now();
      hub.freeze();
      await confirm.click();
      const pressed = Date.now();
      expect(await coveredAfter(page, froze)).toBeLessThanOrEqual(5_000);
      await expect(dialog).toContainText('did not answer in time');
      await expect.poll(() => Date.now() - pressed, { timeout: 30_000 }).toBeGreaterThan(15_500);
      hub.thaw();
      await expect(page.getByTestId('stale-overlay')).toBeHidden({ timeout: 40_000 });
      await expect(page.getByTestId('liveness')).toContainText('LIVE');
      expect(await isTaken()).toBe(false);
    });
    await test.step('pressed again, it is', async () => {
      await confirm.click();
      await until('it is taken', isTaken);
    });
  });

  test('a dead hub: whom to call first, and after a reload the screen still says that it does not watch', async ({ page }) => {
    await hub.api.call('PUT', `/episodes/${first.episode}/phone`, { phone: '+1 555 0101' });
    await listen(page);
    await signIn(page, hub.base, nurse);
    await page.getByTestId('arm-sound').click();
    await expect(tileOf(page, first)).toBeVisible();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await hub.kill();

    await test.step('what nobody has stands first, with a number to call where one is known', async () => {
      await expect(page.getByTestId('stale-overlay')).toBeVisible();
      const rows = page.getByRole('complementary').getByRole('list').last().getByRole('listitem');
      await expect(rows.first()).toContainText('nobody has it');
      await expect(rows.last()).toContainText('Nurse Okafor has it');
      await expect(rows.filter({ hasText: 'Home 1' }).first().getByRole('link')).toHaveAttribute('href', 'tel:+15550101');
      await expect(rows.filter({ hasText: 'Home 2' }).first()).toContainText('no number');
    });
    await test.step('reloaded, it is no error page, and it sounds', async () => {
      await page.reload();
      await expect(page.getByTestId('not-watching')).toContainText('The hub cannot be reached');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => tones(page)).toBeGreaterThan(0);
      await noViolations(page, 'hub unreachable');
    });
    await test.step('of patients it has kept nothing', async () => {
      const kept = await page.evaluate(async () => {
        const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
        return { paths: requests.map((request) => new URL(request.url).pathname), local: JSON.stringify(localStorage) };
      });
      expect(kept.paths.length).toBeGreaterThan(3);
      // The two pages of the shell, of which neither says anything of a patient, and what they are made of.
      expect(kept.paths.filter((path) => !['/', '/crew'].includes(path) && !path.startsWith('/assets/'))).toEqual([]);
      expect(kept.local).not.toMatch(/Menj|MRN-|Home 1/);
    });
    await test.step('the hub is back: so is the wall, by itself', async () => {
      await hub.run();
      await expect(tileOf(page, first)).toBeVisible({ timeout: 40_000 });
      await expect(page.getByTestId('liveness')).toContainText('LIVE', { timeout: 20_000 });
    });
  });

  test('a device that falls silent is one card with all that is missing, and is taken at once', async ({ page }) => {
    await second.endDevices();
    for (const { id, version, response } of (await hub.api.get('/alerts?state=open')).alerts)
      if (response === 'none') await hub.api.post(`/alerts/${id}/acknowledge`, { version });
    await signIn(page, hub.base, nurse);
    const card = page.getByTestId('strip').locator('article', { hasText: 'Nonin Xpod silent' });
    await expect(card).toContainText(/missing when it began: .*, /, { timeout: 100_000 });
    await card.getByTestId('ack-button').click();
    await expect(page.getByTestId('ack-dialog')).toContainText('Nonin Xpod silent');
    await page.getByTestId('ack-confirm').click();
    await until('it is taken', async () => {
      const { alerts } = await hub.api.get('/alerts?state=open');
      const silent = alerts.filter((alert: { rule: string }) => alert.rule.endsWith('_silent'));
      return silent.length === 1 && silent.every((alert: { response: string }) => alert.response === 'acknowledged');
    });
  });
});

test('the watch: taking it over is asked about and both are told; nobody holds it after its holder left', async ({ page, browser }) => {
  const others = await (await browser.newContext()).newPage();
  await signIn(page, hub.base, nurse);
  await signIn(others, hub.base, charge);

  await test.step('nobody holds it: one press', async () => {
    await page.getByTestId('watch-take').click();
    await expect(others.getByTestId('watch-holder')).toHaveText('Nurse Okafor');
    await expect(page.getByTestId('watch-notice')).toContainText('You hold the watch');
    await page.getByTestId('watch-known').click();
  });
  await test.step('somebody holds it: a question, and both are told', async () => {
    await others.getByTestId('watch-take').click();
    await expect(others.getByTestId('watch-dialog')).toContainText('Nurse Okafor');
    await expect(page.getByTestId('watch-holder')).toHaveText('Nurse Okafor');
    await others.getByTestId('watch-confirm').click();
    await expect(page.getByTestId('watch-notice')).toContainText('Charge Nurse Lee took the watch from you');
    await expect(others.getByTestId('watch-notice')).toContainText('Before you: Nurse Okafor');
    await noViolations(page, 'watch notice');
  });
  await test.step('signing out with it asks, and hands it back', async () => {
    await others.locator('summary').click();
    await others.getByTestId('signout').click();
    await expect(others.getByTestId('signout-dialog')).toBeVisible();
    await others.getByTestId('signout-confirm').click();
    await expect(page.getByTestId('watch-holder')).toHaveText('nobody');
    await expect(others.getByTestId('sign-in-name')).toBeVisible();
  });
  await test.step('a session that ends by itself leaves nobody holding it', async () => {
    await page.getByTestId('watch-take').click();
    await expect(page.getByTestId('watch-holder')).toHaveText('Nurse Okafor');
    await signIn(others, hub.base, charge);
    await hub.sql(`DELETE FROM sessions s USING staff p WHERE p.id = s.staff_id AND p.name = '${nurse.name}'`);
    await expect(others.getByTestId('watch-holder')).toHaveText('nobody');
  });
  await others.context().close();
});

test('the wall ends with a warning, goes on after a sign-in over it, and says when it no longer watches', async ({ page }) => {
  const leftFor = (interval: string) => hub.sql(`UPDATE sessions SET expires_at = now() + interval '${interval}'`);
  await listen(page);
  await signIn(page, hub.base, nurse);
  await page.getByTestId('arm-sound').click();
  await expect(page.getByTestId('session-ends')).toBeHidden();

  await test.step('half an hour before, it warns; signing in again keeps the picture', async () => {
    await leftFor('29 minutes 50 seconds');
    await page.reload();
    await expect(page.getByTestId('session-ends')).toContainText('30 min');
    const tile = await tileOf(page, second).elementHandle();
    const password = page.getByTestId('sign-in-password');
    // What arrives after the reload may still move the button under the pointer; then a person presses again, too.
    await expect(async () => {
      if (!(await password.isVisible())) await page.getByTestId('session-renew').click({ timeout: 2_000 });
      await expect(password).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await password.fill(nurse.password);
    await page.getByTestId('sign-in-submit').click();
    await expect(page.getByTestId('session-ends')).toBeHidden();
    expect(await tile?.evaluate((node) => node.isConnected)).toBe(true);
    await expect(page.getByTestId('liveness')).toContainText('LIVE');
  });

  await test.step('when it has ended, it says so, large, and sounds', async () => {
    await leftFor('4 seconds');
    await page.reload();
    await page.keyboard.press('ArrowDown');
    const word = page.getByTestId('not-watching').getByRole('heading', { name: 'NOT WATCHING' });
    await expect(word).toBeVisible();
    expect((await word.boundingBox())?.height).toBeGreaterThan(100);
    await expect(page.locator('[data-episode]')).toHaveCount(0);
    const before = await tones(page);
    await expect.poll(() => tones(page)).toBeGreaterThan(before);
    await noViolations(page, 'not watching');
  });

  await test.step('also after a reload, until somebody signs in', async () => {
    await page.reload();
    await expect(page.getByTestId('not-watching')).toBeVisible();
    await typePassword(page, nurse);
    await expect(tileOf(page, first)).toBeVisible();
    await expect(page.getByTestId('not-watching')).toBeHidden();
  });

  await test.step('who signs out leaves no former wall behind', async () => {
    await page.locator('summary').click();
    await page.getByTestId('signout').click();
    await expect(page.getByTestId('sign-in-name')).toBeVisible();
    await expect(page.getByTestId('not-watching')).toBeHidden();
  });
});
