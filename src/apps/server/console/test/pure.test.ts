// Small pure parts: addresses, figures, times, who sees which desk, the intent of a command.
import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import {
  backoff,
  give,
  keepSession,
  noteTouch,
  Problem,
  send,
  serviceNow,
  streamPath,
  withQuery,
} from '../src/api';
import { endOfDay } from '../src/components/AsOf';
import { findMatters } from '../src/components/MatterPicker';
import { spanText } from '../src/components/time';
import { isPeriod } from '../src/desks/Supervisor';
import { countOf, kLoop } from '../src/desks/supervisor/loopCounts';
import { figureText, numberOf } from '../src/figures';
import { parseRoute } from '../src/hooks';
import { textOf } from '../src/i18n';
import { demoActorOf, desksOf } from '../src/session';
import { truthOf } from '../src/truth';
import { chineseLabel } from '../src/words';

afterEach(() => mock.restoreAll());

test('a query leaves out what is empty and repeats lists', () => {
  assert.equal(
    withQuery('/v1/cases', { station: 'S001', open: true, phase: '', unit: undefined, all: false }),
    '/v1/cases?station=S001&open=true',
  );
  assert.equal(
    withQuery('/v1/ledger', { where: ['a=1', 'b=2'] }),
    '/v1/ledger?where=a%3D1&where=b%3D2',
  );
  assert.equal(streamPath('case', 'S001/1', '/history'), '/v1/case/S001%2F1/history');
});

test('an address is read in parts', () => {
  const route = parseRoute('#/case/S001-1%2F2?do=close');
  assert.deepEqual(route.parts, ['case', 'S001-1/2']);
  assert.equal(route.query.get('do'), 'close');
  assert.deepEqual(parseRoute('').parts, []);
  assert.deepEqual(parseRoute('#/w/%E0%A4%A').parts, ['w', '%E0%A4%A']);
});

test('figures are read by their form', () => {
  assert.equal(figureText({ value: 2756, of: 3226 }, 'share'), '85.4 %');
  assert.equal(figureText({ value: 0, of: 0 }, 'share'), '–');
  assert.equal(figureText({ value: 3254, of: 0 }, 'count'), '3,254');
  assert.equal(figureText({ value: 3, of: 2 }, 'mean'), '1.50');
  assert.equal(numberOf(null, 'count'), null);
});

test('distances say their two largest units', () => {
  assert.equal(spanText(90_061_000, 'zh'), '1 天 1 小时');
  assert.equal(spanText(-61_000, 'en'), '1 min 1 s');
  assert.equal(spanText(0, 'en'), '0 s');
  assert.equal(spanText(3_600_000, 'en'), '1 h');
});

test('a day ends at midnight in Shanghai', () => {
  const from = Date.parse('2023-06-01T01:00:00Z');
  assert.equal(new Date(endOfDay(from, 0)).toISOString(), '2023-06-01T15:59:59.999Z');
  assert.equal(
    new Date(endOfDay(Date.parse('2023-06-01T17:00:00Z'), 1)).toISOString(),
    '2023-06-03T15:59:59.999Z',
  );
});

test('matters are found by code and by pieces of their names', () => {
  const matters = [
    { code: 'RK02', zh: '户口迁入', en: 'Move in' },
    { code: 'RK20', zh: '居民身份证换领', en: 'ID card' },
    { code: 'JT01', zh: '驾驶证换领', en: 'Licence' },
  ];
  assert.deepEqual(
    findMatters(matters, 'rk2').map((one) => one.code),
    ['RK20'],
  );
  assert.deepEqual(
    findMatters(matters, '身份证').map((one) => one.code),
    ['RK20'],
  );
  assert.deepEqual(
    findMatters(matters, '换领').map((one) => one.code),
    ['RK20', 'JT01'],
  );
  assert.deepEqual(
    findMatters(matters, '迁户').map((one) => one.code),
    ['RK02'],
    'signs in another order',
  );
  assert.deepEqual(findMatters(matters, '护照'), []);
});

test('a screen is true at the earliest of its answers, and its link is the worst', () => {
  const truth = truthOf([
    { position: 9, at: 2, link: 'live' },
    { position: 7, at: 1 },
    { position: 0, at: 3, link: 'lost', retryAt: 5 },
  ]);
  assert.equal(truth.source?.position, 7);
  assert.equal(truth.link, 'lost');
  assert.equal(truth.retryAt, 5);
  assert.deepEqual(truthOf([]), { source: undefined, link: 'none', retryAt: undefined });
});

test('a citizen has one desk', () => {
  const session = (role: string, means: 'session' | 'inquiry' = 'session') =>
    desksOf({
      account: '',
      name: '',
      actor: { id: 'x', role, unit: '' },
      means,
      scopes: [],
      demo: false,
    });
  assert.deepEqual(session('citizen', 'inquiry'), ['citizen']);
  assert.equal(session('window_officer')[0], 'window');
  assert.ok(!session('supervisor').includes('operator'));
  assert.equal(session('administrator')[0], 'operator');
});

test('a demonstration names its actors as text or in parts', () => {
  assert.equal(demoActorOf('supervisor:v1').actor, 'supervisor:v1');
  assert.equal(
    demoActorOf({ id: 'w7', role: 'window_officer', unit: 'S001', name: '王五' }).actor,
    'window_officer:w7@S001',
  );
});

test('waits grow and stay below half a minute', () => {
  assert.deepEqual([0, 1, 5, 20].map(backoff), [500, 1000, 16_000, 30_000]);
});

