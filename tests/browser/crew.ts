// What every test of the crew's phone begins with: a hub with a home, two crews' units, and the people on duty.
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HubClient } from '../../deploy/lib/hub.mjs';
import { Hub, type Home } from './home.ts';
import { listen, typePassword, type Person } from './wall.ts';

export const PICTURES = join(import.meta.dirname, 'results', 'pictures');
mkdirSync(PICTURES, { recursive: true });
export const HOUR_MS = 3_600_000;
export const WAY_IN = 'Gate 4417, ring the left bell, dog inside';

export let hub: Hub;
export let home: Home;
export let medic: Person;
export let second: Person;
export let nurse: Person;
export const units: Record<string, string> = {};
export let dispatcher: InstanceType<typeof HubClient>;

/** Puts hub, home and people there before the tests of a file, and ends them after. */
export function onDuty(): void {
  test.beforeAll(begin);
  test.afterAll(async () => {
    await hub?.stop();
  });
}

async function begin(): Promise<void> {
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
}

/** Sends a unit to the home; the incident's id. */
export async function send(unit = 'Unit 4'): Promise<string> {
  const wish = { alert_id: null, call_id: null, why: 'Short of breath since noon, on 3 L', latitude: null, longitude: null, equipment: [], skills: [] };
  const { incident } = await dispatcher.post(`/episodes/${home.episode}/incidents`, wish);
  await dispatcher.post(`/incidents/${incident.id}/act`, { act: 'send', unit_id: units[unit], second: false });
  return incident.id as string;
}

/** The phone of the medic, signed in. */
export async function phone(browser: Browser, init?: (context: BrowserContext) => Promise<unknown>): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await init?.(context);
  const page = await context.newPage();
  await listen(page);
  await page.goto(`${hub.base}/crew`);
  await typePassword(page, medic);
  return page;
}

/** To the unit, if nobody has before. */
export async function signOn(page: Page): Promise<void> {
  const unit = page.getByTestId('sign-on-Unit 4');
  await expect(unit.or(page.getByTestId('no-job')).first()).toBeVisible();
  if (await unit.isVisible()) await unit.click();
  await expect(page.getByTestId('no-job')).toBeVisible();
}

/** As the phone's clock has it: the test runs on the same machine. */

export const press = (page: Page, state: string) => page.locator(`[data-testid=job][data-state=${state}]`).getByTestId('next-step').click();
export const stands = (page: Page, state: string) => expect(page.locator(`[data-testid=job][data-state=${state}]`)).toBeVisible();
