// The API under a client that is not ours (openapi-fetch), by the service's own description. Each JSON
// answer is held against the schema that the description has for it. Run by test_console.py.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test as scenario } from 'node:test';
import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020.js';
import { CloudEvent } from 'cloudevents';
import createClient from 'openapi-fetch';
import { test } from './client.mjs';

const description = await (await fetch(`${test.url}/v1/openapi.json`)).json();
const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true, validateFormats: true }));
ajv.addSchema(description, 'api');
const published = new URL('cloudevents.schema.json', import.meta.url);
const isPublishedEvent = addFormats(new Ajv2020({ allowUnionTypes: true })).compile(
  JSON.parse(await readFile(published, 'utf8')),
);

const pointer = (...parts) =>
  parts.map((part) => '/' + String(part).replace(/~/g, '~0').replace(/\//g, '~1')).join('');
const validators = new Map();
function validator(place) {
  if (!validators.has(place)) validators.set(place, ajv.compile({ $ref: `api#${place}` }));
  return validators.get(place);
}

/** Where the description has the answer of an operation; a `$ref` is followed. */
function answerOf(path, method, status) {
  const operation = description.paths[path]?.[method];
  assert.ok(operation, `${method} ${path} is described`);
  const code = String(status) in operation.responses ? String(status) : 'default';
  const answer = operation.responses[code];
  assert.ok(answer, `${method} ${path} says that it may answer ${status}`);
  if (!answer.$ref) return [answer, pointer('paths', path, method, 'responses', code)];
  const place = answer.$ref.slice(1);
  const found = place
    .split('/')
    .slice(1)
    .reduce((node, part) => node[part], description);
  return [found, place];
}

let checked = 0;
/** Fails unless the answer is one that the description knows, of the form that it has there. */
async function check(path, method, response) {
  const [answer, place] = answerOf(path, method, response.status);
  const plain = (type) => type.split(';')[0];
  const said = plain(response.headers.get('content-type') ?? '');
  if (!answer.content) {
    assert.equal(await response.clone().text(), '', `${method} ${path} has no content`);
    return;
  }
  const type = Object.keys(answer.content).find((one) => plain(one) === said);
  assert.ok(type, `${method} ${path} ${response.status} comes as ${said}`);
  if (!/json/.test(type)) return;
  const json = await response.clone().json();
  const valid = validator(place + pointer('content', type, 'schema'));
  assert.ok(
    valid(json),
    `${method} ${path} ${response.status}: ${JSON.stringify(valid.errors?.slice(0, 3))} in ${JSON.stringify(json).slice(0, 600)}`,
  );
  ++checked;
}

/** A client that keeps its session, and whose answers are all checked. */
function client() {
  const made = createClient({ baseUrl: test.url });
  const session = {};
  made.use({
    onRequest({ request }) {
      if (session.cookie) request.headers.set('Cookie', session.cookie);
      if (session.csrf) request.headers.set('X-CSRF-Token', session.csrf);
      return request;
    },
    async onResponse({ request, response, schemaPath }) {
      const cookie = response.headers.get('set-cookie');
      if (cookie) session.cookie = cookie.split(';')[0];
      await check(schemaPath, request.method.toLowerCase(), response);
    },
  });
  made.signIn = async (account) => {
    const { data, response } = await made.POST('/v1/session', {
      body: { account, password: test.password },
    });
    assert.equal(response.status, 201);
    session.csrf = data.item.csrf;
    return made;
  };
  return made;
}

const kReport = {
  district: '310101',
  category: 'policy',
  matter: 'RK20',
  present: true,
  narrative: '换领身份证三次未成',
};

scenario('sign in, list, register, command, refusal', async () => {
  const api = await client().signIn('w7');
  const { data: who } = await api.GET('/v1/session');
  assert.deepEqual(who.item.actor, { id: 'w7', role: 'window_officer', unit: test.station });

  await api.POST('/v1/case/commands/report', { body: kReport });
  const begun = await api.POST('/v1/case/commands/report', { body: kReport });
  assert.equal(begun.response.status, 201);
  const { key } = begun.data.item;
  assert.equal(begun.response.headers.get('Location'), `/v1/case/${key}`);

  const listed = [];
  for (let after; ;) {
    const query = { station: test.station, open: true, page_size: 1, after };
    const { data: page } = await api.GET('/v1/cases', { params: { query } });
    listed.push(...page.items.map((row) => row.case));
    after = page.next;
    if (after === undefined) break;
  }
  assert.ok(listed.includes(key));
  assert.equal(new Set(listed).size, listed.length, 'a page goes on where the last one ended');

  const { data: found, response } = await api.GET('/v1/case/{key}', { params: { path: { key } } });
  const tag = response.headers.get('ETag');
  assert.equal(tag, `"${found.item.version}"`);

  const command = {
    params: { path: { key }, header: { 'Idempotency-Key': randomUUID(), 'If-Match': tag } },
    body: { how: 'phone', reached: true },
  };
  const first = await api.POST('/v1/case/{key}/commands/contact', command);
  assert.equal(first.response.status, 200);
  assert.equal(first.data.outcome.repeated, false);
  const again = await api.POST('/v1/case/{key}/commands/contact', command);
  assert.equal(again.data.outcome.repeated, true, 'the same id takes effect once');
  assert.equal(again.data.outcome.version, first.data.outcome.version);

  const late = await api.POST('/v1/case/{key}/commands/contact', {
    ...command,
    params: { path: { key }, header: { 'Idempotency-Key': randomUUID(), 'If-Match': tag } },
  });
  assert.equal(late.response.status, 412);
  assert.equal(late.error.actual, first.data.outcome.version);

  const refused = await api.POST('/v1/case/{key}/commands/close', {
    params: { path: { key } },
    body: { outcome: 'done', reply: '已办结', told: 'in_person' },
  });
  assert.equal(refused.response.status, 409);
  assert.match(refused.error.type, /^urn:recourse:refusal:/);
  assert.ok(refused.error.detail_zh);

  const wrong = await api.POST('/v1/case/{key}/commands/contact', {
    params: { path: { key } },
    body: { how: 'by pigeon' },
  });
  assert.ok(wrong.response.status >= 400 && wrong.response.status < 500);

  const rehearsed = await api.POST('/v1/case/{key}/commands/escalate', {
    params: { path: { key }, query: { dry_run: true } },
    body: { question: '能否办理？', tried: '问过分局' },
  });
  assert.equal(rehearsed.response.status, 200, JSON.stringify(rehearsed.error));
  assert.deepEqual(
    rehearsed.data.item.events.map((event) => event.type),
    ['case.escalated'],
  );

  const out = await api.DELETE('/v1/session');
  assert.equal(out.response.status, 204);
  const nobody = await client().GET('/v1/cases');
  assert.equal(nobody.response.status, 401);
});

/** What stands for a place or a parameter of an operation. */
const kPlaces = {
  list: 'matters',
  paper: 'acceptance',
  name: 'ledger',
  id: 'none',
  station: test.station,
};
const kQueries = {
  at: '2026-01-01T00:00:00Z',
  text: '身份证',
  figure: 'cases',
  by: 'line',
  keys: 'population',
  station: test.station,
  unit: '310101.RK',
  jurisdiction_id: '',
  service_code: 'RK20',
};

scenario('whatever can be asked answers as the description says', async () => {
  const known = new Set();
  for (const account of ['w7', 'v1', 'a1']) {
    const api = await client().signIn(account);
    for (const [path, operations] of Object.entries(description.paths)) {
      const { get } = operations;
      if (!get || path === '/v1/session') continue;
      const places = (get.parameters ?? []).filter((one) => one.in === 'path');
      const wanted = (get.parameters ?? []).filter((one) => one.in === 'query' && one.required);
      const place = ({ name, schema }) =>
        schema.const ??
        (name === 'key' ? test.case : (kPlaces[name] ?? schema.enum?.[0] ?? 'none'));
      const { response } = await api.GET(path, {
        params: {
          path: Object.fromEntries(places.map((one) => [one.name, place(one)])),
          query: Object.fromEntries(wanted.map(({ name }) => [name, kQueries[name] ?? '1'])),
        },
        parseAs: 'text',
      });
      assert.ok(response.status < 500, `${path}: ${response.status}`);
      if (response.ok) known.add(path);
    }
  }
  console.log(`${known.size} kinds of questions were answered, ${checked} answers checked`);
  for (const path of [
    '/v1/cases',
    '/v1/ledger',
    '/v1/agenda',
    '/v1/figures',
    '/v1/report',
    '/v1/operation',
    '/v1/norms',
  ])
    assert.ok(known.has(path), path);
});

scenario('the feed is CloudEvents to their own library and schema', async () => {
  const api = await client().signIn('v1');
  const { data: batch, response } = await api.GET('/v1/events', {
    params: { query: { from: 1, limit: 1000 } },
  });
  assert.match(response.headers.get('content-type'), /^application\/cloudevents-batch\+json/);
  assert.ok(batch.length > 5);
  const ids = new Set();
  for (const one of batch) {
    const event = new CloudEvent(one, true); // strict: throws
    assert.ok(event.validate());
    assert.ok(isPublishedEvent(one), JSON.stringify(isPublishedEvent.errors));
    for (const name of Object.keys(one))
      assert.match(name, /^(data|data_base64|[a-z0-9]{1,20})$/, 'names of attributes');
    ids.add(`${one.source} ${one.id}`);
  }
  assert.equal(ids.size, batch.length, 'source and id name an event');
  assert.ok(!JSON.stringify(batch).includes('周某'), 'nothing personal');
  const { error } = await (
    await client().signIn('w7')
  ).GET('/v1/events', {
    params: { query: { from: 0 } },
  });
  assert.ok(error, 'from 0 is refused');
});
