// Emmett's event stores on SQLite and PostgreSQL: appendToStream of one event with the version that
// the stream must be at. Versions are numbers, as STREAM_DOES_NOT_EXIST means "no check" in both.
import { asked, caseAfterCase, load, loadFile, measure, mustRefuse, noise } from "./load.mjs";

const event = (data) => ({ type: "Measured", data });

async function sqlite() {
  const { getSQLiteEventStore, sqliteConnection } = await loadFile(
    "@event-driven-io/emmett-sqlite/dist/index.js",
  );
  const fileName = asked.directory + "/emmett.db";
  const connection = sqliteConnection({ fileName });
  const { synchronous } = await connection.querySingle("PRAGMA synchronous");
  const { journal_mode: mode } = await connection.querySingle("PRAGMA journal_mode");
  if (synchronous !== 2 || mode !== "wal") {
    throw new Error(`SQLite is not set to WAL and FULL: ${mode}, ${synchronous}`);
  }
  const store = getSQLiteEventStore({
    fileName,
    connectionOptions: { singleton: true, connection },
  });
  return { store, close: async () => connection.close() };
}

async function postgres() {
  const { getPostgreSQLEventStore } = await loadFile(
    "@event-driven-io/emmett-postgresql/dist/index.js",
  );
  const pg = (await load("pg")).default;
  const pool = new pg.Pool({ connectionString: asked.server, max: Math.max(2, asked.clients) });
  await pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  const store = getPostgreSQLEventStore(asked.server, { connectionOptions: { pooled: true, pool } });
  await store.schema.migrate();
  return {
    store,
    close: async () => {
      await store.close();
      await pool.end().catch(() => {}); // the store may have ended it
    },
  };
}

// Emmett logs to standard output, where the result belongs.
console.log = (...words) => console.error(...words);
const { store, close } = asked.rival === "emmett-sqlite" ? await sqlite() : await postgres();
const append = (stream, version, data) =>
  store.appendToStream(stream, [event(data)], { expectedStreamVersion: BigInt(version) });
await store.appendToStream("warm-1", [event(noise())]); // makes the tables
await measure(caseAfterCase(append));
await mustRefuse(() => append("case-1", 0, noise()));
await close();
process.exit(0);
