// A receipt that the command line made from a demonstration's log; and the same, forged.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { NotProven, rootOf, strictBase64, verifyReceipt } from '../src/receipts';

const read = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const proof = read('case.tlog-proof');
const key = read('verifier-key.txt');
const { subtle } = globalThis.crypto;
const refuses = (text: string, why: RegExp, keyText = key) =>
  assert.rejects(
    verifyReceipt(text, keyText, subtle),
    (error: Error) => error instanceof NotProven && why.test(error.message),
  );

test('a true receipt is proven, and says where its record lies', async () => {
  assert.deepEqual(await verifyReceipt(proof, key, subtle), {
    origin: 'recourse/c10828d3bf0bca165dfaa718c265adb7/1',
    position: 26974,
    size: 26980,
    signed: true,
    whole: true,
  });
});

test('a receipt without its record is checked as far as its head', async () => {
  const alone = proof.replace(/^extra .+\n/m, '');
  const { signed, whole, position } = await verifyReceipt(alone, key, subtle);
  assert.deepEqual({ signed, whole, position }, { signed: true, whole: false, position: 26974 });
  await refuses(alone.replace('index 26973', 'index 26980'), /outside the tree/);
  await refuses(alone.replace('\n26980\n', '\n26981\n'), /signature is wrong/);
  await refuses(alone.replace('index 26973\n', ''), /no index/);
});

test('another record does not come to the root', async () => {
  const line = /^extra (.+)$/m.exec(proof)![1]!;
  const record = Buffer.from(line, 'base64');
  record[40]! ^= 1;
  await refuses(proof.replace(line, record.toString('base64')), /another root/);
});

test('another place in the tree does not either', async () => {
  await refuses(proof.replace('index 26973', 'index 26972'), /another root/);
  await refuses(proof.replace('index 26973', 'index 26980'), /outside the tree/);
  await refuses(proof.replace('index 26973', 'index -1'), /no number/);
  await refuses(proof.replace('index 26973', 'index 026973'), /no number/);
});

test('a path that is longer or shorter is refused', async () => {
  const lines = proof.split('\n');
  await refuses([...lines.slice(0, 3), ...lines.slice(4)].join('\n'), /another (length|root)/);
  await refuses(
    [...lines.slice(0, 4), lines[3], ...lines.slice(4)].join('\n'),
    /another (length|root)/,
  );
});

test('a root or size that was not signed is refused', async () => {
  const signature = /^— \S+ (\S+)$/m.exec(proof)![1]!;
  const bytes = Buffer.from(signature, 'base64');
  bytes[20]! ^= 1;
  await refuses(proof.replace(signature, bytes.toString('base64')), /signature is wrong/);
  await refuses(proof.replace('\n26980\n', '\n26979\n'), /./);
});

test('a key of another log, or one that was changed, is refused', async () => {
  await refuses(proof, /hash is not that/, key.replace('+ff8970b1+', '+ff8970b2+'));
  await refuses(proof, /form name\+hash/, 'recourse');
  const [, name, coded] = /^([^+]+)\+[0-9a-f]+\+(.+)$/.exec(key.trim())!;
  const raw = Buffer.from(coded!, 'base64').subarray(1);
  const other = `${name}x`;
  const id = Buffer.from(
    await subtle.digest('SHA-256', Buffer.concat([Buffer.from(other), Buffer.from([10, 1]), raw])),
  ).subarray(0, 4);
  await refuses(proof, /the head is of/, `${other}+${id.toString('hex')}+${coded}`);
});

test('what is no receipt is refused', async () => {
  await refuses('', /no tlog-proof/);
  await refuses(proof.replace('@v1', '@v2'), /no tlog-proof/);
  await refuses(proof.slice(0, -1), /no signatures/);
  await refuses(proof.replace('extra ', 'extra  '), /base64/);
});

test('a browser without Ed25519 is told apart from a wrong signature', async () => {
  const without = new Proxy(subtle, {
    get: (target, name: keyof SubtleCrypto) =>
      name === 'importKey'
        ? () => Promise.reject(new DOMException('no', 'NotSupportedError'))
        : (target[name] as () => unknown).bind(target),
  });
  assert.equal((await verifyReceipt(proof, key, without)).signed, false);
});

test('base64 has one form', () => {
  assert.deepEqual([...strictBase64('AAE=')], [0, 1]);
  for (const text of ['AAE', 'AAF=', 'AA E=', '-_=='])
    assert.throws(() => strictBase64(text), NotProven);
});

test('a tree of one record has its leaf as root, and no path', async () => {
  const record = new TextEncoder().encode('one');
  const leaf = new Uint8Array(await subtle.digest('SHA-256', Uint8Array.of(0, ...record)));
  assert.deepEqual(await rootOf(subtle, record, 0, 1, []), leaf);
  await assert.rejects(rootOf(subtle, record, 0, 1, [leaf]), NotProven);
});
