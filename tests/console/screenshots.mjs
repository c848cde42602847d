// Pictures of every desk for docs/console.md, from the demonstration; run by hand:
//
//     recourse --dir /tmp/demo demo shanghai-2023
//     recourse --dir /tmp/demo serve --demo --listen 127.0.0.1:8477
//     npm ci && node screenshots.mjs http://127.0.0.1:8477 ../../docs/console
//
// The demonstration's cases are all closed: some are begun, of names that nobody has.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { smaller } from './png.mjs';

const [url, folder] = process.argv.slice(2);
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

async function shoot(page, name, hash) {
  if (hash !== undefined) {
    await page.goto(`${url}/${hash}`);
    await page.reload();
  }
  await page.locator('main h1').waitFor();
  await page.getByText('正在读取…').first().waitFor({ state: 'hidden' });
  await page.waitForTimeout(1500);
  await page.evaluate(() => document.activeElement?.blur());
  const picture = smaller(await page.screenshot());
  await writeFile(join(folder, `${name}.png`), picture);
  console.log(name, picture.length);
}

const kMatters = [
  ['RK20', 'policy', '身份证到期换领，三次都说照片不合格'],
  ['RK01', 'difficult', '国外出生的孩子申报出生登记，没有国内的出生医学证明'],
  ['JJ02', 'not_accepted', '驾驶证遗失补领，窗口说要先去交管中心'],
  ['CJ01', 'other', '护照加急，出国奔丧，机票是后天的'],
  ['RK27', 'not_accepted', '身份证丢失，当晚要坐火车'],
];

let officer = await be(kOfficer);
const begun = [];
for (const [matter, category, narrative] of kMatters) {
  const { item, outcome } = await officer.ask('POST', '/v1/case/commands/report', {
    matter,
    category,
    narrative,
    district: '310101',
    present: true,
    name: '王小明',
    phone: '13800000000',
  });
  begun.push({ key: item.key, code: outcome.inquiry_code });
}
const give = (who, { key }, command, body) =>
  who.ask('POST', `/v1/case/${key}/commands/${command}`, body);
const asked = { question: '境外出生医学证明经公证翻译后能否采用？', tried: '已请当事人补充公证件' };
await give(officer, begun[1], 'escalate', asked);
await give(officer, begun[0], 'route_on_spot', {});
await give(officer, begun[4], 'route_on_spot', {});
await give(officer, begun[4], 'close', {
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
await shoot(officer.page, 'case', `#/case/${begun[0].key}`);
await shoot(officer.page, 'ledger', '#/ledger?text=&where=line%3Dpopulation');
await shoot(officer.page, 'workflows', '#/w/replies');

const narrow = await be(kOfficer, { width: 390, height: 844 });
await shoot(narrow.page, 'window-narrow', '#/window');

const department = await be(kDepartment);
await shoot(department.page, 'department', `#/department/${begun[1].key}`);

const supervisor = await be(kSupervisor);
await shoot(supervisor.page, 'supervisor', '#/supervisor');
await shoot(supervisor.page, 'charts', '#/supervisor/charts');
await shoot(supervisor.page, 'bands', '#/supervisor/bands');

const operator = await be('administrator:a1');
await shoot(operator.page, 'operator', '#/operator');

const citizen = await be();
await citizen.page.getByLabel('案件编号').fill(begun[4].key);
await citizen.page.getByLabel('查询码').fill(begun[4].code);
await citizen.page.locator('main').getByRole('button', { name: '查找' }).click();
await citizen.page.getByRole('radiogroup').first().waitFor();
await shoot(citizen.page, 'citizen');
await browser.close();
