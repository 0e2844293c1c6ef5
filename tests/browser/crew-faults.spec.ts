// The crew's phone with a clock that is wrong or a disk that fails.
import { expect, test } from '@playwright/test';
import { join } from 'node:path';
import { HOUR_MS, PICTURES, WAY_IN, dispatcher, onDuty, phone, press, send, signOn } from './crew.ts';
import { until } from './home.ts';
import { noViolations } from './wall.ts';

onDuty();

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
