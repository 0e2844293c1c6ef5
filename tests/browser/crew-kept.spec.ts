// What a crew said without signal, kept on the phone: whose it is, which page keeps it, and for how long.
import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { HOUR_MS, PICTURES, WAY_IN, dispatcher, home, hub, medic, onDuty, phone, press, second, send, signOn, stands, units } from './crew.ts';
import { until } from './home.ts';
import { noViolations, typePassword } from './wall.ts';

onDuty();

test('what one person could not send waits for them alone, through the sign-in of another and a sign-out without signal', async ({ browser }) => {
  const page = await phone(browser);
  const context = page.context();
  await signOn(page);
  const id = await send();
  await press(page, 'assigned');
  await expect(page.getByTestId('card-entry')).toHaveText(WAY_IN);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const notes = async () => {
    const { notes } = await hub.api.get(`/episodes/${home.episode}/notes`);
    return notes.map((note: { text: { body: string }; author: { display_name: string } }) => `${note.author.display_name}: ${note.text.body}`);
  };

  await test.step('signed out without signal: the screen is empty at once, and what waits stays', async () => {
    await context.setOffline(true);
    await page.getByTestId('open-note').click();
    await page.getByTestId('note-body').fill('Door was open, patient on the floor');
    await page.getByTestId('note-save').click();
    await page.getByTestId('crew-menu').click();
    await page.getByTestId('crew-sign-out').click();
    await noViolations(page, 'sign out with something unsent');
    await page.getByTestId('crew-sign-out').click();
    await expect(page.getByTestId('sign-in-name')).toBeVisible();
    await expect(page.getByTestId('card')).toHaveCount(0);
    await expect(page.getByTestId('waits-of')).toContainText('Paramedic Santos');
    await page.screenshot({ path: join(PICTURES, 'crew-waits-light-390.png') });
  });

  await test.step('the session that was left is not open to who begins the page anew', async () => {
    await context.setOffline(false);
    await page.reload();
    await expect(page.getByTestId('sign-in-name')).toBeVisible();
    const status = await page.evaluate(() => fetch('/api/v1/session').then((answer) => answer.status));
    expect(status).toBe(401);
  });

  await test.step('who signs in next sees that it waits and sends none of it', async () => {
    await typePassword(page, second);
    await expect(page.getByTestId('link')).toContainText('of another person');
    await page.getByTestId('crew-menu').click();
    await expect(page.getByTestId('waits-of')).toContainText('Paramedic Santos');
    await page.getByTestId('discard').click();
    await expect(page.getByTestId('discard-yes')).toBeVisible();
    await noViolations(page, 'of another person');
    await page.screenshot({ path: join(PICTURES, 'crew-of-another-light-390.png') });
    expect((await notes()).join()).not.toContain('Door was open');
    await page.getByTestId('crew-sign-out').click();
  });

  await test.step('who pressed it signs in again: it is theirs', async () => {
    await typePassword(page, medic);
    await until('the note is signed', async () => (await notes()).includes('Paramedic Santos: Door was open, patient on the floor'), 30_000);
    await expect(page.getByTestId('waits-of')).toHaveCount(0);
  });

  await test.step('somebody signs in beside the open page: it shows nothing of the other any more, and sends nothing under that name', async () => {
    await stands(page, 'acknowledged');
    await page.evaluate(
      ({ name, password }) => fetch('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name, password }) }),
      second,
    );
    await expect(page.getByTestId('card')).toHaveCount(0, { timeout: 30_000 });
    await page.getByTestId('crew-menu').click();
    await expect(page.locator('nav')).toContainText('Paramedic Haddad');
  });
  const { version } = (await dispatcher.get(`/incidents/${id}`)).incident;
  await dispatcher.post(`/incidents/${id}/act`, { act: 'cancel', version, reason: 'nobody is needed' });
  await context.close();
});

test('of two pages of the phone one keeps and sends, and the other says so and can take its place', async ({ browser }) => {
  const page = await phone(browser);
  const context = page.context();
  await signOn(page);
  const id = await send();
  await press(page, 'assigned');
  await expect(page.getByTestId('card-entry')).toHaveText(WAY_IN);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await press(page, 'acknowledged');
  await expect(page.getByTestId('not-sent')).toContainText('1');
  const other = await context.newPage();
  await other.goto(`${hub.base}/crew`);
  await expect(other.getByTestId('open-elsewhere')).toBeVisible();
  await noViolations(other, 'open elsewhere');
  await other.screenshot({ path: join(PICTURES, 'crew-elsewhere-light-390.png') });
  await other.getByTestId('take-here').click();
  await expect(other.getByTestId('not-sent')).toContainText('1');
  await stands(other, 'en_route');
  await expect(page.getByTestId('open-elsewhere')).toBeVisible();
  await page.close();
  await other.reload({ waitUntil: 'commit' });
  await expect(other.getByTestId('not-sent')).toContainText('1');
  await context.setOffline(false);
  await until('it is heard', async () => (await dispatcher.get(`/incidents/${id}`)).incident.places[0].state === 'en_route', 30_000);

  await test.step('what the hub cannot digest stands aside, and what was said after it goes on', async () => {
    await other.route('**/notes', (route) => route.fulfill({ status: 500, body: '{}' }));
    await other.getByTestId('open-note').click();
    await other.getByTestId('note-body').fill('Cannot be digested');
    await other.getByTestId('note-save').click();
    await press(other, 'en_route');
    await until('the step is heard', async () => (await dispatcher.get(`/incidents/${id}`)).incident.places[0].state === 'on_scene', 40_000);
    await expect(other.getByTestId('set-aside')).toContainText('Cannot be digested');
    await noViolations(other, 'set aside');
    await other.screenshot({ path: join(PICTURES, 'crew-set-aside-light-390.png') });
    await other.unroute('**/notes');
    await other.getByTestId('set-aside-again').click();
    // It has left the aside before the hub has it: what is unsent is kept, whatever else is forgotten.
    await expect(other.getByTestId('set-aside')).toHaveCount(0, { timeout: 20_000 });
    await expect(other.getByTestId('not-sent')).toHaveCount(0, { timeout: 20_000 });
  });

  await test.step('after twelve hours without the hub nothing of the job is shown, or kept', async () => {
    await context.setOffline(true);
    await other.addInitScript((ahead) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + ahead;
    }, 13 * HOUR_MS);
    await other.reload({ waitUntil: 'commit' });
    await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(other.getByTestId('card')).toHaveCount(0);
    await expect
      .poll(() =>
        other.evaluate(async () => {
          const database = await new Promise<IDBDatabase>((done) => {
            const asked = indexedDB.open('hearth-crew');
            asked.onsuccess = () => done(asked.result);
          });
          const count = await new Promise<number>((done) => {
            const asked = database.transaction('kept').objectStore('kept').count();
            asked.onsuccess = () => done(asked.result);
          });
          database.close();
          return count;
        }),
      )
      .toBe(0);
  });
  const { version } = (await dispatcher.get(`/incidents/${id}`)).incident;
  await dispatcher.post(`/incidents/${id}/act`, { act: 'cancel', version, reason: 'nobody is needed' }).catch(() => undefined);
  for (const state of ['at_patient', 'treated_on_scene', 'clear']) {
    const said = { place: 1, unit_id: units['Unit 4'], state, source: 'radio', pressed_at: null, sent_at: null };
    await dispatcher.post(`/incidents/${id}/stamp`, said).catch(() => undefined);
  }
  await dispatcher.post(`/incidents/${id}/act`, { act: 'close', version: (await dispatcher.get(`/incidents/${id}`)).incident.version, note: '' }).catch(() => undefined);
  await context.close();
});
