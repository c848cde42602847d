// The load of the drivers written for Node: clients that append the events of case after case, and
// wait; or so many a second, each counted from when it was due. Prints one line of JSON, as
// recourse-bench reads it: {"value":…, "processor_us":…, "latency":[[nanoseconds, times], …]}.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export const EVENTS_PER_CASE = 6;
const PAYLOAD_BYTES = 200;
const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/// What recourse-bench asks for: clients, rate (0: a closed loop), seconds, server, modules.
export const asked = JSON.parse(process.argv[2]);

const require = createRequire(asked.modules + "/package.json");
/// A package of the folder that setup.sh filled.
export const load = (name) => import(pathToFileURL(require.resolve(name)).href);
/// The same for packages whose two forms differ: the one for `import`.
export const loadFile = (path) => import(pathToFileURL(asked.modules + "/node_modules/" + path).href);

let state = 88172645463325252n;
function next() {
  state ^= (state << 13n) & 0xffffffffffffffffn;
  state ^= state >> 7n;
  state ^= (state << 17n) & 0xffffffffffffffffn;
  return state;
}

// Noise is drawn beforehand: in Node it would cost more than what is measured.
const noises = Array.from({ length: 512 }, () => {
  let text = "";
  while (text.length < PAYLOAD_BYTES - 12) {
    let word = next();
    for (let i = 0; i < 10; ++i, word >>= 6n) text += LETTERS[Number(word & 63n)];
  }
  return text.slice(0, PAYLOAD_BYTES - 12);
});
let drawn = 0;
/// The data of one event: as JSON 200 bytes of noise.
export const noise = () => ({ noise: noises[drawn++ % noises.length] });

/// log-linear, as suite/histogram.hpp: at most 1/128 too high
function bucket(nanoseconds) {
  if (nanoseconds < 256) return nanoseconds;
  const shift = Math.floor(Math.log2(nanoseconds)) - 7;
  const width = 2 ** shift;
  return (Math.floor(nanoseconds / width) + 1) * width - 1;
}

/// Runs `work(client, take)` in the loop that is asked for; answers with rate and latencies. `take`
/// is told when an operation is done, and from when it counts.
async function loop(work, seconds) {
  const latency = new Map();
  let done = 0;
  const take = (from) => {
    const value = bucket(Math.round((performance.now() - from) * 1e6));
    latency.set(value, (latency.get(value) ?? 0) + 1);
    ++done;
  };
  const begun = performance.now();
  if (asked.rate > 0) {
    const total = Math.floor(asked.rate * seconds);
    let taken = 0;
    const client = async (id) => {
      for (let i = taken++; i < total; i = taken++) {
        const due = begun + (i / asked.rate) * 1000;
        while (performance.now() < due) {
          await new Promise((r) => setTimeout(r, Math.max(0, due - performance.now())));
        }
        await work(id, take, due);
      }
    };
    await Promise.all(Array.from({ length: asked.clients }, (_, id) => client(id)));
  } else {
    const end = begun + seconds * 1000;
    const client = async (id) => {
      while (performance.now() < end) await work(id, take, performance.now());
    };
    await Promise.all(Array.from({ length: asked.clients }, (_, id) => client(id)));
  }
  return { done, seconds: (performance.now() - begun) / 1000, latency };
}

/// Measures `once(client)`, one operation a call.
export const measure = (once) =>
  measureEach(async (id, take, from) => {
    await once(id);
    take(from);
  });

/// Measures `work(client, take, from)`, which calls take(from) for each operation; warmed up. Prints
/// the line.
export async function measureEach(work) {
  await loop(work, Math.min(1, asked.seconds / 5));
  const before = process.cpuUsage();
  const { done, seconds, latency } = await loop(work, asked.seconds);
  const used = process.cpuUsage(before);
  const sorted = [...latency].sort((a, b) => a[0] - b[0]);
  let value = done / seconds;
  if (asked.rate > 0) {
    let rest = Math.ceil(done * 0.99);
    for (const [nanoseconds, times] of sorted) {
      value = nanoseconds / 1000;
      if ((rest -= times) <= 0) break;
    }
  }
  const line = { value, processor_us: (used.user + used.system) / done, latency: sorted };
  process.stdout.write(JSON.stringify(line) + "\n");
}

/// A stale version must be refused, or what was measured was not the same work.
export async function mustRefuse(append) {
  try {
    await append();
  } catch {
    return;
  }
  throw new Error("an append of a stale version was taken");
}

let cases = 0;
/// Hands out each client's events, case after case: `append(stream, version, event)`.
export function caseAfterCase(append) {
  const clients = new Map();
  return async (id) => {
    let at = clients.get(id);
    if (at === undefined || at.version === EVENTS_PER_CASE) {
      clients.set(id, (at = { stream: `case-${++cases}`, version: 0 }));
    }
    await append(at.stream, at.version, noise());
    ++at.version;
  };
}
