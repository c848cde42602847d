// DuckDB over what bench_figures has written as CSV: loads it, asks, and tells how long that took.
//
//     node duckdb.mjs PEERS FOLDER TIMES < questions     # one SQL statement a line
//
// PEERS is where setup.sh installed; FOLDER holds cases.csv and events.csv and gets the database.
// Prints "version SECONDS_TO_LOAD BYTES", then a line for each question: milliseconds of the first
// time and of the median, and rows.
import { createRequire } from "node:module";
import { readFileSync, rmSync, statSync } from "node:fs";

const [peers, folder, times] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(`${peers}/package.json`)("@duckdb/node-api");
const questions = readFileSync(0, "utf8").split("\n").filter(Boolean);

const file = `${folder}/rival.duckdb`;
rmSync(file, { force: true });
const instance = await DuckDBInstance.create(file, { threads: "2" });
const connection = await instance.connect();
const begin = performance.now();
for (const table of ["cases", "events"]) {
  await connection.run(
    `CREATE TABLE ${table} AS SELECT * FROM read_csv('${folder}/${table}.csv', header = true)`,
  );
}
await connection.run("CHECKPOINT");
const seconds = (performance.now() - begin) / 1e3;
const version = (await connection.runAndReadAll("SELECT version()")).getRows()[0][0];
console.log(version, seconds.toFixed(1), statSync(file).size);

for (const sql of questions) {
  const took = [];
  let rows = 0;
  for (let i = 0; i < Number(times); ++i) {
    const from = performance.now();
    rows = (await connection.runAndReadAll(sql)).currentRowCount;
    took.push(performance.now() - from);
  }
  const first = took[0];
  took.sort((a, b) => a - b);
  console.log(first, took[Math.floor(took.length / 2)], rows);
}
connection.closeSync();
