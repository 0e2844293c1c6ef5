// The dispatcher's way from an alert on the wall to an offer, over a real hub: how few keys it takes, and what every screen then shows.
import { expect, test } from '@playwright/test';
import { HubClient } from '../../deploy/lib/hub.mjs';
import { Hub, until, type Home } from './home.ts';
import { noViolations, signIn, type Person } from './wall.ts';

let hub: Hub;
let dispatcher: Person;
let nurse: Person;
let crew: HubClient;
let home: Home;
let unit: string;

test.beforeAll(async () => {
  hub = new Hub();
  await hub.start();
  const charge = await hub.person('charge', 'Charge Nurse Lee', 'charge_nurse');
  nurse = await hub.person('nurse', 'Nurse Okafor', 'nurse');
  dispatcher = await hub.person('desk', 'Dispatcher Ferro', 'dispatcher');
  const medic = await hub.person('medic', 'Medic Cruz', 'paramedic');
  await hub.api.post('/session', charge);
  home = await hub.home(1);
  unit = (await hub.api.post('/units', { name: 'Unit A', equipment: ['oxygen'] })).id;
  const [[member] = []] = await hub.sql(`SELECT id FROM staff WHERE name = '${medic.name}'`);
  const duty = { members: [member], skills: ['paramedic'], from_at: Date.now() - 60_000, until_at: Date.now() + 6 * 3_600_000 };
  await hub.api.post(`/units/${unit}/crew`, duty);
  crew = new HubClient(hub.base);
  await crew.post('/session', medic);
  home.start();
  home.tell('spo2 72');
  await until('the home rings', async () => (await hub.api.get('/alerts?state=open')).alerts.length > 0, 60_000);
});

test.afterAll(async () => {
  await hub?.stop();
});

test('from an alert on the wall to an offer in at most four keys, and what the crew says is on every screen within a second', async ({ page, browser }) => {
  const wall = await (await browser.newContext()).newPage();
  await signIn(wall, hub.base, nurse);
  await signIn(page, hub.base, dispatcher);
  await expect(page.getByTestId('strip').locator('article')).toBeVisible();
  let presses = 0;
  const press = async (key: string): Promise<void> => {
    presses += 1;
    await page.keyboard.press(key);
  };

  await test.step('one key opens the incident of the alert: whose, and why', async () => {
    await press('d');
    const dialog = page.getByTestId('form-dialog');
    await expect(dialog).toContainText('MRN-1001');
    await expect(page.getByTestId('open-alert')).toContainText('72');
    await expect(page.getByTestId('field-why')).toHaveValue(/SpO2/);
    await noViolations(page, 'send somebody');
  });
  await test.step('the next leads to the board, and the third offers it to the best unit', async () => {
    await press('Enter');
    await expect(page).toHaveURL(/\/dispatch\//);
    await expect(page.getByTestId('offer-best')).toContainText('Unit A');
    await expect(page.getByTestId('choices')).toContainText('distance not known');
    await press('d');
    await expect(page.getByTestId('incident-place')).toContainText('Unit A has to confirm within');
    expect(presses).toBeLessThanOrEqual(4);
    await noViolations(page, 'the board');
  });
  await test.step('the wall of the nurse says so on the tile, and her key leads to the incident', async () => {
    await expect(wall.getByTestId('on-the-way').first()).toContainText('Unit A');
    await wall.getByTestId(`tile-${home.episode}`).focus();
    await wall.keyboard.press('d');
    await expect(wall).toHaveURL(/\/dispatch\//);
    await expect(wall.getByTestId('offer-best')).toHaveCount(0);
  });
  await test.step('what the crew says is on both boards at once', async () => {
    const { incidents } = await hub.api.get('/incidents');
    const said = { place: 1, unit_id: unit, source: 'button', pressed_at: null, sent_at: null };
    for (const [state, words] of [
      ['acknowledged', 'confirmed'],
      ['en_route', 'on the way'],
      ['on_scene', 'at the house'],
    ] as const) {
      await crew.post(`/incidents/${incidents[0].id}/stamp`, { ...said, state });
      for (const screen of [page, wall]) await expect(screen.getByTestId('incident-place')).toContainText(words, { timeout: 2_000 });
    }
    await expect(page.getByTestId('incident-clock')).toContainText('to spare');
  });
  await test.step('the history of the alert has every step', async () => {
    const { alerts } = await hub.api.get('/alerts?state=open');
    await page.goto(`${hub.base}/alerts/${alerts[0].id}`);
    await expect(page.getByTestId('incident-log')).toContainText('Dispatcher Ferro');
    await expect(page.getByTestId('incident-log')).toContainText('at the house');
  });
  await wall.context().close();
});

test('a step that may not follow is refused in words, and the log is corrected by a new entry', async ({ page }) => {
  await signIn(page, hub.base, dispatcher);
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await expect(page).toHaveURL(/\/dispatch$/);
  await expect(page.getByTestId('incident-place')).toBeVisible();
  await test.step('somebody was faster', async () => {
    await page.getByTestId('cancel').click();
    const { incidents } = await hub.api.get('/incidents');
    const said = { place: 1, unit_id: unit, source: 'button', pressed_at: null, sent_at: null };
    await crew.post(`/incidents/${incidents[0].id}/stamp`, { ...said, state: 'at_patient' });
    await page.locator('textarea[name=reason]').fill('sleeps');
    await page.getByTestId('form-go').click();
    await expect(page.getByTestId('form-dialog').getByRole('alert').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });
  await test.step('treated, clear, closed: it leaves the board', async () => {
    await page.goto(`${hub.base}/dispatch`);
    await page.getByTestId('stamp-treated_on_scene').click();
    await page.getByTestId('stamp-clear').click();
    await expect(page.getByTestId('incident-outcome')).toContainText('stays at home');
    await page.getByTestId('close').click();
    await page.getByTestId('form-go').click();
    await expect(page.getByText('No incident is open.')).toBeVisible();
  });
});
