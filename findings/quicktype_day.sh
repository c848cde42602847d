#!/usr/bin/env bash
# A day that went through generated code comes out as a moment, which the schema that the code is from refuses.
#
# Library   quicktype-core 26.0.0 (npm), JavaScript with its run-time checks; judged by ajv 8.20.0 and ajv-formats
#           3.0.1.
# Standard  JSON Schema Validation 2020-12, 7.3.1: `date` is RFC 3339's full-date, 2023-06-01; `date-time` is another
#           format.
# Observed  toX and xToJSON, generated together, are no inverse on days: "2023-06-01" is read as a Date and written as
#           "2023-06-01T00:00:00.000Z". ajv accepts what went in and refuses what came out, against one and the same
#           schema. A reader west of Greenwich that takes the moment in its own zone is a day off besides.
# Matters   Limits, calendars and rosters are days, not moments: a client that reads a command, changes one field and
#           sends it back is refused, or, where formats are not checked, stores midnight in Greenwich, 8 o'clock in
#           Shanghai.
# Instead   A day is text in our JSON and a `date` in the Python package, never a moment.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' > package.json
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
  quicktype-core@26.0.0 ajv@8.20.0 ajv-formats@3.0.1 > npm.log 2>&1 ||
  { cat npm.log >&2; echo "not run: npm could not install" >&2; exit 2; }

cat > try.js <<'JS'
const Ajv = require('ajv/dist/2020').default;
const formats = require('ajv-formats').default;
const { InputData, JSONSchemaInput, quicktype } = require('quicktype-core');

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    due: { type: 'string', format: 'date' },
    paused_from: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
    recorded_at: { type: 'string', format: 'date-time' },
  },
  required: ['due', 'paused_from', 'recorded_at'],
  additionalProperties: false,
};
const limit = { due: '2023-06-01', paused_from: '2023-05-29', recorded_at: '2023-05-20T01:30:00.000Z' };

(async () => {
  const source = new JSONSchemaInput(undefined);
  await source.addSource({ name: 'Limit', schema: JSON.stringify(schema) });
  const input = new InputData();
  input.addInput(source);
  const made = await quicktype({ inputData: input, lang: 'javascript' });
  require('fs').writeFileSync('limit.js', made.lines.join('\n'));
  const { toLimit, limitToJson } = require('./limit.js');
  const after = JSON.parse(limitToJson(toLimit(JSON.stringify(limit))));

  const ajv = new Ajv();
  formats(ajv);
  const valid = ajv.compile(schema);
  const before_ok = valid(limit);
  const after_ok = valid(after);
  console.log('quicktype-core 26.0.0');
  console.log(`expected  ${JSON.stringify(limit)}, before and after`);
  console.log(`observed  ${JSON.stringify(after)}; valid before: ${before_ok}, after: ${after_ok}`);
  if (!before_ok || after.recorded_at !== limit.recorded_at) {
    console.log('not run: the control reads otherwise');
    process.exit(2);
  }
  const as_stated = !after_ok && after.due === '2023-06-01T00:00:00.000Z' &&
    after.paused_from === '2023-05-29T00:00:00.000Z';
  console.log(as_stated ? 'as stated: a day became a moment' : 'changed');
  process.exit(as_stated ? 0 : 1);
})();
JS
node try.js
