// Restate: one operation is one call of a virtual object's exclusive handler, by HTTP with
// connections kept; it checks the version and sets the event in durable state.
import http from "node:http";
import { asked, caseAfterCase, measure, mustRefuse, noise } from "./load.mjs";

const ingress = new URL(asked.server);
const agent = new http.Agent({ keepAlive: true, maxSockets: asked.clients });

// A run begins with cases that no run before it has seen.
const era = Date.now().toString(36);

function append(stream, expected, event) {
  const body = JSON.stringify({ expected, event });
  const options = {
    host: ingress.hostname,
    port: ingress.port,
    method: "POST",
    path: `/complaint/${era}-${stream}/append`,
    agent,
    headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
  };
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      let text = "";
      response.on("data", (part) => (text += part));
      response.on("end", () =>
        response.statusCode < 300
          ? resolve()
          : reject(new Error(`${response.statusCode}: ${text.slice(0, 200)}`)),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

await measure(caseAfterCase(append));
await mustRefuse(() => append("case-1", 0, noise()));
process.exit(0);
