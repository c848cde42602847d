// Every desk: accessibility in light and dark, narrow screens, the policy on content.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test as scenario } from 'node:test';
import { citizen, faults, open, person, staff } from '../browser.mjs';
import { given, reported, signedIn, test } from '../client.mjs';

const axe = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What is wrong with a page, seriously or critically. */
async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate((tags) => axe.run({ runOnly: tags }), kTags);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].any[0]?.message ?? ''}`,
    );
}

async function settled(page) {
  await page.getByText('正在读取…').first().waitFor({ state: 'hidden' });
  await page.waitForTimeout(400);
}

/** How wide a page is once it has taken its place on a screen of another size. */
async function settledWidth(page) {
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  for (let i = 0; i < 20 && (await width()) > 390; ++i) await page.waitForTimeout(100);
  return width();
}

/** Live lists whose table is wider than its place: its last column is cut off. */
function cutLists(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('.live-list table')]
      .filter((table) => table.checkVisibility())
      .filter((table) => table.scrollWidth > table.parentElement.clientWidth + 1)
      .map((table) => `${table.getAttribute('aria-label')}: ${table.scrollWidth} px`),
  );
}

/** Names, codes, ids and keys of the keyboard have Latin letters; words in Chinese have none. */
const kCodes = 'code, kbd, a[href*="/case/"], a[href*="#/w/"], [lang=en], script, style, noscript';
const kLatinAllowed = /Ctrl\+Enter|line=population, overdue=true|recourse\/…\S+|（[\w.]+）/g;

/** Texts of a page in Chinese that hold a word in Latin letters. */
function latinWords(page) {
  return page.evaluate(
    ([codes, allowed]) => {
      const found = [];
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const { parentElement: place, textContent: text } = walk.currentNode;
        if (place.closest(codes) || !place.checkVisibility()) continue;
        if (/[a-z]{3,}/.test(text.replace(new RegExp(allowed, 'g'), ''))) found.push(text.trim());
      }
      return [...new Set(found)];
    },
    [kCodes, kLatinAllowed.source],
  );
}

async function examine(one, hashes, wrong) {
  for (const hash of hashes) {
    if (hash) await open(one.page, hash);
    await settled(one.page);
    for (const scheme of ['light', 'dark']) {
      // Colours that are on their way to others are no colours of the page.
      await one.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await one.page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor();
      await one.page.waitForTimeout(400);
      for (const fault of await violations(one.page)) wrong.push(`${hash} ${scheme} ${fault}`);
    }
    await one.page.emulateMedia({ colorScheme: 'light' });
    for (const text of await latinWords(one.page)) wrong.push(`${hash} is not Chinese: ${text}`);
    for (const list of await cutLists(one.page)) wrong.push(`${hash} 1280: ${list} is cut off`);
    await one.page.setViewportSize({ width: 390, height: 844 });
    const width = await settledWidth(one.page);
    if (width > 390) wrong.push(`${hash} is ${width} px wide on a screen of 390`);
    for (const list of await cutLists(one.page)) wrong.push(`${hash} 390: ${list} is cut off`);
    await one.page.setViewportSize({ width: 1280, height: 900 });
  }
  await one.context.close();
}

scenario('every desk is accessible in light and dark, and fits a narrow screen', async () => {
  const officer = await signedIn('w8');
  const key = await reported(officer);
  await given(officer, key, 'escalate', { question: '能否办理？', tried: '问过分局' });
  const wrong = [];
  const nobody = await person('nobody');
  await nobody.page.goto(test.url + '/');
  await examine(nobody, [''], wrong);
  await examine(
    await staff('w7'),
    ['#/window', `#/case/${key}`, '#/ledger?text=', '#/workflows', '#/w/replies', '#/account'],
    wrong,
  );
  await examine(await staff('d1'), ['#/department', `#/department/${key}`], wrong);
  const tabs = ['board', 'charts', 'overdue', 'bands', 'loop'];
  await examine(
    await staff('v1'),
    tabs.map((tab) => `#/supervisor/${tab}`),
    wrong,
  );
  await examine(await staff('a1'), ['#/operator', '#/w/account/w7'], wrong);
  await examine(await citizen(test.case, test.code), [''], wrong);
  assert.deepEqual(wrong, []);
});

scenario('views and reactions are called by their labels, in both languages', async () => {
  for (const [lang, labels] of [
    ['zh', ['统计指标', '窗口名册', '随机抽查']],
    ['en', ['Figures', 'Register of windows', 'Spot checks are drawn']],
  ]) {
    const { page, context } = await staff('a1', '#/operator', { lang });
    for (const label of labels) {
      await page.locator('th, td').filter({ hasText: label }).first().waitFor();
    }
    await page.locator('code').filter({ hasText: 'spot_checks' }).first().waitFor();
    await context.close();
  }
});

scenario('a form in a dialog is accessible', async () => {
  const key = await reported(await signedIn('w8'));
  const { page, context } = await staff('w7', `#/case/${key}`);
  await page.getByRole('button', { name: '诉求认定' }).click();
  await page.getByRole('dialog').waitFor();
  await page.waitForTimeout(400);
  assert.deepEqual(await violations(page), []);
  await context.close();
});

scenario('the page that reads the description is accessible and fits a narrow screen', async () => {
  const { page, context } = await person('the API page', { width: 390, height: 844 });
  await page.goto(`${test.url}/v1/docs`);
  await page.getByText('/v1/case/{key}/history').first().waitFor();
  assert.deepEqual(await violations(page), []);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await context.close();
});

scenario('the policy on content is strict, and no page met it or failed', async () => {
  const { headers } = await fetch(test.url + '/');
  const policy = headers.get('content-security-policy');
  assert.match(policy, /default-src 'self'/);
  assert.doesNotMatch(policy, /script-src[^;]*unsafe|unsafe-eval/);
  assert.deepEqual(faults, []);
});
