// DBOS: a workflow of six steps a case; the durable output of a step is the event. One operation is
// one step; the rows that begin and end a workflow come on top of it. There is no expected version.
import { asked, EVENTS_PER_CASE, load, measureEach, noise } from "./load.mjs";

const { DBOS } = await load("@dbos-inc/dbos-sdk");
DBOS.setConfig({
  name: "recourse-bench",
  systemDatabaseUrl: asked.server,
  systemDatabasePoolSize: Math.max(2, asked.clients),
  logLevel: "error",
  runAdminServer: false,
});

const takers = new Map();
const workflow = DBOS.registerWorkflow(
  async (id) => {
    for (let i = 0; i < EVENTS_PER_CASE; ++i) {
      const from = performance.now();
      await DBOS.runStep(async () => noise(), { name: "measured" });
      takers.get(id)(from);
    }
  },
  { name: "complaint" },
);
await DBOS.launch();
await measureEach(async (id, take) => {
  takers.set(id, take);
  await workflow(id);
});
await DBOS.shutdown();
process.exit(0);
