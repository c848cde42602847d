// More than one at a time: a case that changes while a form is filled in, a list that changes in use.
import assert from 'node:assert/strict';
import { test as scenario } from 'node:test';
import { field, staff, step } from '../browser.mjs';
import { eventsOf, given, reported, signedIn, until } from '../client.mjs';

scenario('a form whose case has changed says so, and keeps what was typed', async () => {
  const other = await signedIn('w8');
  const key = await reported(other);
  const { page, context, t } = await staff('w7', `#/case/${key}`);
  const dialog = await step(page, t.scope);
  await field(dialog, 'understood').fill('换领三次未成');
  await given(other, key, 'contact', { how: 'phone', reached: true });
  await field(dialog, 'wanted').fill('办好换领');
  await page.keyboard.press('Control+Enter');
  await dialog.getByText(t.conflict).waitFor();
  assert.equal(await field(dialog, 'understood').inputValue(), '换领三次未成');
  assert.ok(!(await eventsOf(other, `case/${key}`)).includes('case.scope_stated'));
  await dialog.getByRole('button', { name: t.keep }).click();
  assert.equal(await field(dialog, 'wanted').inputValue(), '办好换领');
  await dialog.getByRole('button', { name: t.send, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.ok((await eventsOf(other, `case/${key}`)).includes('case.scope_stated'));
  await context.close();
});

const rowsOf = (page) =>
  page
    .locator('.live-rows tr')
    .evaluateAll((rows) =>
      rows.map((row) => [
        row.querySelector('a').textContent,
        Math.round(row.getBoundingClientRect().top),
      ]),
    );

scenario('a live list does not jump under the hand', async () => {
  const other = await signedIn('w8');
  await reported(other);
  const { page, context } = await staff('w7', '#/window');
  await page.locator('.live-rows tr').first().hover();
  const before = await rowsOf(page);
  // It stands above the others: its first limit ends sooner.
  const key = await reported(other, { present: false, urgency: 'danger' });
  await page.getByRole('button', { name: '项有变化' }).waitFor();
  assert.deepEqual(await rowsOf(page), before, 'rows keep their places while the pointer is there');
  await page.mouse.move(5, 5);
  await page.locator('.live-rows tr', { hasText: key }).waitFor();
  const after = (await rowsOf(page)).map(([name]) => name);
  assert.ok(after.indexOf(key) < after.length - 1, 'it comes before a row that was there');

  // By the keyboard likewise.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const focused = await page.evaluate(() => document.activeElement.querySelector('a').textContent);
  const another = await reported(other, { present: false, urgency: 'danger' });
  await page.getByRole('button', { name: '项有变化' }).waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement.querySelector('a').textContent),
    focused,
  );
  assert.equal(await page.locator('.live-rows tr', { hasText: another }).count(), 0);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: focused }).waitFor();
  await context.close();
});

scenario('many cases get one answer after a dry run on each', async () => {
  const officer = await signedIn('w8');
  const keys = [await reported(officer), await reported(officer)];
  for (const key of keys)
    await given(officer, key, 'escalate', { question: '能否免交？', tried: '问过分局' });
  const { page, context } = await staff('d1', '#/department');
  for (const key of keys)
    await page.locator('.live-rows tr', { hasText: key }).getByRole('checkbox').check();
  await page.getByRole('button', { name: '一次答复 2 件' }).click();
  const dialog = page.getByRole('dialog');
  await field(dialog, 'kind').selectOption('do_it_so');
  await field(dialog, 'solution').fill('可以免交');
  await field(dialog, 'wording').fill('可以免交');
  await dialog.getByRole('button', { name: '逐件试算' }).click();
  await dialog.getByRole('button', { name: '提交可办的 2 件' }).click();
  await until(
    async () => (await dialog.getByText('已记录', { exact: true }).count()) === 2,
    'both answered',
  );
  for (const key of keys)
    assert.ok((await eventsOf(officer, `case/${key}`)).includes('case.department_answered'), key);
  await context.close();
});
