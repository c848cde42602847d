// Pictures of every desk for docs/console.md, from the demonstration; run by hand:
//
//     recourse --dir /tmp/demo demo shanghai-2023
//     recourse --dir /tmp/demo serve --demo --listen 127.0.0.1:8477
//     npm ci && node screenshots.mjs http://127.0.0.1:8477 ../../docs/console
//
// A second folder takes every desk at both widths, to be looked at: 1,280 and 390 pixels.
//
// What the pictures show is the demonstration's open work; the citizen's case is begun here, for its
// inquiry code.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { smaller } from './png.mjs';

const [url, folder, every] = process.argv.slice(2);
const kStation = '31010101';
const kOfficer = `window_officer:${kStation}-w1@${kStation}`;
const kDepartment = 'district_officer:310101.RK-1@310101.RK';
const kSupervisor = 'supervisor:supervision-1@city';

await mkdir(folder, { recursive: true });
/** Now, by the demonstration's clock: that of its last record. */
let now;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

/** A page of somebody, and a way to ask as them. */
async function be(actor, { width = 1280, height = 820 } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  if (now) await context.clock.setFixedTime(now);
  const page = await context.newPage();
  await page.goto(url);
  let csrf = '';
  const ask = (method, path, body) =>
    page.evaluate(
      async ([method, path, body, csrf]) => {
        const reply = await fetch(path, {
          method,
          headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
          body: body && JSON.stringify(body),
        });
        const json = await reply.json();
        if (!reply.ok) throw new Error(`${path}: ${JSON.stringify(json)}`);
        return json;
      },
      [method, path, body, csrf],
    );
  if (actor) csrf = (await ask('POST', '/v1/session/demo', { actor })).item.csrf;
  return { page, context, ask };
}

async function shoot(page, name, hash, { to = folder, whole = false } = {}) {
  if (hash !== undefined) {
    await page.goto(`${url}/${hash}`);
    await page.reload();
  }
  await page.locator('main h1').waitFor();
  await page.getByText('正在读取…').first().waitFor({ state: 'hidden' });
  await page.waitForTimeout(1500);
  await page.evaluate(() => document.activeElement?.blur());
  const picture = smaller(await page.screenshot({ fullPage: whole }));
  await writeFile(join(to, `${name}.png`), picture);
  console.log(name, picture.length);
}

let officer = await be(kOfficer);
const { items } = await officer.ask(
  'GET',
  `/v1/ledger?where=station%3D${kStation}&where=reported_at%3E%3D2024-01-01&fields=number,matter,phase,overdue&page_size=100`,
);
const numberOf = (matter) => items.find((one) => one.matter === matter).number;
const { item, outcome } = await officer.ask('POST', '/v1/case/commands/report', {
  matter: 'RK27',
  category: 'not_accepted',
  narrative: '身份证丢失，当晚要坐火车',
  district: '310101',
  present: true,
  name: '王小明',
  phone: '13800000000',
});
const begun = { key: item.key, code: outcome.inquiry_code };
const give = (who, { key }, command, body) =>
  who.ask('POST', `/v1/case/${key}/commands/${command}`, body);
await give(officer, begun, 'route_on_spot', {});
await give(officer, begun, 'close', {
  outcome: 'done',
  reply: '临时身份证明已当场开具。',
  told: 'in_person',
});

now = (await officer.ask('GET', '/v1/position')).item.head_at;
officer = await be(kOfficer);
const nobody = await be();
await shoot(nobody.page, 'sign-in');
const form = async (page) => {
  await page.locator('[data-path="report.matter"]').fill('RK20');
  await page.keyboard.press('Enter');
  await page.getByText('对现行政策不理解').click();
  await page.locator('[data-path="report.narrative"]').fill('身份证到期换领，指纹采集不上');
};
await shoot(officer.page, 'window', '#/window');
await form(officer.page);
await shoot(officer.page, 'window');
await shoot(officer.page, 'case', `#/case/${numberOf('RK26')}`);
await shoot(officer.page, 'ledger', '#/ledger?text=&where=station%3D31010101&where=phase%3Dexpedited');
await shoot(officer.page, 'workflows', '#/w/replies');

const narrow = await be(kOfficer, { width: 390, height: 844 });
await shoot(narrow.page, 'window-narrow', '#/window');

const department = await be(kDepartment);
await shoot(department.page, 'department', `#/department/${numberOf('RK02')}`);

const supervisor = await be(kSupervisor);
await shoot(supervisor.page, 'supervisor', '#/supervisor');
await shoot(supervisor.page, 'charts', '#/supervisor/charts');
await shoot(supervisor.page, 'bands', '#/supervisor/bands');

const operator = await be('administrator:a1');
await shoot(operator.page, 'operator', '#/operator');

const citizen = await be();
await citizen.page.getByLabel('案件编号').fill(begun.key);
await citizen.page.getByLabel('查询码').fill(begun.code);
await citizen.page.locator('main').getByRole('button', { name: '查找' }).click();
await citizen.page.getByRole('radiogroup').first().waitFor();
await shoot(citizen.page, 'citizen');

if (every) {
  const desks = [
    [kOfficer, ['window', `case/${numberOf('RK26')}`, `case/${numberOf('JJ04')}`, 'ledger?text=', 'workflows', 'w/case', 'w/supervision', 'account']],
    [kDepartment, ['department', `department/${numberOf('RK02')}`]],
    ['city_officer:city.RK-1@city.RK', ['department']],
    [kSupervisor, ['supervisor', 'supervisor/charts', 'supervisor/overdue', 'supervisor/bands', 'supervisor/loop', 'department']],
    ['administrator:a1', ['operator']],
  ];
  await mkdir(every, { recursive: true });
  for (const [actor, hashes] of desks) {
    for (const width of [1280, 390]) {
      const one = await be(actor, { width, height: width === 390 ? 844 : 820 });
      for (const hash of hashes) {
        const name = `${actor.split(':')[0]}-${hash.replace(/\W+/g, '_')}-${width}`;
        await shoot(one.page, name, `#/${hash}`, { to: every, whole: true });
      }
      await one.context.close();
    }
  }
}
await browser.close();
