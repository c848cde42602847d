#!/usr/bin/env bash
# Where OpenAPI 3.1 lists null among the values of an enum, generated types leave it out.
#
# Library   @hey-api/openapi-ts 0.95.0 and swagger-typescript-api 13.13.0 (npm).
# Standard  OpenAPI 3.1.0, Schema Object: a schema is JSON Schema 2020-12. JSON Schema Validation 2020-12, 6.1.2: the
#           values of an enum may be of any type, null among them; `type` beside it is not needed. (`nullable` of 3.0
#           is gone.)
# Observed  {"enum": ["received", "closed", null]} becomes 'received' | 'closed' in both. One of them does so even
#           where `type` is ["string", "null"]. The strict compiler then refuses an answer that the schema allows,
#           and, worse, lets a program call methods on a field that may be null. openapi-typescript 7.13.0 keeps null.
# Matters   In an API with a reader's view of a case null says "not yet" or "not for you", in enums above all: phase,
#           outcome, reason. The clients' programs break at run time, with the role that sees least.
# Instead   Our schemas say {"anyOf": [{"enum": [...]}, {"type": "null"}]}, which all three read right.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' > package.json
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
  @hey-api/openapi-ts@0.95.0 swagger-typescript-api@13.13.0 openapi-typescript@7.13.0 typescript@5.9.3 > npm.log 2>&1 ||
  { cat npm.log >&2; echo "not run: npm could not install" >&2; exit 2; }

cat > api.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "cases", "version": "1"},
 "paths": {"/case": {"get": {"operationId": "look", "responses": {"200": {"description": "a case",
   "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Case"}}}}}}}},
 "components": {"schemas": {"Case": {"type": "object", "required": ["bare", "typed", "either"], "properties": {
   "bare": {"enum": ["received", "closed", null]},
   "typed": {"type": ["string", "null"], "enum": ["received", "closed", null]},
   "either": {"anyOf": [{"enum": ["received", "closed"]}, {"type": "null"}]}}}}}}
JSON
{
  npx --no-install openapi-ts -i ./api.json -o hey &&
    npx --no-install swagger-typescript-api generate -p ./api.json -o swagger -n index.ts &&
    npx --no-install openapi-typescript ./api.json -o control.ts
} > made.log 2>&1 || { cat made.log >&2; echo "not run: the types could not be generated" >&2; exit 2; }

cat > try.ts <<'TS'
import type { components } from './control';
import type { Case as Hey } from './hey/types.gen';
import type { Case as Swagger } from './swagger/index';
type Control = components['schemas']['Case'];
export const control: [Control['bare'], Control['typed'], Control['either']] = [
  null, // control bare
  null, // control typed
  null, // control either
];
export const hey: [Hey['bare'], Hey['typed'], Hey['either']] = [
  null, // hey bare
  null, // hey typed
  null, // hey either
];
export const swagger: [Swagger['bare'], Swagger['typed'], Swagger['either']] = [
  null, // swagger bare
  null, // swagger typed
  null, // swagger either
];
export const control_length = (of: Control) => of.bare.length; // control length
export const hey_length = (of: Hey) => of.bare.length; // hey length
export const swagger_length = (of: Swagger) => of.bare.length; // swagger length
TS
npx --no-install tsc --strict --noEmit --skipLibCheck --target es2022 --module esnext --moduleResolution bundler \
  --lib es2022,dom,dom.iterable try.ts > tsc.log || true
if grep -v '^try\.ts(.*error TS\(2322\|18047\):\|^ ' tsc.log >&2; then
  echo "not run: the types do not compile" >&2
  exit 2
fi

# What the strict compiler accepts of $1: null in which form, and a method on the bare one.
accepted() {
  local form
  for form in bare typed either length; do
    grep -q "^try.ts($(grep -n "// $1 $form\$" try.ts | cut -d: -f1)," tsc.log || printf '%s ' "$form"
  done
}
control=$(accepted control)
hey=$(accepted hey)
swagger=$(accepted swagger)

echo "@hey-api/openapi-ts 0.95.0, swagger-typescript-api 13.13.0"
echo "expected  accepted is null in: bare typed either; no bare.length (openapi-typescript 7.13.0: $control)"
echo "observed  @hey-api/openapi-ts: $hey; swagger-typescript-api: $swagger"
[[ $control == "bare typed either " ]] || { echo "not run: the control reads otherwise"; exit 2; }
if [[ $hey == "typed either length " && $swagger == "either length " ]]; then
  echo "as stated: null is lost"
else
  echo "changed"
  exit 1
fi
