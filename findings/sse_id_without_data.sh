#!/usr/bin/env bash
# A record that only moves the position of an event stream is not remembered.
#
# Library   launchdarkly-eventsource 2.2.0 and eventsource-client 1.2.0 (npm), the newest of each.
# Standard  HTML, "Server-sent events", 9.2.6, to dispatch an event: first the last event ID is set from the buffer,
#           only then comes the question whether there is data, and without data nothing is handed over. A record of
#           `id` alone thus moves the position of a client without bothering its reader.
# Observed  Both drop the whole record. After the next break they ask behind the last event that had data.
# Matters   A feed that is filtered (one workflow, one type of event) passes over most of the log. The cheap way to
#           keep a quiet subscriber near the head is such a record; with these clients it is resumed from its last
#           hit, days back, and the server reads all of it again at every reconnection.
# Instead   Our server sends no record without data and counts on none: a subscriber that was quiet for long gives
#           `from=` itself, behind the last position that it knows of.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
  launchdarkly-eventsource@2.2.0 eventsource-client@1.2.0 eventsource-parser@3.1.1 undici@6.29.1 > npm.log 2>&1 ||
  { cat npm.log >&2; echo "not run: npm could not install" >&2; exit 2; }

cat > try.js <<'JS'
import http from 'node:http';
import { createRequire } from 'node:module';
import { createEventSource } from 'eventsource-client';
import { EventSource as Undici } from 'undici';

process.removeAllListeners('warning');
const { EventSource: LaunchDarkly } = createRequire(import.meta.url)('launchdarkly-eventsource');

// First answer: event 1, then "you are at 500". What the second request asks for is the finding.
async function resumed_at(client) {
  let stop;
  const asked = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no second request')), 20000);
    let first = true;
    const server = http.createServer((request, response) => {
      if (!first) {
        clearTimeout(late);
        response.writeHead(204).end();
        server.close();
        return resolve(request.headers['last-event-id'] ?? 'nothing');
      }
      first = false;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('retry: 50\n\nid: 1\ndata: {"position":1}\n\nid: 500\n\n');
      setTimeout(() => response.end(), 100);
    });
    server.listen(0, '127.0.0.1', () => (stop = client(`http://127.0.0.1:${server.address().port}/`)));
  });
  stop();
  return asked;
}

const launchdarkly = await resumed_at((url) => {
  const source = new LaunchDarkly(url, { initialRetryDelayMillis: 50 });
  source.onerror = () => {};
  return () => source.close();
});
const client = await resumed_at((url) => {
  const source = createEventSource(url);
  return () => source.close();
});
const control = await resumed_at((url) => {
  const source = new Undici(url);
  return () => source.close();
});

console.log('launchdarkly-eventsource 2.2.0, eventsource-client 1.2.0');
console.log(`expected  Last-Event-ID 500 (undici 6.29.1 sends ${control})`);
console.log(`observed  launchdarkly-eventsource sends ${launchdarkly}, eventsource-client sends ${client}`);
if (control !== '500') { console.log('not run: the control asks otherwise'); process.exit(2); }
const as_stated = launchdarkly === '1' && client === '1';
console.log(as_stated ? 'as stated: the position is forgotten' : 'changed');
process.exit(as_stated ? 0 : 1);
JS
node --no-warnings try.js
