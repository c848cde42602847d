import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fieldNamed,
  formOf,
  type Schema,
  toJson,
  type TypeMeta,
  valueFrom,
  wordsOf,
} from '../src/forms/model';

const optional = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const schema: Schema = {
  type: 'object',
  properties: {
    type: { const: 'case.close' },
    outcome: { ...optional({ enum: ['done', 'answered'] }), description: 'What came of it.' },
    reply: optional({ type: 'string', 'x-personal': true }),
    until: optional({ type: 'string', format: 'date' }),
    at: optional({ type: 'string', format: 'date-time' }),
    trips: { type: 'integer', minimum: 0 },
    present: { type: 'boolean' },
    solved: optional({ type: 'boolean' }),
    tags: { type: 'array', items: { enum: ['a', 'b'] } },
    items: {
      type: 'array',
      items: {
        type: 'object',
        properties: { code: { type: 'string' }, material: { type: 'string' } },
        required: ['code'],
      },
    },
    report: {
      type: 'object',
      properties: { phone: optional({ type: 'string' }), earlier_trips: { type: 'integer' } },
    },
  },
  required: ['type'],
};
const type: TypeMeta = {
  type: 'case.close',
  schema,
  fields: [
    {
      name: 'outcome',
      zh: '办理结果',
      doc: 'What came of it.',
      form: 'word',
      optional: true,
      needed: true,
      words: [
        { name: 'done', zh: '办成' },
        { name: 'answered', zh: '已答复' },
      ],
    },
    { name: 'reply', zh: 'reply', form: 'text', personal: true },
    {
      name: 'items',
      zh: '材料',
      form: 'list',
      item: {
        form: 'group',
        fields: [
          { name: 'code', zh: '序号', form: 'text' },
          { name: 'material', zh: '材料', form: 'text' },
        ],
      },
    },
    { name: 'tags', form: 'list', item: { form: 'word', words: [{ name: 'a', zh: '甲' }] } },
  ],
};
const fields = formOf(type);
const field = (name: string) => fields.find((one) => one.name === name)!;

test('a schema becomes fields; its constant type is none', () => {
  assert.deepEqual(
    fields.map((one) => `${one.name}:${one.shape}`),
    [
      'outcome:enum',
      'reply:long',
      'until:day',
      'at:moment',
      'trips:whole',
      'present:boolean',
      'solved:boolean',
      'tags:list',
      'items:list',
      'report:object',
    ],
  );
  assert.equal(field('solved').optional, true);
  assert.equal(field('present').optional, false);
});

test('labels, words and marks come from what is said of the fields', () => {
  assert.equal(field('outcome').label.zh, '办理结果');
  assert.equal(field('outcome').required, true);
  assert.deepEqual(
    field('outcome').words.map((word) => word.zh),
    ['办成', '已答复'],
  );
  assert.equal(field('reply').label.zh, undefined, 'a name is no translation');
  assert.equal(field('reply').personal, true);
  assert.equal(field('items').item!.fields[0]!.label.zh, '序号');
  assert.deepEqual(
    field('tags').item!.words.map((word) => word.zh ?? word.value),
    ['甲', 'b'],
  );
});

test('without a schema the same fields come from the form alone', () => {
  const made = formOf({
    type: 'x',
    fields: [
      { name: 'n', form: 'number', least: 0 },
      { name: 'g', form: 'group', fields: [{ name: 'd', form: 'day', optional: true }] },
      { name: 'l', form: 'list', item: { form: 'word', words: [{ name: 'w', zh: '词' }] } },
    ],
  });
  assert.deepEqual(
    made.map((one) => one.shape),
    ['whole', 'object', 'list'],
  );
  assert.equal(made[0]!.minimum, 0);
  assert.equal(made[1]!.fields[0]!.shape, 'day');
  assert.equal(made[2]!.item!.words[0]!.zh, '词');
});

