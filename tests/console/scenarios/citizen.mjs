// A receipt: kept, and verified in the page without asking the service.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as scenario } from 'node:test';
import { citizen, person } from '../browser.mjs';
import { test } from '../client.mjs';

scenario('a citizen keeps a receipt and verifies it offline', async () => {
  const { page, context } = await citizen(test.case, test.code);
  await page.getByLabel('公布的验证公钥').fill(test.verifier);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载回执' }).click();
  const download = await downloading;
  assert.equal(download.suggestedFilename(), `${test.case}.tlog-proof`);
  const file = join(test.folder, 'kept.tlog-proof');
  await download.saveAs(file);

  await context.setOffline(true);
  const input = page.locator('input[type=file]');
  await input.setInputFiles(file);
  // What is for staff alone stands in the record: the citizen has the proof without it.
  await page.getByText('签名有效').waitFor();
  assert.doesNotMatch(await readFile(file, 'utf8'), /^extra /m);

  const forged = join(test.folder, 'forged.tlog-proof');
  const text = await readFile(file, 'utf8');
  await writeFile(forged, text.replace(/^index \d+$/m, 'index 9999999'));
  assert.notEqual(await readFile(forged, 'utf8'), text);
  await input.setInputFiles(forged);
  await page.getByText('未能证明').waitFor();
  await context.close();
});

scenario('a wrong code opens nothing', async () => {
  const { page, context, t } = await person('nobody');
  await page.goto(test.url + '/');
  await page.getByLabel(t.number).fill(test.case);
  await page.getByLabel(t.code).fill('AAAA-AAAA');
  await page.locator('main').getByRole('button', { name: t.ask }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0);
  await context.close();
});
