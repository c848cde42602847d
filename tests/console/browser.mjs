// Debian's Chromium, and the console in it: one context a person.
import { chromium } from 'playwright-core';
import { test } from './client.mjs';

/** What no page may say: faults of the console, and what the policy on content forbade. */
export const faults = [];
/** A service that is away is not a fault of the page, and neither is the answer no to what somebody
 * did. What a page asks for by itself must be there. */
const kExpected = [
  /net::ERR_/,
  // Wrong words of entrance; too many of them.
  /status of (401|429).*\/v1\/session/,
  // A command or an argument that is refused.
  /status of (400|403|409|412|422).*\/v1\//,
  // What somebody looks for, and is not there or not theirs.
  /status of 404.*\/v1\/(?!session|words|figures)[^/]+\/[^/]+(\/history)?$/,
];

export const texts = {
  zh: {
    account: '账号',
    password: '口令',
    signIn: '登录',
    number: '案件编号',
    code: '查询码',
    ask: '查找',
    registered: '已登记',
    openCase: '打开案件',
    send: '提交',
    conflict: '此案刚有变化',
    keep: '载入新版，保留所填',
    live: '实时',
    lost: '连接已断',
    escalate: '上报',
    close: '办结答复',
    scope: '诉求认定',
    clear: '查看明文',
    purpose: '用途',
    wholeGrade: '总体',
    reply: '给您的答复',
    satisfied: '满意',
    similar: '相似的既往案件',
  },
  en: {
    account: 'Account',
    password: 'Password',
    signIn: 'Sign in',
    number: 'Case number',
    code: 'Inquiry code',
    ask: 'Search',
    registered: 'Registered',
    openCase: 'Open the case',
    send: 'Send',
    conflict: 'It has changed meanwhile',
    keep: 'Load it, keep what I typed',
    live: 'live',
    lost: 'Connection lost',
    escalate: 'Escalate',
    close: 'Close',
    scope: 'State scope',
    clear: 'See in clear',
    purpose: 'Purpose',
    wholeGrade: 'On the whole',
    reply: 'The reply to you',
    satisfied: 'Satisfied',
    similar: 'Similar earlier cases',
  },
};

let browser;
export async function launch() {
  browser = await chromium.launch({ executablePath: test.chromium, args: ['--no-sandbox'] });
}
export async function quit() {
  await browser?.close();
}

/** A browser of its own: cookies, storage, language. */
export async function person(
  name,
  { lang = 'zh', width = 1280, height = 900, scheme = 'light' } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale: lang === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(20_000);
  await context.addInitScript((chosen) => {
    localStorage.setItem('recourse.lang', chosen);
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  }, lang);
  const page = await context.newPage();
  watch(page, name);
  page.on('popup', (other) => watch(other, `${name}, another page`));
  return { context, page, t: texts[lang] };
}

function watch(page, name) {
  page.on('console', (message) => {
    const said = `${message.text()} ${message.location().url}`;
    if (message.type() === 'error' && !kExpected.some((one) => one.test(said)))
      faults.push(`${name}: ${said}`);
  });
  page.on('pageerror', (error) => faults.push(`${name}: ${error.stack ?? error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`${name}: a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

/** A member of staff at a desk. */
export async function staff(account, hash = '#/', options = {}) {
  const one = await person(account, options);
  await one.page.goto(test.url + '/' + hash);
  await one.page.getByLabel(one.t.account).fill(account);
  await one.page.getByRole('textbox', { name: one.t.password }).fill(test.password);
  await one.page.getByRole('button', { name: one.t.signIn }).click();
  await one.page.getByRole('navigation').waitFor();
  return one;
}

/** A citizen at the case that its code opens. */
export async function citizen(key, code, options = {}) {
  const one = await person(`citizen of ${key}`, options);
  await one.page.goto(test.url + '/');
  await one.page.getByLabel(one.t.number).fill(key);
  await one.page.getByLabel(one.t.code).fill(code);
  await one.page.locator('main').getByRole('button', { name: one.t.ask }).click();
  await one.page.getByRole('heading', { level: 1, name: key }).waitFor();
  return one;
}

/** Goes to a page of the console. */
export async function open(page, hash) {
  await page.goto(`${test.url}/${hash}`);
  await page.locator('main h1').waitFor();
}

/** A field of the form that is open, by its path. */
export const field = (page, path) => page.locator(`[data-path="${path}"]`);

/** Opens the form of a next step. */
export async function step(page, name) {
  await page
    .getByRole('group', { name: /^(可办操作|Next steps)$/ })
    .getByRole('button', { name, exact: true })
    .click();
  return page.getByRole('dialog');
}

/** Looks at what a page shows in clear, for a purpose. */
export async function looked(page, t, purpose) {
  await page.getByRole('button', { name: t.clear }).click();
  await page.getByLabel(t.purpose).fill(purpose);
  await page.getByRole('dialog').getByRole('button', { name: t.send }).click();
  // The event of the look may stand in a part that is folded away, too.
  await page.getByText(purpose).locator('visible=true').first().waitFor();
}

/** The number of a case in a text. */
export const keyIn = (text) => /\w+-\d{8}-\d+-\w+/.exec(text)[0];

export const status = (page) => page.locator('.status-bar');
