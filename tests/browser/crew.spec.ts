// A crew's way from the offer to clear on the phone, over the real hub, with the link cut in the middle: what is pressed without
// signal reaches the hub once, in its order and with its time, and what was decided meanwhile is shown with both sides.
import { expect, test, type Page } from '@playwright/test';
import { join } from 'node:path';
import { PICTURES, WAY_IN, dispatcher, home, hub, nurse, onDuty, phone, press, send, signOn, stands, units } from './crew.ts';
import { until } from './home.ts';
import { noViolations, tones, typePassword } from './wall.ts';

onDuty();

const pressed: number[] = [];
const pressAt = async (page: Page, state: string): Promise<void> => {
  pressed.push(Date.now());
  await press(page, state);
};
/** What the desk has open of a crew that calls for help. */
const calling = async () => {
  const { alerts } = await dispatcher.get('/alerts?state=open');
  return alerts.some((alert: { rule: string; priority: string; condition: string }) => alert.rule === 'crew_sos' && alert.priority === 'high' && alert.condition === 'active');
};

test('a crew goes from the offer to clear with the link cut in the middle: nothing lost, nothing twice, both sides shown', async ({ browser }) => {
  const page = await phone(browser);
  const { context } = { context: page.context() };

  await test.step('it signs on to its unit and waits', async () => {
    await signOn(page);
    await expect(page.getByTestId('no-job')).toBeVisible();
    await noViolations(page, 'no job');
    await page.screenshot({ path: join(PICTURES, 'crew-no-job-light-390.png') });
  });

  const id = await send();
  const log = async () => dispatcher.get(`/incidents/${id}`);
  await test.step('an offer sounds until it is accepted, and shows nothing of the record', async () => {
    await stands(page, 'assigned');
    await expect.poll(() => tones(page)).toBeGreaterThan(0);
    await expect(page.getByTestId('card')).toHaveCount(0);
    await noViolations(page, 'offer');
    await page.screenshot({ path: join(PICTURES, 'crew-offer-light-390.png') });
    // A finger in a glove presses twice: the second press is not the next step.
    await page.getByTestId('next-step').dblclick();
    await stands(page, 'acknowledged');
  });

  await test.step('with the yes the job card opens: address, way in, allergies, how the patient is', async () => {
    await expect(page.getByTestId('card-entry')).toHaveText(WAY_IN);
    await expect(page.getByTestId('card-allergies')).toContainText('Sulfa');
    await expect(page.getByTestId('card-vitals')).toContainText(/9[678]/, { timeout: 30_000 });
    await noViolations(page, 'job');
    await page.screenshot({ path: join(PICTURES, 'crew-job-light-390.png'), fullPage: true });
    await press(page, 'acknowledged');
    await until('the hub has heard it', async () => (await log()).incident.places[0].state === 'en_route');
    // The service worker has what the page needs to begin without the hub.
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  });

  let cut = 0;
  await test.step('the link is cut: what is pressed, measured and written waits, and outlives the page', async () => {
    await context.setOffline(true);
    cut = Date.now();
    await pressAt(page, 'en_route');
    await stands(page, 'on_scene');
    await pressAt(page, 'on_scene');
    await stands(page, 'at_patient');
    await page.getByTestId('open-measure').click();
    await page.getByTestId('measured-spo2').fill('86');
    await page.getByTestId('measure-save').click();
    await page.getByTestId('open-note').click();
    await page.getByTestId('note-body').fill('Sitting upright, speaks in words');
    await page.getByTestId('note-save').click();
    await expect(page.getByTestId('not-sent')).toContainText('4');
    await expect(page.getByTestId('link')).toContainText('No signal', { timeout: 20_000 });
    await noViolations(page, 'no signal');
    await page.screenshot({ path: join(PICTURES, 'crew-no-signal-light-390.png'), fullPage: true });
    const begun = Date.now();
    await page.reload({ waitUntil: 'commit' });
    await stands(page, 'at_patient');
    const cold_ms = Date.now() - begun;
    console.log(`cold start without the hub: ${cold_ms} ms`);
    expect(cold_ms).toBeLessThanOrEqual(2_000);
    await expect(page.getByTestId('not-sent')).toContainText('4');
    await expect(page.getByTestId('card-entry')).toHaveText(WAY_IN);
    await expect(page.getByTestId('refused')).toHaveCount(0);
  });

  await test.step('nothing of a patient can be read from what the phone keeps, and the key cannot leave it', async () => {
    const kept = await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((done) => {
        const asked = indexedDB.open('hearth-crew');
        asked.onsuccess = () => done(asked.result);
      });
      const store = database.transaction('kept').objectStore('kept');
      const get = (name: string) => new Promise<never>((done) => (store.get(name).onsuccess = (event) => done((event.target as IDBRequest<never>).result)));
      const [key, record] = [(await get('key')) as CryptoKey, (await get('record')) as { data: ArrayBuffer }];
      const text = new TextDecoder('latin1').decode(record.data);
      return { leaves: key.extractable, shows: /Menj|4417|Sulfa|MRN-/.test(text), stored: Object.values(localStorage).join() };
    });
    expect(kept.leaves).toBe(false);
    expect(kept.shows).toBe(false);
    expect(kept.stored).not.toMatch(/Menj|4417|Sulfa|MRN-/);
  });

  await test.step('the link comes back: all of it is sent, once, in order and with its own time', async () => {
    await context.setOffline(false);
    await expect(page.getByTestId('not-sent')).toHaveCount(0, { timeout: 30_000 });
    const { steps } = await log();
    const stamps = steps.filter((step: { what: string }) => step.what === 'stamped');
    expect(stamps.map((step: { state: string }) => step.state)).toEqual(['acknowledged', 'en_route', 'on_scene', 'at_patient']);
    // Each is as of its press, to the second, and was sent long after: an age that is left out would show.
    for (const [i, step] of stamps.slice(2).entries()) {
      expect(Math.abs(step.happened_at - (pressed[i] ?? 0)), 'when it was pressed').toBeLessThan(2_500);
      expect(step.at - step.happened_at, 'and not when it was sent').toBeGreaterThan(5_000);
    }
    expect(Date.now() - cut).toBeGreaterThan(10_000);
    const { notes } = await hub.api.get(`/episodes/${home.episode}/notes`);
    expect(notes.map((note: { text: { body: string } }) => note.text.body)).toEqual(['Sitting upright, speaks in words']);
    expect(notes[0].author.display_name).toBe('Paramedic Santos');
    const { observations } = await hub.api.get(`/episodes/${home.episode}/observations?code=spo2`);
    expect(observations.map((one: { value: number }) => one.value)).toEqual([86]);
  });

  await test.step('what the desk has said meanwhile by radio stands against what the crew pressed, and both are shown', async () => {
    await context.setOffline(true);
    await press(page, 'at_patient');
    const radio = { place: 1, unit_id: units['Unit 4'], state: 'transporting', source: 'radio', pressed_at: null, sent_at: null };
    await dispatcher.post(`/incidents/${id}/stamp`, radio);
    await context.setOffline(false);
    await expect(page.getByTestId('refused')).toBeVisible({ timeout: 30_000 });
    await noViolations(page, 'refused');
    await page.screenshot({ path: join(PICTURES, 'crew-refused-light-390.png') });
    const { refused } = await log();
    expect(refused).toMatchObject([{ state: 'treated_on_scene', why: 'not_allowed', is: 'transporting' }]);
    await page.getByTestId('refused-seen').click();
    await stands(page, 'transporting');
  });

  await test.step('a crew that calls for help rings at the desk until it says that it is safe', async () => {
    const stage = (is: string) => expect(page.locator(`[data-testid=sos-called][data-stage=${is}]`)).toBeVisible({ timeout: 20_000 });
    await page.getByTestId('sos').click();
    await page.getByTestId('sos-yes').click();
    await until('the alert rings', calling);
    await stage('told');
    await noViolations(page, 'sos');
    await page.getByTestId('sos-safe').click();
    await expect(page.getByTestId('sos-called')).toBeHidden();
    await until('it rings no more', async () => !(await calling()), 30_000);
    // Without signal nobody is told, and the phone does not say so; it rings once there is a link.
    await context.setOffline(true);
    await page.getByTestId('sos').click();
    await page.getByTestId('sos-yes').click();
    await stage('unsent');
    await context.setOffline(false);
    await stage('told');
    await until('the second call rings', calling);
    await page.getByTestId('sos-safe').click();
    await until('it rings no more', async () => !(await calling()), 30_000);
  });

  await test.step('it hands over and is clear; the desk is dark and Arabic as well', async () => {
    await page.getByTestId('open-handover').click();
    await expect(page.getByTestId('handover')).toContainText('86');
    await noViolations(page, 'handover');
    await page.screenshot({ path: join(PICTURES, 'crew-handover-light-390.png') });
    await page.getByTestId('sheet-back').click();
    for (const state of ['transporting', 'at_destination', 'care_transferred']) await press(page, state);
    // Whoever is clear has no job: the one that is over is opened only if somebody wants it.
    await expect(page.getByTestId('no-job')).toBeVisible();
    await page.getByTestId('past-job').first().click();
    await stands(page, 'clear');
    await until('the unit is free', async () => (await dispatcher.get('/incidents')).units[0].incident_id === null);
    await page.evaluate(() => localStorage.setItem('hearth-theme', 'dark'));
    await page.reload();
    await page.getByTestId('past-job').first().click();
    await page.getByTestId('crew-menu').click();
    await page.getByTestId('language-ar').click();
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    await noViolations(page, 'clear, dark, ar');
    await page.screenshot({ path: join(PICTURES, 'crew-clear-dark-ar-390.png'), fullPage: true });
  });
  await dispatcher.post(`/incidents/${id}/act`, { act: 'close', version: (await log()).incident.version, note: 'transported' });
  await context.close();
});

test('who is no paramedic is told that the page is not theirs', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${hub.base}/crew`);
  await noViolations(page, 'sign-in');
  await typePassword(page, nurse);
  await expect(page.getByTestId('crew-forbidden')).toBeVisible();
  await noViolations(page, 'forbidden');
  await context.close();
});
