#!/usr/bin/env bash
# The generated client of an event stream takes a server's orderly end for the end of the stream, and can lose an
# event's name.
#
# Library   @hey-api/openapi-ts 0.95.0 (npm), the newest that runs on Node 20.
# Standard  HTML, "Server-sent events". 9.2.3: when the body ends, the client connects again; only another answer than
#           200 with text/event-stream, 204 say, tells it to stop. 9.2.5: a line ends with CR, LF or the pair, and a
#           pair is one end, however the network cut it.
# Observed  1. The loop over the stream ends after an orderly end: no second request, no error, no callback. After a
#           broken connection the same client does connect again.
#           2. If a network chunk ends between CR and LF, the pair counts twice and makes an empty line: a record is
#           split in two, and its data comes without the event's name.
# Matters   A service that is restarted well ends its live answers in order. Subscribers of the generated client stop
#           there and look finished; those that a crash threw out come back. And `event:` is what tells a page from a
#           change.
# Instead   Loop around the generated call, with the last position as `from=`, and never take its return for the end.
#           Our server ends lines with LF alone, and the feed's data is a CloudEvent, which names its type itself.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' > package.json
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
  @hey-api/openapi-ts@0.95.0 typescript@5.9.3 > npm.log 2>&1 ||
  { cat npm.log >&2; echo "not run: npm could not install" >&2; exit 2; }

cat > api.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "feed", "version": "1"}, "servers": [{"url": "http://feed.invalid"}],
 "paths": {"/v1/events": {"get": {"operationId": "events", "responses": {"200": {"description": "the feed",
   "content": {"text/event-stream": {"schema": {"type": "object",
     "properties": {"position": {"type": "integer"}}}}}}}}}}}
JSON
npx --no-install openapi-ts -i ./api.json -o made > made.log 2>&1 ||
  { cat made.log >&2; echo "not run: the client could not be generated" >&2; exit 2; }
npx --no-install tsc --target es2022 --module commonjs --lib es2022,dom,dom.iterable --skipLibCheck --outDir built \
  made/index.ts made/client.gen.ts > built.log || true
test -s built/sdk.gen.js || { cat built.log >&2; echo "not run: the client could not be compiled" >&2; exit 2; }

cat > try.js <<'JS'
const { events } = require('./built/sdk.gen.js');

// An answer of the feed: its chunks as the network brings them, then an orderly end or a broken connection.
const answer = (chunks, broken) => new Response(new ReadableStream({
  async start(body) {
    for (const chunk of chunks) {
      body.enqueue(new TextEncoder().encode(chunk));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    broken ? body.error(new Error('connection reset')) : body.close();
  },
}), { headers: { 'content-type': 'text/event-stream' } });

async function read(answers) {
  const seen = { positions: [], asked: [], named: [], errors: 0 };
  const { stream } = await events({
    sseDefaultRetryDelay: 1,
    sseMaxRetryAttempts: answers.length,
    fetch: async (request) => {
      seen.asked.push(request.headers.get('last-event-id'));
      return answers[seen.asked.length - 1]();
    },
    onSseEvent: (e) => e.data && seen.named.push(`${e.event}:${e.data.position}`),
    onSseError: () => seen.errors++,
  });
  for await (const data of stream) seen.positions.push(data.position);
  return seen;
}

const record = (n, end = '\n') => [`id: ${n}`, 'event: change', `data: {"position":${n}}`, '', ''].join(end);

(async () => {
  const ended = await read([() => answer([record(1)]), () => answer([record(2)])]);
  const broken = await read([() => answer([record(1)], true), () => answer([record(2)])]);
  const whole = await read([() => answer([record(7, '\r\n')])]);
  const at = record(7, '\r\n').indexOf('data:') - 1;
  const split = await read([() => answer([record(7, '\r\n').slice(0, at), record(7, '\r\n').slice(at)])]);

  console.log('@hey-api/openapi-ts 0.95.0');
  console.log(`expected  1. after an orderly end: requests 2, events 1,2 (as after a break: ${broken.positions})`);
  console.log(`          2. change:7, however the chunks are cut (in one chunk: ${whole.named})`);
  console.log(`observed  1. requests ${ended.asked.length}, events ${ended.positions}, errors ${ended.errors}`);
  console.log(`          2. cut between CR and LF: ${split.named}`);
  if (String(broken.positions) !== '1,2' || broken.asked[1] !== '1' || String(whole.named) !== 'change:7') {
    console.log('not run: the controls read otherwise');
    process.exit(2);
  }
  const as_stated = ended.asked.length === 1 && String(ended.positions) === '1' && ended.errors === 0 &&
    String(split.named) === 'undefined:7';
  console.log(as_stated ? 'as stated' : 'changed');
  process.exit(as_stated ? 0 : 1);
})();
JS
node try.js
