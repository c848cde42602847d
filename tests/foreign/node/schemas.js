// JSON Schemas under ajv in strict mode, which takes the keywords of draft 2020-12 and no others.
//
//     node schemas.js load FOLDER         loads every …schema.json below it, each type by itself too
//     node schemas.js try FILE < LINES    for each line, a JSON value: does it fit
//
// Prints JSON. Ends with 1 and a word on standard error if a schema cannot be loaded.
const fs = require("node:fs");
const path = require("node:path");
const Ajv2020 = require("ajv/dist/2020");
const addFormats = require("ajv-formats");

function loader() {
  return addFormats(new Ajv2020({ strict: true, allErrors: true }));
}

function filesBelow(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .flatMap((one) => {
      const at = path.join(folder, one.name);
      return one.isDirectory() ? filesBelow(at) : [at];
    })
    .filter((at) => at.endsWith("schema.json"))
    .sort();
}

function load(folder) {
  const files = filesBelow(folder);
  let types = 0;
  for (const file of files) {
    const schema = JSON.parse(fs.readFileSync(file, "utf-8"));
    try {
      loader().compile(schema);
      for (const [name, type] of Object.entries(schema.$defs ?? {})) {
        if (type.title !== name) throw new Error(`${name} is titled ${type.title}`);
        loader().compile(type);
        ++types;
      }
    } catch (error) {
      throw new Error(`${file}: ${error.message}`);
    }
  }
  return { files: files.length, types };
}

function fits(file) {
  const check = loader().compile(JSON.parse(fs.readFileSync(file, "utf-8")));
  const lines = fs.readFileSync(0, "utf-8").split("\n").filter(Boolean);
  return lines.map((line) => check(JSON.parse(line)));
}

try {
  const [what, at] = process.argv.slice(2);
  console.log(JSON.stringify(what === "load" ? load(at) : fits(at)));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
