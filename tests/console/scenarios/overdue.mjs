// What is late goes by the service's clock, whatever the browser's says; papers and names of units.
import assert from 'node:assert/strict';
import { test as scenario } from 'node:test';
import { open, person, staff } from '../browser.mjs';
import { given, reported, signedIn, test } from '../client.mjs';

const kYear = 365 * 86_400_000;

scenario('limits have passed by the clock of the service, not of the browser', async () => {
  const officer = await signedIn('w8');
  const key = await reported(officer);
  // A year ahead every limit that runs would have passed; a year behind none would.
  for (const ahead of [kYear, -kYear]) {
    const { page, context, t } = await person('v1', {});
    await context.addInitScript((by) => {
      const now = Date.now.bind(Date);
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...given) {
          super(...(given.length === 0 ? [now() + by] : given));
        }
        static now = () => now() + by;
      };
    }, ahead);
    await page.goto(test.url + '/#/supervisor/overdue');
    await page.getByLabel(t.account).fill('v1');
    await page.getByRole('textbox', { name: t.password }).fill(test.password);
    await page.getByRole('button', { name: t.signIn }).click();
    const answered = page.waitForResponse((one) => one.url().includes('/v1/deadlines'));
    await page.getByRole('navigation').waitFor();
    await open(page, '#/supervisor/overdue');
    assert.match((await answered).url(), /to=now/);
    const list = page.getByRole('group', { name: '已过时限' });
    await list.getByText(/^\d+ 项/).waitFor();
    await page.waitForTimeout(500);
    assert.equal(await list.getByText(key).count(), 0, 'its limits run');
    await context.close();
  }
});

scenario('the slider of the moment stands over what is late, too', async () => {
  const { page, context } = await staff('v1', '#/supervisor/overdue');
  await page.getByRole('slider').waitFor();
  await page.getByRole('group', { name: '在办超期' }).waitFor();
  await context.close();
});

scenario('a period that is none is said to be wrong before it is asked for', async () => {
  const { page, context } = await staff('v1', '#/supervisor/board');
  await page.getByLabel('期间').fill('garbage');
  await page.keyboard.press('Enter');
  await page.getByText('期间无法识别').waitFor();
  await context.close();
});

scenario('a case offers the papers that it has', async () => {
  const officer = await signedIn('w8');
  const key = await reported(officer);
  const { json } = await officer('GET', `/v1/case/${key}/documents`);
  const { page, context } = await staff('w7', `#/case/${key}`);
  const papers = page.getByRole('region', { name: '打印文书' });
  await papers.getByRole('link', { name: '回执' }).waitFor();
  await page.waitForTimeout(500);
  const all = ['一次性告知书', '受理通知书', '不予受理通知书', '补充告知书'];
  for (const name of all) {
    const there = json.items.some((one) => one.zh === name);
    assert.equal(await papers.getByRole('link', { name, exact: true }).count(), there ? 1 : 0, name);
  }
  await context.close();
});

scenario('units are called by their names, with the code for staff', async () => {
  const officer = await signedIn('w8');
  const key = await reported(officer);
  await given(officer, key, 'escalate', { question: '能否办理？', tried: '问过分局' });
  const { page, context } = await staff('d1', `#/case/${key}`);
  await page.getByText('黄浦分局人口条线（310101.RK）').first().waitFor();
  await context.close();
});
