// What people write is text wherever it is shown.
import assert from 'node:assert/strict';
import { test as scenario } from 'node:test';
import { faults, field, keyIn, looked, open, staff } from '../browser.mjs';
import { reported, signedIn, test } from '../client.mjs';

const kBad = '<img src=x onerror=alert(1)>';
const kOther = '"><script>alert(2)</script>';

async function isText(page, text) {
  await page.getByText(text).first().waitFor();
  assert.equal(await page.locator('img[src=x]').count(), 0, 'no element came of it');
}

scenario('markup in what was typed is shown as text', async () => {
  const before = faults.length;
  const { page, context, t } = await staff('w7', '#/window');
  await field(page, 'report.matter').fill('RK20');
  await page.keyboard.press('Enter');
  await page.getByText('对现行政策不理解').click();
  await page.getByText('登记受理').first().click();
  await field(page, 'report.narrative').fill(kBad);
  await field(page, 'report.name').fill(kOther);
  await page.keyboard.press('Control+Enter');
  const title = await page.getByRole('heading', { name: t.registered }).textContent();
  const key = keyIn(title);

  await open(page, `#/case/${key}`);
  await looked(page, t, '<b>核对</b>');
  await isText(page, kOther);

  const paper = await context.newPage();
  paper.on('dialog', () => faults.push('a dialog of a paper'));
  const reply = await paper.goto(`${test.url}/v1/case/${key}/documents/acceptance`);
  assert.equal(reply.status(), 200);
  assert.equal(await paper.locator('img[src=x], script').count(), 0);
  await open(page, `#/ledger?text=${encodeURIComponent(kBad)}`);
  await open(page, `#/w/${encodeURIComponent(kBad)}/${encodeURIComponent(kBad)}`);
  assert.deepEqual(faults.slice(before), []);
  await context.close();
});

scenario('a workflow and its words reach the page as text', async () => {
  const key = await reported(await signedIn('w8'), { reference: kBad });
  const { page, context } = await staff('v1', `#/case/${key}`);
  await page.getByText('展开详细状态').click();
  await isText(page, kBad);
  await context.close();
});
