// Prints what Apache Arrow's own reader finds in an IPC stream: rows, columns with their types, and
// every row as JSON. Usage: node arrow.js FILE
const fs = require("fs");
const { tableFromIPC } = require("apache-arrow");

const table = tableFromIPC(fs.readFileSync(process.argv[2]));
const columns = table.schema.fields.map((field) => [field.name, String(field.type)]);
const rows = table.toArray().map((row) => row.toJSON());
process.stdout.write(JSON.stringify({ batches: table.batches.length, columns, rows }));
