// The service that Restate calls: a virtual object a case, whose state holds its version and events.
import http2 from "node:http2";
import { createRequire } from "node:module";

// The SDK is written for Node 22.
Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const [, , modules, port] = process.argv;
const restate = createRequire(modules + "/package.json")("@restatedev/restate-sdk");
const complaint = restate.object({
  name: "complaint",
  handlers: {
    append: async (context, { expected, event }) => {
      const version = (await context.get("version")) ?? 0;
      if (version !== expected) {
        throw new restate.TerminalError(`the version is ${version}`, { errorCode: 409 });
      }
      context.set(`event ${version}`, event);
      context.set("version", version + 1);
    },
  },
});
http2
  .createServer(restate.endpoint().bind(complaint).http2Handler())
  .listen(Number(port), "127.0.0.1");
