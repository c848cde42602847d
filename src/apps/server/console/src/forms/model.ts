// Form model: a command's JSON Schema, and what the service says of its fields in both languages, as
// a tree of fields; and from what was typed back to JSON. Pure.
import type { ProblemBody } from '../api';

export interface Labels {
  zh?: string;
  en?: string;
}
export interface Word extends Labels {
  value: string;
}
/** What GET /v1/workflows/{kind} says of a field. */
export interface FieldMeta {
  name: string;
  zh?: string;
  doc?: string;
  personal?: boolean;
  /** truth, number, word, text, moment, day, stream, id, list or group. */
  form?: string;
  /** It may be null. */
  optional?: boolean;
  /** It must be said. */
  needed?: boolean;
  least?: number;
  words?: unknown;
  /** Of a group. */
  fields?: FieldMeta[];
  /** Of a list: its items' form. */
  item?: Partial<FieldMeta>;
}
export interface TypeMeta {
  type: string;
  name?: string;
  doc?: string;
  zh?: string;
  begins?: boolean;
  /** It may begin a stream without a key. */
  makes_key?: boolean;
  /** It records a look in clear. */
  look?: boolean;
  schema?: Schema;
  fields?: FieldMeta[];
}
export interface Schema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  format?: string;
  description?: string;
  title?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  'x-personal'?: boolean;
  'x-secret'?: boolean;
}

export type Shape =
  | 'text'
  | 'long'
  | 'whole'
  | 'real'
  | 'boolean'
  | 'enum'
  | 'day'
  | 'moment'
  | 'object'
  | 'list'
  | 'raw';
/** Lists of /v1/words. */
export type WordList = 'matters' | 'reasons' | 'districts' | 'stations';
const kLists: Record<string, WordList> = {
  matter: 'matters',
  reason: 'reasons',
  district: 'districts',
  station: 'stations',
};
/** A field that holds a code says so in its sentence. */
function listOf(name: string, doc: string): WordList | undefined {
  return /^Code\b/.test(doc) ? kLists[name] : undefined;
}

