// A simple case within thirty seconds, from opening the desk to the inquiry code (R20).
import assert from 'node:assert/strict';
import { test as scenario } from 'node:test';
import { field, keyIn, staff } from '../browser.mjs';
import { eventsOf, signedIn, test } from '../client.mjs';
import { focused, hands, kMostSeconds } from '../hands.mjs';

/** Opens the desk as a new tab does; the clock runs from there. */
async function opened(page) {
  const began = Date.now();
  await page.goto(`${test.url}/#/window`);
  await page.reload();
  await focused(page, 'report.matter');
  return began;
}

/** The code is shown: what it took. */
async function acknowledged(page, t, hand, began, how) {
  await page.locator('.code').waitFor();
  const seconds = (Date.now() - began) / 1000;
  const counted = `${hand.count()} keys, ${hand.clicks()} clicks, ${seconds.toFixed(1)} s`;
  console.log(`${how}: ${counted} from opening the desk to the inquiry code`);
  assert.ok(seconds < kMostSeconds, `it took ${seconds} s`);
  return keyIn(await page.getByRole('heading', { name: t.registered }).textContent());
}

async function recorded(key) {
  const events = await eventsOf(await signedIn('v1'), `case/${key}`);
  assert.ok(events.includes('case.received') && events.includes('case.closed'), String(events));
}

scenario('a simple case is finished by the keyboard alone within thirty seconds', async () => {
  const { page, context, t } = await staff('w7', '#/window');
  const hand = hands(page);
  const began = await opened(page);
  await hand.type('RK20');
  await hand.press('Enter');
  await hand.press('Tab'); // category
  await hand.press('Space');
  await hand.press('Tab', 2); // finished on the spot, as it stands; what came of it
  await hand.press('Space');
  await hand.press('Tab');
  await hand.type('已说明换领流程');
  await hand.press('Tab');
  await hand.type('身份证到期换领');
  await hand.press('Control+Enter');
  await recorded(await acknowledged(page, t, hand, began, 'keyboard'));
  // The next citizen: Enter, and the form is there with the focus in its first field.
  await hand.press('Enter');
  await focused(page, 'report.matter');
  assert.equal(await field(page, 'report.matter').inputValue(), '');
  await context.close();
});

scenario('a simple case is finished with the mouse within thirty seconds', async () => {
  const { page, context, t } = await staff('w8', '#/window');
  const hand = hands(page);
  const began = await opened(page);
  await hand.type('身份证换');
  await hand.click(page.getByRole('option', { name: /RK20/ }));
  await hand.click(page.getByText('对现行政策不理解'));
  await hand.click(field(page, 'outcome').getByText('办成', { exact: true }));
  await hand.click(field(page, 'explanation'));
  await hand.type('已说明流程');
  await hand.click(field(page, 'report.narrative'));
  await hand.type('身份证到期');
  await hand.click(
    page.locator('form[aria-label="登记诉求"]').getByRole('button', { name: '当场办结' }),
  );
  await recorded(await acknowledged(page, t, hand, began, 'mouse'));
  await context.close();
});
