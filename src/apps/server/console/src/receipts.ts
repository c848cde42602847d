// Verifies a tlog-proof (C2SP) in the browser, offline: the hash path from the record to the root
// (RFC 9162, section 2.1.3.2), and the root's Ed25519 signature. As examples/receipts/verify_receipt.py.

export class NotProven extends Error {}
function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new NotProven(what);
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Base64 in its one form; other forms are refused. */
export function strictBase64(text: string): Bytes {
  let raw: string;
  try {
    raw = atob(text);
  } catch {
    throw new NotProven('no base64');
  }
  check(btoa(raw) === text, 'base64 in another form');
  return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
}

function joined(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

async function sha256(subtle: SubtleCrypto, ...parts: Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await subtle.digest('SHA-256', joined(...parts)));
}

/** A whole number in decimal, without signs, blanks or leading zeros. */
function wholeNumber(text: string): number {
  check(/^(0|[1-9]\d{0,14})$/.test(text), 'no number');
  return Number(text);
}

/** The root that a record and its path come to. Numbers go beyond 32 bits: no bit operators. */
export async function rootOf(
  subtle: SubtleCrypto,
  record: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Promise<Bytes> {
  check(index >= 0 && index < size, 'the index lies outside the tree');
  let fn = index;
  let sn = size - 1;
  let root = await sha256(subtle, Uint8Array.of(0), record);
  for (const sibling of path) {
    check(sn !== 0 && sibling.length === 32, 'the path has another length');
    if (fn % 2 === 1 || fn === sn) {
      root = await sha256(subtle, Uint8Array.of(1), sibling, root);
      while (fn !== 0 && fn % 2 === 0) {
        fn = Math.floor(fn / 2);
        sn = Math.floor(sn / 2);
      }
    } else {
      root = await sha256(subtle, Uint8Array.of(1), root, sibling);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  check(sn === 0, 'the path has another length');
  return root;
}

interface Key {
  name: string;
  id: Bytes;
  bytes: Bytes;
}
/** A note verifier key: name+hash+base64(1, Ed25519 key). */
async function keyOf(subtle: SubtleCrypto, text: string): Promise<Key> {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim());
  check(parts !== null, 'the key has not the form name+hash+base64');
  const [, name, digest, coded] = parts;
  const bytes = strictBase64(coded!);
  check(bytes[0] === 1 && bytes.length === 33, 'the key is not Ed25519');
  const key = bytes.slice(1);
  const id = (
    await sha256(subtle, new TextEncoder().encode(name), Uint8Array.of(10, 1), key)
  ).slice(0, 4);
  const hex = Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('');
  check(hex === digest, 'the key’s hash is not that of its name and key');
  return { name: name!, id, bytes: key };
}

/** Whether an Ed25519 signature holds; undefined: this browser cannot say. */
async function signatureHolds(
  subtle: SubtleCrypto,
  key: Key,
  message: Bytes,
  signature: Bytes,
): Promise<boolean | undefined> {
  let imported: CryptoKey;
  try {
    imported = await subtle.importKey('raw', key.bytes, { name: 'Ed25519' }, false, ['verify']);
  } catch {
    return undefined;
  }
  return subtle.verify({ name: 'Ed25519' }, imported, signature, message);
}

export interface Verdict {
  origin: string;
  position: number;
  size: number;
  /** False: the browser has no Ed25519; only the path was checked. */
  signed: boolean;
  /** False: the receipt does not hold its record; the head was checked, the path was not. */
  whole: boolean;
}

/**
 * Throws NotProven, saying why, unless the receipt proves its record under the key. A receipt that
 * does not hold its record, since not all of it is for whoever asked, is not `whole`.
 */
export async function verifyReceipt(
  text: string,
  keyText: string,
  subtle: SubtleCrypto,
): Promise<Verdict> {
  const key = await keyOf(subtle, keyText);
  const gap = text.indexOf('\n\n');
  check(gap > 0, 'no tlog-proof');
  const [first, ...rest] = text.slice(0, gap).split('\n');
  check(first === 'c2sp.org/tlog-proof@v1', 'no tlog-proof');
  const extra = rest[0]?.startsWith('extra ') === true ? rest.shift()! : undefined;
  const [indexLine, ...pathLines] = rest;
  check(indexLine?.startsWith('index ') === true, 'no index');
  const record = extra === undefined ? undefined : strictBase64(extra.slice(6));
  const index = wholeNumber(indexLine.slice(6));
  const path = pathLines.map(strictBase64);

  const note = text.slice(gap + 2);
  const end = note.lastIndexOf('\n\n');
  check(end > 0 && note.endsWith('\n'), 'no signatures');
  const lines = note.slice(0, end).split('\n');
  check(lines.length === 3, 'the checkpoint has another form');
  const [origin, sizeLine, rootLine] = lines as [string, string, string];
  const size = wholeNumber(sizeLine);
  check(origin === key.name || origin.startsWith(`${key.name}/`), `the head is of ${origin}`);
  check(index < size, 'the index lies outside the tree');
  const whole = record !== undefined;
  if (whole) {
    const root = await rootOf(subtle, record, index, size, path);
    check(equal(root, strictBase64(rootLine)), 'another root');
  }

  const message = new TextEncoder().encode(note.slice(0, end + 1)) as Bytes;
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [dash, name, coded] = line.split(' ');
    if (dash !== '\u2014' || name !== key.name || coded === undefined) continue;
    const signature = strictBase64(coded);
    if (!equal(signature.slice(0, 4), key.id)) continue;
    const holds = await signatureHolds(subtle, key, message, signature.slice(4));
    check(holds !== false, 'the signature is wrong');
    return { origin, position: index + 1, size, signed: holds === true, whole };
  }
  throw new NotProven('the key has not signed the checkpoint');
}
