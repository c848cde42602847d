// One case through four desks: the window, the department, the citizen, supervision.
import assert from 'node:assert/strict';
import { test as scenario } from 'node:test';
import { citizen, field, keyIn, staff, step } from '../browser.mjs';
import { eventsOf, signedIn, test } from '../client.mjs';
import { focused, hands, kMostSeconds, kMsAKey } from '../hands.mjs';

/** Registers a case by the keyboard alone; answers with its number and inquiry code. */
async function register(page, words) {
  const hand = hands(page);
  await page.locator('main h1').waitFor();
  await focused(page, 'report.matter'); // where the desk begins
  const began = Date.now();
  await hand.type(words.matter);
  await hand.press('Enter');
  await hand.press('Tab'); // category
  await hand.press('Space');
  await hand.press('Tab'); // what is to come of it
  await hand.press('ArrowRight'); // registered, not finished
  await hand.press('Tab');
  await hand.type(words.narrative);
  await hand.press('Tab');
  await hand.type(words.name);
  await hand.press('Tab');
  await hand.type(words.phone);
  await hand.press('Control+Enter');
  const code = await page.locator('.code').textContent();
  const seconds = (Date.now() - began) / 1000;
  console.log(`registered by ${hand.count()} keys in ${seconds.toFixed(1)} s, ${kMsAKey} ms a key`);
  assert.ok(seconds < kMostSeconds, `it took ${seconds} s`);
  const title = await page.getByRole('heading', { name: words.registered }).textContent();
  return { key: keyIn(title), code };
}

async function throughFourDesks(lang, words) {
  const officer = await staff('w7', '#/window', { lang });
  const { t } = officer;
  const { key, code } = await register(officer.page, { ...words, registered: t.registered });

  await officer.page.getByRole('link', { name: t.openCase }).click();
  const escalating = await step(officer.page, t.escalate);
  await field(escalating, 'question').fill(words.question);
  await field(escalating, 'tried').fill(words.tried);
  await officer.page.keyboard.press('Control+Enter');
  await escalating.waitFor({ state: 'hidden' });

  const department = await staff('d1', '#/department', { lang });
  await department.page.locator('.live-rows tr', { hasText: key }).click();
  await field(department.page, 'kind').selectOption('do_it_so');
  await field(department.page, 'solution').fill(words.solution);
  await field(department.page, 'internal_basis').fill(words.basis);
  await field(department.page, 'wording').fill(words.wording);
  const form = department.page.locator('form', { has: field(department.page, 'wording') });
  await form.getByRole('button', { name: t.send }).click();
  await form.waitFor({ state: 'hidden' });

  // The officer's page goes on by itself.
  const closing = await step(officer.page, t.close);
  await field(closing, 'outcome').selectOption('done');
  await field(closing, 'reply').fill(words.wording);
  await field(closing, 'told').selectOption('in_person');
  await closing.locator('button[aria-expanded]').click();
  await field(closing, 'applied').check();
  await closing.getByRole('button', { name: t.send }).click();
  await closing.waitFor({ state: 'hidden' });

  const person = await citizen(key, code, { lang });
  await person.page.getByText(t.reply).waitFor();
  const seen = await person.page.locator('main').innerText();
  for (const inside of [words.solution, words.basis])
    assert.ok(!seen.includes(inside), 'the citizen does not see what is internal');
  const grades = person.page.getByRole('radiogroup', { name: t.wholeGrade });
  assert.equal(await grades.locator('input:checked').count(), 0, 'no grade is chosen beforehand');
  await grades.getByRole('radio', { name: t.satisfied, exact: true }).check();
  await person.page.locator('form', { has: grades }).getByRole('button', { name: t.send }).click();
  await grades.waitFor({ state: 'hidden' });

  const supervisor = await staff('v1', '#/supervisor', { lang });
  await supervisor.page.locator('.figure-card').first().click();
  const behind = supervisor.page.getByRole('dialog');
  await behind.getByRole('link', { name: key }).click();
  await supervisor.page.getByRole('heading', { level: 1, name: key }).waitFor();

  const events = await eventsOf(await signedIn('v1'), `case/${key}`);
  for (const type of [
    'case.received',
    'case.accepted',
    'case.escalated',
    'case.closed',
    'case.rated',
  ])
    assert.ok(events.includes(type), `${type} is recorded: ${events}`);
  for (const { context } of [officer, department, person, supervisor]) await context.close();
}

scenario('a case goes through four desks, in Chinese', () =>
  throughFourDesks('zh', {
    matter: '身份证',
    narrative: '身份证到期换领跑了三次',
    name: '张小三',
    phone: '13800001111',
    question: '指纹采集不上，能否换领？',
    tried: '已试三台采集仪',
    solution: '内部：可免指纹，由所领导签字',
    basis: '内部依据：第 7 号答复',
    wording: '可以换领，请带户口簿来窗口办理。',
  }),
);

scenario('a case goes through four desks, in English', () =>
  throughFourDesks('en', {
    matter: 'RK01',
    narrative: 'Three trips, still no entry',
    name: 'A. Citizen',
    phone: '13800002222',
    question: 'Is the foreign certificate enough?',
    tried: 'Asked for a translation',
    solution: 'Internal: the copy is enough',
    basis: 'Internal basis: circular 7',
    wording: 'Yes. Bring the translation to the window.',
  }),
);

scenario('the window sees similar earlier cases while the officer types', async () => {
  const { page, context, t } = await staff('w8', '#/window');
  await field(page, 'report.narrative').fill('出生医学证明上父亲的姓名写错了，报不了出生');
  await page
    .getByRole('list', { name: t.similar })
    .getByRole('link', { name: test.case })
    .waitFor();
  await context.close();
});
