// A crew's way from the offer to clear on the phone, over the real hub, with the link cut in the middle: what is pressed without
// signal reaches the hub once, in its order and with its time, and what was decided meanwhile is shown with both sides.
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
// @ts-expect-error plain JavaScript, shared with deploy/demo
import { HubClient } from '../../deploy/lib/hub.mjs';
import { Hub, until, type Home } from './home.ts';
import { listen, noViolations, tones, typePassword, type Person } from './wall.ts';

const PICTURES = join(import.meta.dirname, 'results', 'pictures');
mkdirSync(PICTURES, { recursive: true });
const HOUR_MS = 3_600_000;
const WAY_IN = 'Gate 4417, ring the left bell, dog inside';

let hub: Hub;
let home: Home;
let medic: Person;
let second: Person;
let nurse: Person;
const units: Record<string, string> = {};
let dispatcher: InstanceType<typeof HubClient>;

test.beforeAll(async () => {
  hub = new Hub();
  await hub.start();
  const charge = await hub.person('charge', 'Charge Nurse Lee', 'charge_nurse');
  second = await hub.person('second', 'Paramedic Haddad', 'paramedic');
  nurse = await hub.person('nurse', 'Nurse Okafor', 'nurse');
  medic = await hub.person('medic', 'Paramedic Santos', 'paramedic');
  const desk = await hub.person('desk', 'Dispatcher Roth', 'dispatcher');
  await hub.api.post('/session', charge);
  dispatcher = new HubClient(hub.base);
  await dispatcher.post('/session', desk);
  home = await hub.home(1);
  home.start();
  const say = (said: object) => hub.api.call('PUT', `/episodes/${home.episode}/particulars`, { version: 0, said });
  await say({ section: 'access', instructions: WAY_IN });
  await say({ section: 'allergies', none_known: false, list: [{ substance: 'Sulfa', reaction: 'swelling', severity: 'severe' }] });
  await say({ section: 'code_status', status: 'full_code', note: '' });
  await say({ section: 'language', language: 'pt', interpreter: true, line: 'Line 7', phone: '555 0190' });
  for (const name of ['Unit 4', 'Unit 5']) units[name] = (await dispatcher.post('/units', { name, equipment: ['oxygen'] })).id;
});

test.afterAll(async () => {
  await hub?.stop();
});

async function send(unit = 'Unit 4'): Promise<string> {
  const wish = { alert_id: null, call_id: null, why: 'Short of breath since noon, on 3 L', latitude: null, longitude: null, equipment: [], skills: [] };
  const { incident } = await dispatcher.post(`/episodes/${home.episode}/incidents`, wish);
  await dispatcher.post(`/incidents/${incident.id}/act`, { act: 'send', unit_id: units[unit], second: false });
  return incident.id as string;
}

async function phone(browser: Browser, init?: (context: BrowserContext) => Promise<void>): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await init?.(context);
  const page = await context.newPage();
  await listen(page);
  await page.goto(`${hub.base}/crew`);
  await typePassword(page, medic);
  return page;
}

/** To the unit, if nobody has before. */
async function signOn(page: Page): Promise<void> {
  const unit = page.getByTestId('sign-on-Unit 4');
  await expect(unit.or(page.getByTestId('no-job')).first()).toBeVisible();
  if (await unit.isVisible()) await unit.click();
  await expect(page.getByTestId('no-job')).toBeVisible();
}

/** As the phone's clock has it: the test runs on the same machine. */
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

const press = (page: Page, state: string) => page.locator(`[data-testid=job][data-state=${state}]`).getByTestId('next-step').click();
const stands = (page: Page, state: string) => expect(page.locator(`[data-testid=job][data-state=${state}]`)).toBeVisible();

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

test('a phone whose clock is an hour fast says so, and its presses count by the hub', async ({ browser }) => {
  const page = await phone(browser, (context) =>
    context.addInitScript((ahead) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + ahead;
    }, HOUR_MS),
  );
  await signOn(page);
  await expect(page.getByTestId('clock-off')).toContainText('60');
  const id = await send();
  await press(page, 'assigned');
  await until('the hub has heard it', async () => (await dispatcher.get(`/incidents/${id}`)).incident.places[0].state === 'acknowledged');
  const { steps } = await dispatcher.get(`/incidents/${id}`);
  const yes = steps.at(-1);
  expect(yes.doubt).toBe('clock_off');
  expect(Math.abs(yes.happened_at - yes.at)).toBeLessThan(10_000);
  await test.step('a job that is taken away is gone from the phone, and what was pressed meanwhile is answered', async () => {
    await expect(page.getByTestId('card-entry')).toHaveText(WAY_IN);
    await page.context().setOffline(true);
    await press(page, 'acknowledged');
    const { version } = (await dispatcher.get(`/incidents/${id}`)).incident;
    await dispatcher.post(`/incidents/${id}/act`, { act: 'cancel', version, reason: 'solved by phone' });
    await page.context().setOffline(false);
    await expect(page.getByTestId('refused')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByTestId('card')).toHaveCount(0);
  });
  await page.context().close();
});

test('a phone whose disk fails says so, and writes nothing over what it could not read', async ({ browser }) => {
  const page = await phone(browser, (context) =>
    context.addInitScript(() => {
      const fails = (): never => {
        throw new DOMException('the disk', 'UnknownError');
      };
      const disk = localStorage.getItem('test-disk');
      if (disk === 'unreadable') IDBObjectStore.prototype.get = fails;
      if (disk === 'full') IDBObjectStore.prototype.put = fails;
    }),
  );
  const begunWith = async (disk: string) => {
    await page.evaluate((state) => localStorage.setItem('test-disk', state), disk);
    await page.reload({ waitUntil: 'commit' });
  };
  await signOn(page);
  const id = await send();
  await press(page, 'assigned');
  await expect(page.getByTestId('card-entry')).toHaveText(WAY_IN);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.context().setOffline(true);
  await press(page, 'acknowledged');
  await expect(page.getByTestId('not-sent')).toContainText('1');
  await begunWith('unreadable');
  await expect(page.getByTestId('not-kept')).toContainText('cannot read what it has kept');
  await begunWith('well');
  await expect(page.getByTestId('not-sent')).toContainText('1');
  await begunWith('full');
  await press(page, 'en_route');
  await expect(page.getByTestId('link')).toContainText('cannot save');
  await noViolations(page, 'disk full');
  await page.screenshot({ path: join(PICTURES, 'crew-disk-full-light-390.png') });
  await page.context().setOffline(false);
  await until('all of it is heard', async () => (await dispatcher.get(`/incidents/${id}`)).incident.places[0].state === 'on_scene');
  const { version } = (await dispatcher.get(`/incidents/${id}`)).incident;
  await dispatcher.post(`/incidents/${id}/act`, { act: 'cancel', version, reason: 'nobody is needed' });
  await page.context().close();
});

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
