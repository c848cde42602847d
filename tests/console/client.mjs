// A session with the service for programs: what the driver of a browser does beside the browser.
import assert from 'node:assert/strict';

/** What test_console.py says: url, password, case, code, verifier, station, control, chromium. */
export const test = JSON.parse(process.env.RECOURSE_TEST ?? '{}');

/** Signs in; answers with a function that asks as that account. */
export async function signedIn(account, base = test.url) {
  const session = await fetch(`${base}/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ account, password: test.password }),
  });
  assert.equal(session.status, 201, `${account} signs in`);
  const cookie = session.headers.get('set-cookie').split(';')[0];
  const { csrf } = (await session.json()).item;
  const ask = async (method, path, body, headers = {}) => {
    const reply = await fetch(base + path, {
      method,
      headers: {
        Cookie: cookie,
        'X-CSRF-Token': csrf,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.text();
    const json = /json/.test(reply.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
    return { status: reply.status, headers: reply.headers, json };
  };
  ask.headers = { Cookie: cookie, 'X-CSRF-Token': csrf };
  return ask;
}

/** Registers a case of the station; answers with its key. */
export async function reported(ask, more = {}) {
  const { status, json } = await ask('POST', '/v1/case/commands/report', {
    district: '310101',
    category: 'policy',
    matter: 'RK20',
    present: true,
    narrative: '换领身份证三次未成',
    ...more,
  });
  assert.equal(status, 201, JSON.stringify(json));
  return json.item.key;
}

/** Gives a command that must be taken. */
export async function given(ask, key, command, fields = {}) {
  const { status, json } = await ask('POST', `/v1/case/${key}/commands/${command}`, fields);
  assert.equal(status, 200, JSON.stringify(json));
  return json;
}

/** Types of the events of a stream. */
export async function eventsOf(ask, stream) {
  const { json } = await ask('GET', `/v1/${stream}/history`);
  return json.items.map((entry) => entry.event.type);
}

/** Ends the service, or starts it again on its port. */
export async function control(what) {
  const reply = await fetch(`${test.control}/${what}`, { method: 'POST' });
  assert.equal(reply.status, 200, await reply.text());
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until something is so. */
export async function until(holds, what, ms = 20_000) {
  const end = Date.now() + ms;
  for (;;) {
    if (await holds()) return;
    assert.ok(Date.now() < end, `it did not come: ${what}`);
    await pause(100);
  }
}
