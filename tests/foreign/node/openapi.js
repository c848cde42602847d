// The OpenAPI document under the OpenAPI Initiative's own schema, and through a generator of types.
//
//     node openapi.js validate FILE             against the schema of its version; prints it
//     node openapi.js types FILE [SOURCE]       the types of openapi-typescript; with a source that
//                                               imports "./api", whether TypeScript takes both
//
// Ends with 1 and what was wrong on standard error.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

async function validate(file) {
  const { Validator } = await import("@seriousme/openapi-schema-validator");
  const validator = new Validator();
  const result = await validator.validate(JSON.parse(fs.readFileSync(file, "utf-8")));
  if (!result.valid) throw new Error(JSON.stringify(result.errors, null, 2).slice(0, 4000));
  return { version: validator.version };
}

function compiled(sources) {
  const ts = require("typescript");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "recourse-types-"));
  try {
    for (const [name, text] of Object.entries(sources)) {
      fs.writeFileSync(path.join(folder, name), text);
    }
    const options = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, types: [] };
    const names = Object.keys(sources).map((name) => path.join(folder, name));
    return ts
      .getPreEmitDiagnostics(ts.createProgram(names, options))
      .map((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n"));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function types(file, source) {
  const { default: generate, astToString } = await import("openapi-typescript");
  const text = astToString(await generate(JSON.parse(fs.readFileSync(file, "utf-8"))));
  if (!source) return { text };
  const faults = compiled({ "api.ts": text, "use.ts": fs.readFileSync(source, "utf-8") });
  if (faults.length > 0) throw new Error(faults.join("\n").slice(0, 4000));
  return { text };
}

async function main() {
  const [what, file, source] = process.argv.slice(2);
  const answer = what === "validate" ? await validate(file) : await types(file, source);
  console.log(JSON.stringify(answer));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