test('what is empty is left out, and what must be said is asked for', () => {
  assert.deepEqual(toJson(fields, {}), { json: {}, faults: { outcome: 'required' } });
  assert.deepEqual(toJson(fields, { outcome: 'done', reply: '', items: [], report: {} }), {
    json: { outcome: 'done' },
    faults: {},
  });
});

test('values are sent in their forms', () => {
  const { json, faults } = toJson(fields, {
    outcome: 'done',
    until: '2026-12-07',
    at: '2026-12-07T08:00:00+08:00',
    trips: ' 3 ',
    present: true,
    solved: false,
    tags: ['b'],
    items: [{ code: '1', material: '户口簿' }],
    report: { phone: '138', earlier_trips: '2' },
  });
  assert.deepEqual(faults, {});
  assert.deepEqual(json, {
    outcome: 'done',
    until: '2026-12-07',
    at: '2026-12-07T00:00:00.000Z',
    trips: 3,
    present: true,
    solved: false,
    tags: ['b'],
    items: [{ code: '1', material: '户口簿' }],
    report: { phone: '138', earlier_trips: 2 },
  });
});

test('an answer "no" is said, and not left out', () => {
  assert.deepEqual(toJson([field('solved')], { solved: false }).json, { solved: false });
  assert.deepEqual(toJson([field('solved')], {}).json, {});
});

test('faults name their places', () => {
  const { faults } = toJson(fields, {
    outcome: 'done',
    until: '2026-02-30',
    at: 'soon',
    trips: '-1',
    items: [{ code: '1' }, { material: 'x' }],
    report: { earlier_trips: '1.5' },
  });
  assert.deepEqual(faults, {
    until: 'not_a_day',
    at: 'not_a_time',
    trips: 'too_small',
    'items[1].code': 'required',
    'report.earlier_trips': 'not_whole',
  });
});

test('what the service sent goes back unchanged', () => {
  const sent = {
    outcome: 'done',
    trips: 0,
    present: true,
    items: [{ code: '1', material: 'm' }],
    report: { earlier_trips: 4 },
  };
  assert.deepEqual(toJson(fields, valueFrom(sent) as never).json, sent);
});

test('words are understood as list and as map', () => {
  assert.deepEqual(wordsOf(['a']), [{ value: 'a' }]);
  assert.deepEqual(wordsOf([{ name: 'a', zh: '甲' }]), [{ value: 'a', zh: '甲', en: undefined }]);
  assert.deepEqual(wordsOf({ a: { zh: '甲', en: 'A' } }), [{ value: 'a', zh: '甲', en: 'A' }]);
  assert.deepEqual(wordsOf({ zh: { a: '甲' }, en: { a: 'A' } }), [
    { value: 'a', zh: '甲', en: 'A' },
  ]);
  assert.deepEqual(wordsOf(undefined), []);
});

test('a problem is shown at the field that it names', () => {
  const problem = (type: string, detail = '', more = {}) => ({
    type,
    title: '',
    status: 422,
    detail,
    ...more,
  });
  assert.equal(
    fieldNamed(problem('urn:recourse:refusal:outcome_missing', 'Say what came of it.'), fields),
    'outcome',
  );
  assert.equal(
    fieldNamed(problem('urn:recourse:error:malformed', 'report.phone: too long'), fields),
    'report.phone',
  );
  assert.equal(
    fieldNamed(problem('urn:recourse:error:malformed', "'until' is no day"), fields),
    'until',
  );
  assert.equal(
    fieldNamed(problem('urn:recourse:error:malformed', 'items[1].code: is empty'), fields),
    'items[1].code',
  );
  assert.equal(
    fieldNamed(problem('urn:recourse:error:malformed', 'phone: too long'), fields),
    'report.phone',
  );
  assert.equal(fieldNamed(problem('urn:x', '', { field: 'trips' }), fields), 'trips');
  assert.equal(
    fieldNamed(problem('urn:x', '', { pointer: '/items/0/code' }), fields),
    'items[0].code',
  );
  assert.equal(
    fieldNamed(problem('urn:recourse:refusal:not_on_roster', 'w1 is not on the roster'), fields),
    undefined,
  );
});
