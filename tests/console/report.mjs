// A report page in a browser, as it stands in a file: `node report.mjs CHROMIUM FILE…`. Prints, for
// each file and width, how wide it came out, what reaches out of the window, what is wrong with it
// for whoever cannot use a mouse, and what it said on the console; as JSON.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [program, ...files] = process.argv.slice(2);
const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Elements that reach out of the window, and are in nothing that scrolls. Runs in the page. */
function reachingOut() {
  const scrolls = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible') return true;
    return false;
  };
  return [...document.querySelectorAll('body *')]
    .filter((element) => {
      const { width, left, right } = element.getBoundingClientRect();
      return width > 0 && (right > innerWidth + 1 || left < -1) && !scrolls(element);
    })
    .map((element) => `${element.tagName} ${element.textContent.slice(0, 40)}`);
}

const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
const found = [];
for (const file of files) {
  for (const width of [1280, 390]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, offline: true });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    const faults = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.goto(pathToFileURL(file).href);
    await page.locator('canvas').first().waitFor();
    await page.evaluate(axe);
    // Folded: each of a thousand rows is as the first forty of another table.
    const { violations } = await page.evaluate((tags) => axe.run({ runOnly: tags }), kTags);
    await page.evaluate(() => {
      for (const folded of document.querySelectorAll('details')) folded.open = true;
    });
    await page.waitForTimeout(300);
    found.push({
      file,
      width,
      wide: await page.evaluate(() => document.documentElement.scrollWidth),
      rows: await page.locator('tr').count(),
      charts: await page.locator('canvas').count(),
      reachingOut: await page.evaluate(reachingOut),
      faults,
      violations: violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`),
    });
    await context.close();
  }
}
await browser.close();
console.log(JSON.stringify(found));