export interface Field {
  name: string;
  label: Labels;
  doc: string;
  shape: Shape;
  /** It may be left out, and that says something (`null`). */
  optional: boolean;
  required: boolean;
  personal: boolean;
  words: Word[];
  /** The list of words that it is a code of. */
  list?: WordList;
  fields: Field[];
  item?: Field;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

/** Names of fields that hold more than a line. */
const kLong = new Set([
  'narrative',
  'explanation',
  'reply',
  'solution',
  'wording',
  'internal_basis',
  'question',
  'tried',
  'reason',
  'answer',
  'facts',
  'opinion',
  'plan',
  'finding',
  'comment',
  'text',
  'words',
  'next_step',
  'promise',
  'basis',
  'understood',
  'wanted',
  'what',
  'remedy',
  'analysis',
  'proposal',
  'correction',
  'note',
  'must_change',
]);

/** The words of an enumeration, however they are sent: a list of words or objects, or a map. */
export function wordsOf(words: unknown): Word[] {
  const one = (value: string, said: unknown): Word => {
    if (typeof said === 'string') return { value, zh: said };
    const labels = (said ?? {}) as { zh?: string; en?: string; doc?: string };
    return { value, zh: labels.zh, en: labels.en ?? labels.doc };
  };
  if (Array.isArray(words)) {
    return words.map((word) => {
      if (typeof word === 'string') return { value: word };
      const fields = word as { name?: string; value?: string; word?: string; code?: string };
      return one(fields.value ?? fields.name ?? fields.word ?? fields.code ?? '', word);
    });
  }
  if (words && typeof words === 'object') {
    const fields = words as { zh?: unknown; en?: unknown };
    if (isMap(fields.zh) || isMap(fields.en)) {
      const zh = (fields.zh ?? {}) as Record<string, string>;
      const en = (fields.en ?? {}) as Record<string, string>;
      return Object.keys({ ...zh, ...en }).map((value) => ({
        value,
        zh: zh[value],
        en: en[value],
      }));
    }
    return Object.entries(words).map(([value, said]) => one(value, said));
  }
  return [];
}
function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function resolved(schema: Schema, root: Schema): Schema {
  let at = schema;
  for (let depth = 0; at.$ref !== undefined && depth < 8; ++depth) {
    let found: unknown = root;
    for (const part of at.$ref.replace(/^#\/?/, '').split('/')) {
      found = (found as Record<string, unknown> | undefined)?.[part];
    }
    if (!found) return {};
    at = { ...(found as Schema), description: at.description ?? (found as Schema).description };
  }
  return at;
}

/** Takes `null` out of a choice. */
function unwrapped(schema: Schema, root: Schema): { schema: Schema; optional: boolean } {
  const at = resolved(schema, root);
  const choices = at.anyOf ?? at.oneOf;
  if (choices) {
    const real = choices.filter((choice) => resolved(choice, root).type !== 'null');
    if (real.length === 1) {
      const inner = unwrapped(real[0]!, root).schema;
      return {
        schema: { ...inner, description: at.description ?? inner.description },
        optional: real.length < choices.length,
      };
    }
  }
  if (Array.isArray(at.type)) {
    const real = at.type.filter((type) => type !== 'null');
    return { schema: { ...at, type: real[0] }, optional: real.length < at.type.length };
  }
  return { schema: at, optional: false };
}

function shapeOf(name: string, schema: Schema): Shape {
  if (schema.enum) return 'enum';
  switch (schema.type) {
    case 'boolean':
      return 'boolean';
    case 'integer':
      return 'whole';
    case 'number':
      return 'real';
    case 'array':
      return 'list';
    case 'object':
      return schema.properties ? 'object' : 'raw';
    case 'string':
      if (schema.format === 'date') return 'day';
      if (schema.format === 'date-time') return 'moment';
      return kLong.has(name) ? 'long' : 'text';
    default:
      return 'raw';
  }
}

export function fieldOf(
  name: string,
  schema: Schema,
  root: Schema,
  required: boolean,
  meta?: FieldMeta,
): Field {
  const { schema: inner, optional } = unwrapped(schema, root);
  const shape = shapeOf(name, inner);
  const said = wordsOf(meta?.words);
  const words = (inner.enum ?? []).map(
    (value) => said.find((word) => word.value === String(value)) ?? { value: String(value) },
  );
  const field: Field = {
    name,
    shape,
    optional,
    words,
    label: labelOf(name, meta),
    doc: meta?.doc ?? inner.description ?? '',
    required: meta?.needed ?? required,
    personal: meta?.personal ?? inner['x-personal'] ?? false,
    fields: [],
    minimum: inner.minimum,
    maximum: inner.maximum,
    maxLength: inner.maxLength,
  };
  markCode(field);
  if (shape === 'object') field.fields = fieldsOf(inner, root, meta?.fields);
  if (shape === 'list') field.item = fieldOf(name, inner.items ?? {}, root, true, itemOf(meta));
  return field;
}

/** What is not translated comes under its own name. */
function labelOf(name: string, meta: FieldMeta | undefined): Labels {
  return { zh: meta?.zh && meta.zh !== name ? meta.zh : undefined };
}
/** What is said of a list's items: under `item`, or with the list itself. */
function itemOf(meta: FieldMeta | undefined): FieldMeta | undefined {
  return (
    meta && {
      doc: '',
      words: meta.words,
      fields: meta.fields,
      ...meta.item,
      name: meta.name,
      needed: true,
    }
  );
}

const kShapes: Record<string, Shape> = {
  truth: 'boolean',
  number: 'whole',
  word: 'enum',
  moment: 'moment',
  day: 'day',
  list: 'list',
  group: 'object',
  text: 'text',
  stream: 'text',
  id: 'text',
};
/** A field from what is said of it alone, where there is no schema (states). */
export function fieldFrom(meta: FieldMeta): Field {
  const shape = kShapes[meta.form ?? 'text'] ?? 'text';
  const field: Field = {
    name: meta.name,
    shape: shape === 'text' && kLong.has(meta.name) ? 'long' : shape,
    label: labelOf(meta.name, meta),
    doc: meta.doc ?? '',
    optional: meta.optional ?? false,
    required: meta.needed ?? false,
    personal: meta.personal ?? false,
    words: wordsOf(meta.words),
    fields: (meta.fields ?? []).map(fieldFrom),
    minimum: meta.least,
    item: shape === 'list' ? fieldFrom(itemOf(meta)!) : undefined,
  };
  markCode(field);
  return field;
}
function markCode(field: Field): void {
  field.list = listOf(field.name, field.doc);
  if (field.list && field.shape === 'long') field.shape = 'text';
}

/** The fields of an object's schema, in their order. `type` with a constant names it and is no field. */
export function fieldsOf(schema: Schema, root: Schema = schema, metas: FieldMeta[] = []): Field[] {
  const at = resolved(schema, root);
  return Object.entries(at.properties ?? {})
    .filter(([, property]) => property.const === undefined)
    .map(([name, property]) =>
      fieldOf(
        name,
        property,
        root,
        at.required?.includes(name) ?? false,
        metas.find((meta) => meta.name === name),
      ),
    );
}
export function formOf(type: TypeMeta): Field[] {
  if (type.schema) return fieldsOf(type.schema, type.schema, type.fields);
  return (type.fields ?? []).map(fieldFrom);
}

// --- values ---------------------------------------------------------------------------------------

/** What was typed: texts, booleans, lists and objects of them; undefined: nothing. */
export type Value = string | boolean | undefined | Value[] | { [name: string]: Value };
export type Values = { [name: string]: Value };

/** From JSON to what a form holds. */
export function valueFrom(json: unknown): Value {
  if (json === null || json === undefined) return undefined;
  if (typeof json === 'boolean' || typeof json === 'string') return json;
  if (typeof json === 'number') return String(json);
  if (Array.isArray(json)) return json.map(valueFrom);
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, valueFrom(value)]));
}
export function emptyValue(field: Field): Value {
  if (field.shape === 'object') return {};
  if (field.shape === 'list') return [];
  if (field.shape === 'boolean') return undefined;
  return '';
}

