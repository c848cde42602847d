// Connections that are lost, answers that never come, a service that restarts.
import assert from 'node:assert/strict';
import { test as scenario } from 'node:test';
import { field, staff, status, step } from '../browser.mjs';
import { control, eventsOf, reported, signedIn } from '../client.mjs';

async function contacting(page) {
  const dialog = await step(page, '联系');
  await field(dialog, 'how').selectOption('phone');
  await field(dialog, 'how').focus();
  return dialog;
}
const contacts = async (ask, key) =>
  (await eventsOf(ask, `case/${key}`)).filter((type) => /contact/.test(type)).length;

scenario('a command given without a connection takes effect once, when it is back', async () => {
  const other = await signedIn('w8');
  const key = await reported(other);
  const { page, context, t } = await staff('w7', `#/case/${key}`);
  await status(page).getByText(t.live).waitFor();
  const dialog = await contacting(page);
  const before = await contacts(other, key);
  await context.setOffline(true);
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('连接中断').waitFor();
  await status(page).getByText(t.lost).waitFor();
  assert.equal(await contacts(other, key), before, 'nothing is recorded yet');
  await context.setOffline(false);
  await dialog.waitFor({ state: 'hidden' });
  await status(page).getByText(t.live).waitFor();
  assert.equal(await contacts(other, key), before + 1);
  await context.close();
});

scenario('a command whose answer is lost takes effect once', async () => {
  const other = await signedIn('w8');
  const key = await reported(other);
  const { page, context } = await staff('w7', `#/case/${key}`);
  const dialog = await contacting(page);
  const before = await contacts(other, key);
  const ids = [];
  await page.route('**/commands/contact', async (route) => {
    ids.push(route.request().headers()['idempotency-key']);
    if (ids.length > 1) return route.continue();
    await route.fetch(); // it arrives, and is done
    return route.abort('connectionfailed');
  });
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(ids.length, 2, 'it was sent again');
  assert.equal(ids[0], ids[1], 'under the same id');
  assert.equal(await contacts(other, key), before + 1);
  await context.close();
});

scenario('a live list goes on by itself after a restart of the service', async () => {
  const { page, context, t } = await staff('w7', '#/window');
  await status(page).getByText(t.live).waitFor();
  await control('stop');
  await status(page).getByText(t.lost).waitFor();
  await control('start');
  await status(page).getByText(t.live).waitFor({ timeout: 40_000 });
  const key = await reported(await signedIn('w8'));
  await page.locator('.live-rows tr', { hasText: key }).waitFor();
  assert.equal(await page.getByRole('button', { name: t.signIn }).count(), 0, 'the session holds');
  await page.getByRole('link', { name: '台账' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await context.close();
});