const answer = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const request = {
  kind: 'case',
  key: 'S001-1',
  command: 'case.accept',
  fields: { present: true },
  version: 4,
  intent: 'abc',
};

test('a command whose answer is lost is sent again under the same id', async () => {
  const sent: RequestInit[] = [];
  mock.timers.enable({ apis: ['setTimeout'] });
  let calls = 0;
  mock.method(globalThis, 'fetch', (url: string, init: RequestInit) => {
    assert.equal(url, '/v1/case/S001-1/commands/accept');
    sent.push(init);
    if (++calls === 1) return Promise.reject(new TypeError('network'));
    if (calls === 2)
      return Promise.resolve(
        answer(503, { type: 'x', title: 'busy', status: 503 }, { 'Retry-After': '2' }),
      );
    return Promise.resolve(
      answer(200, {
        position: 8,
        item: { key: 'S001-1', version: 5, state: {} },
        outcome: { events: ['case.accepted'] },
      }),
    );
  });
  const waits: number[] = [];
  const done = give({ ...request, onRetry: (_attempt, wait) => waits.push(wait) });
  for (let i = 0; i < 40; ++i) {
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(250);
  }
  assert.deepEqual((await done).outcome?.events, ['case.accepted']);
  assert.deepEqual(waits, [500, 2000]);
  const headers = sent.map((init) => init.headers as Record<string, string>);
  assert.deepEqual(
    headers.map((one) => one['Idempotency-Key']),
    ['abc', 'abc', 'abc'],
  );
  assert.equal(headers[0]!['If-Match'], '"4"');
  mock.timers.reset();
});

test('a refusal is an answer: it is not sent again', async () => {
  const calls = mock.method(globalThis, 'fetch', () =>
    Promise.resolve(
      answer(412, {
        type: 'urn:recourse:error:version_conflict',
        title: 'x',
        status: 412,
        actual: 6,
      }),
    ),
  );
  await assert.rejects(
    give(request),
    (error: Problem) => error.isConflict && error.body.actual === 6,
  );
  assert.equal(calls.mock.callCount(), 1);
});

test('time is that of the service where its clock is another', async () => {
  const at = async (time: number) => {
    const headers = { Date: new Date(time).toUTCString() };
    mock.method(globalThis, 'fetch', () => Promise.resolve(new Response('{}', { headers })));
    await send('GET', '/v1/position');
    return serviceNow();
  };
  const past = Date.UTC(2023, 11, 31, 0, 5);
  assert.ok(Math.abs((await at(past)) - past) < 1000);
  // What an answer takes is no difference of clocks.
  assert.ok(Math.abs((await at(past + 3000)) - past) < 1000);
  const now = Date.now();
  assert.ok(Math.abs((await at(now)) - now) < 2000);
});

test('who types keeps a session, what a page asks for while nobody touches it does not', async () => {
  mock.timers.enable({ apis: ['setInterval', 'Date'], now: Date.now() });
  const asked: [string, string | undefined][] = [];
  mock.method(globalThis, 'fetch', (url: string, init: RequestInit) => {
    asked.push([url, (init.headers as Record<string, string>)['X-Background']]);
    return Promise.resolve(new Response('{}'));
  });
  const end = keepSession();
  mock.timers.tick(30_000);
  noteTouch();
  mock.timers.tick(30_000);
  assert.deepEqual(asked, [['/v1/session', undefined]]);
  mock.timers.tick(180_000);
  assert.equal(asked.length, 1, 'nobody is there');
  await send('GET', '/v1/position');
  assert.deepEqual(asked[1], ['/v1/position', '1']);
  noteTouch();
  await send('GET', '/v1/position');
  assert.deepEqual(asked[2], ['/v1/position', undefined]);
  end();
  mock.timers.tick(60_000);
  assert.equal(asked.length, 3);
  mock.timers.reset();
});

test('a word means one thing in one type and another in another', () => {
  assert.equal(chineseLabel('transport', 'streams'), '实时推送');
  assert.equal(chineseLabel('norms', 'contact'), '首次联系');
  assert.equal(chineseLabel('look', 'contact'), undefined, 'not by its name alone');
});

test('the loop counts what its report has, and says of which streams', () => {
  const loop = { windows: { open: 3 }, replies: 1, rectifications: [] };
  assert.equal(countOf(loop, 'windows.open'), 3);
  assert.equal(countOf(loop, 'replies'), 1);
  assert.equal(countOf(loop, 'liaisons.solved'), undefined);
  const all = kLoop.flatMap(({ counts }) => counts);
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  const named = (name: string) => all.find((one) => one.name === name)!;
  assert.ok(named('windows.open').holds({ phases: { window: 'open' } }));
  assert.ok(!named('windows.open').holds({ phases: { window: 'closed' } }));
  const clean = { kind: 'counter_refusal', phases: { stage: 'clean' }, findings: [] };
  assert.ok(named('inspections.refusals').holds(clean));
  assert.ok(!named('inspections.refusals_without_ground').holds(clean));
  assert.ok(!named('inspections.inspections').holds(clean), 'refusals are apart');
  assert.equal(textOf('zh', named('windows.open').text), '开放窗口');
});

test('a period is known before it is asked for', () => {
  for (const right of [
    '2023',
    '2023H2',
    '2023Q3',
    '2023-07',
    '2023-07-01',
    '2023-07-01..2023-09-30',
  ])
    assert.ok(isPeriod(right), right);
  for (const wrong of ['garbage', '2023H3', '2023Q5', '23', '2023-7', '2023-07..2023-09'])
    assert.ok(!isPeriod(wrong), wrong);
});
