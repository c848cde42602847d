// What is personal is read in clear after a look that is recorded, and is masked without.
import assert from 'node:assert/strict';
import { test as scenario } from 'node:test';
import { looked, staff } from '../browser.mjs';
import { given, reported, signedIn } from '../client.mjs';

const kNarrative = '窗口三次让我回去<img src=x onerror=alert(3)>';
const kQuestion = '能否凭复印件办理？<img src=x onerror=alert(4)>';

scenario('the department reads the question in clear, after a look that is recorded', async () => {
  const officer = await signedIn('w8');
  const key = await reported(officer, { narrative: kNarrative, name: '陈某某' });
  await given(officer, key, 'escalate', { question: kQuestion, tried: '问过分局' });
  const { page, context, t } = await staff('d1', `#/department/${key}`);
  await page.getByText('派出所的问题').waitFor();
  assert.equal(await page.getByText(kQuestion).count(), 0, 'it is masked without a look');
  await looked(page, t, '答复派出所');
  await page.getByText(kQuestion).waitFor();
  await page.getByRole('button', { name: '恢复遮蔽' }).click();
  assert.equal(await page.getByText(kQuestion).count(), 0, 'it is masked again');
  assert.equal(await page.locator('img[src=x]').count(), 0);
  await context.close();

  const station = await staff('w8', `#/case/${key}`);
  await station.page.getByText('查阅记录').click();
  const looks = station.page.locator('details', { hasText: '查阅记录' });
  await looks.getByText('答复派出所').waitFor();
  await looked(station.page, t, '核对诉求');
  const seen = station.page.locator('.notice', { hasText: '核对诉求' });
  await seen.locator('summary').first().click();
  await seen.getByText(kNarrative).waitFor();
  assert.equal(await station.page.locator('img[src=x]').count(), 0);
  await station.context.close();
});
