// A workflow that the console knows nothing of, from its description alone.
import assert from 'node:assert/strict';
import { test as scenario } from 'node:test';
import { field, open, staff, step } from '../browser.mjs';
import { eventsOf, signedIn } from '../client.mjs';

const kKey = 'KJ-0001';
const kEnglish = { lang: 'en' };

async function does(page, name, fields = {}) {
  await open(page, `#/w/replies/${kKey}`);
  const dialog = await step(page, name);
  for (const [path, value] of Object.entries(fields)) await field(dialog, path).fill(value);
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

scenario(
  'a standard reply is drafted, reviewed, approved and published on generic pages',
  async () => {
    const author = await staff('c1', '#/w/replies', kEnglish);
    await author.page.getByLabel('Key (yours to choose)').fill(kKey);
    await author.page.getByRole('button', { name: 'Draft' }).click();
    const dialog = author.page.getByRole('dialog');
    await field(dialog, 'matter').fill('RK01');
    await field(dialog, 'wording').fill('请带《出生医学证明》原件。');
    await field(dialog, 'basis').fill('内部依据');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await author.page.getByRole('heading', { level: 1, name: kKey }).waitFor();
    await does(author.page, 'Submit');
    const reviewer = await staff('c2', '#/', kEnglish);
    await does(reviewer.page, 'Pass review');
    const approver = await staff('c3', '#/', kEnglish);
    await does(approver.page, 'Approve');
    await does(approver.page, 'Publish');
    const events = await eventsOf(await signedIn('c1'), `replies/${kKey}`);
    assert.ok(events.includes('replies.published'), String(events));
    for (const { context } of [author, reviewer, approver]) await context.close();
  },
);