export type Fault =
  | 'required'
  | 'not_whole'
  | 'not_a_number'
  | 'too_small'
  | 'too_large'
  | 'too_long'
  | 'not_a_day'
  | 'not_a_time'
  | 'not_json';
export type Faults = Record<string, Fault>;
export interface Made {
  json: unknown;
  faults: Faults;
}
const kNothing = Symbol('nothing');

function isEmpty(value: Value): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function numberOf(field: Field, text: string, path: string, faults: Faults): unknown {
  const trimmed = text.trim();
  const wanted = field.shape === 'whole' ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  if (!wanted.test(trimmed)) {
    faults[path] = field.shape === 'whole' ? 'not_whole' : 'not_a_number';
    return kNothing;
  }
  const number = Number(trimmed);
  if (field.minimum !== undefined && number < field.minimum) faults[path] = 'too_small';
  if (field.maximum !== undefined && number > field.maximum) faults[path] = 'too_large';
  return number;
}

function dayOf(text: string, path: string, faults: Faults): unknown {
  const day = new Date(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(day.getTime()) ||
    day.toISOString().slice(0, 10) !== text
  ) {
    faults[path] = 'not_a_day';
  }
  return text;
}

function momentOf(text: string, path: string, faults: Faults): unknown {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) {
    faults[path] = 'not_a_time';
    return kNothing;
  }
  return moment.toISOString();
}

function jsonOf(field: Field, value: Value, path: string, faults: Faults): unknown {
  if (field.shape === 'object') {
    const json = objectOf(field.fields, (value ?? {}) as Values, `${path}.`, faults);
    return Object.keys(json).length === 0 && !field.required ? kNothing : json;
  }
  if (isEmpty(value)) {
    if (field.required) faults[path] = 'required';
    return kNothing;
  }
  switch (field.shape) {
    case 'list': {
      const items = value as Value[];
      return items
        .map((item, i) => jsonOf(field.item!, item, `${path}[${i}]`, faults))
        .filter((item) => item !== kNothing);
    }
    case 'boolean':
      return value === true || value === 'true';
    case 'whole':
    case 'real':
      return numberOf(field, String(value), path, faults);
    case 'day':
      return dayOf(String(value), path, faults);
    case 'moment':
      return momentOf(String(value), path, faults);
    case 'raw':
      try {
        return JSON.parse(String(value)) as unknown;
      } catch {
        faults[path] = 'not_json';
        return kNothing;
      }
    default: {
      const text = String(value);
      if (field.maxLength !== undefined && [...text].length > field.maxLength)
        faults[path] = 'too_long';
      return text;
    }
  }
}

function objectOf(
  fields: Field[],
  values: Values,
  prefix: string,
  faults: Faults,
): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const field of fields) {
    const one = jsonOf(field, values[field.name], prefix + field.name, faults);
    if (one !== kNothing) json[field.name] = one;
  }
  return json;
}

/** What is to be sent, and what is wrong with it, field by field ("report.phone", "items[0].code"). */
export function toJson(fields: Field[], values: Values): Made {
  const faults: Faults = {};
  return { json: objectOf(fields, values, '', faults), faults };
}

/** Paths of all fields of a form, without places in lists. */
function pathsOf(fields: Field[], prefix = ''): string[] {
  return fields.flatMap((field) => [
    prefix + field.name,
    ...pathsOf(field.fields, `${prefix}${field.name}.`),
    ...(field.item ? pathsOf(field.item.fields, `${prefix}${field.name}.`) : []),
  ]);
}

/**
 * The field that a problem names: by `field` or `pointer`, by a detail that begins with a field
 * ("report.phone: …", "'until' …"), or by a refusal's name ("remedy_missing"). Undefined: none.
 */
export function fieldNamed(problem: ProblemBody, fields: Field[]): string | undefined {
  const paths = pathsOf(fields);
  const known = (path: string) => {
    const plain = path.replace(/\[\d+\]/g, '');
    if (paths.includes(plain)) return path;
    const last = paths.filter((one) => one.endsWith(`.${plain}`));
    return last.length === 1 ? last[0] : undefined;
  };
  if (problem.field) return known(problem.field);
  if (problem.pointer) {
    return known(
      problem.pointer
        .replace(/^#?\//, '')
        .replace(/\/(\d+)/g, '[$1]')
        .replace(/\//g, '.'),
    );
  }
  const start = /^(?:['"`]([a-z_][\w.[\]]*)['"`]|([a-z_][\w.[\]]*):)/.exec(problem.detail ?? '');
  if (start) {
    const said = (start[1] ?? start[2])!;
    const path = known(said) ?? known(said.slice(said.indexOf('.') + 1));
    if (path) return path;
  }
  const name = problem.type.split(':').pop() ?? '';
  const matching = paths.filter((path) =>
    name.startsWith(`${path.slice(path.lastIndexOf('.') + 1)}_`),
  );
  return matching.sort((a, b) => b.length - a.length)[0];
}
