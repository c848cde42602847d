"""Verifies a receipt without this project: plain Python, and Debian's python3-cryptography.

    python3 verify_receipt.py FILE KEY [--record RECORD]

FILE is a tlog-proof (text; its record in it, or in RECORD) or a COSE receipt (CBOR; its record in
RECORD or FILE.record). KEY is a note verifier key, name+hash+base64, as the office publishes it.
Ends with 0 if the record is proven, and says of which log; with 1 if not.

It shows how little is needed: two hash rules, one signature, and text. What the record says is
written in docs/format/record.md; here it is only shown to be what was signed for.
"""

import argparse
import base64
import hashlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key


class NotProven(Exception):
    """The receipt does not prove its record."""


def check(holds, what):
    if not holds:
        raise NotProven(what)


# --- the tree (RFC 9162, section 2.1.3.2) ---------------------------------------------------------


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root_of(record, index, size, path):
    """The root that a record and its path come to."""
    check(0 <= index < size, "the index lies outside the tree")
    fn, sn, root = index, size - 1, sha256(b"\0", record)
    for sibling in path:
        check(sn != 0 and len(sibling) == 32, "the path has another length")
        if fn & 1 or fn == sn:
            root = sha256(b"\1", sibling, root)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = sha256(b"\1", root, sibling)
        fn, sn = fn >> 1, sn >> 1
    check(sn == 0, "the path has another length")
    return root


# --- keys -----------------------------------------------------------------------------------------


class Key:
    """A note verifier key: name+hash+base64(type, key); type 1 is Ed25519, 2 is P-256."""

    def __init__(self, text):
        self.name, digest, coded = text.strip().split("+", 2)
        coded = base64.b64decode(coded, validate=True)
        self.kind, key = coded[0], coded[1:]
        named = sha256(self.name.encode(), b"\n\1", key) if self.kind == 1 else sha256(key)
        self.id = named[:4]
        check(self.id.hex() == digest, "the key's hash is not that of its name and key")
        if self.kind == 1:
            self.key = Ed25519PublicKey.from_public_bytes(key)
        else:
            self.key = load_der_public_key(key)
            check(isinstance(self.key, EllipticCurvePublicKey), "the key is not P-256")
            check(isinstance(self.key.curve, SECP256R1), "the key is not P-256")

    def verify(self, message, signature):
        try:
            if self.kind == 1:
                self.key.verify(signature, message)
            else:
                check(len(signature) == 64, "the signature has another length")
                r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
                self.key.verify(encode_dss_signature(r, s), message, ECDSA(SHA256()))
        except InvalidSignature:
            raise NotProven("the signature is wrong") from None


def check_origin(origin, key):
    """Keys are named after their log: recourse/<log id>; the origin adds the incarnation."""
    check(origin == key.name or origin.startswith(key.name + "/"), f"the head is of {origin}")


# --- tlog-proof (C2SP) ----------------------------------------------------------------------------


def strict_base64(text):
    decoded = base64.b64decode(text, validate=True)
    check(base64.b64encode(decoded).decode() == text, "base64 in another form")
    return decoded


def verify_checkpoint(note, key):
    """The origin, size and root that the key has signed (C2SP tlog-checkpoint, signed-note)."""
    body, blank, signatures = note.rpartition("\n\n")
    check(blank and signatures.endswith("\n"), "no signatures")
    signed = (body + "\n").encode()
    origin, size, root = body.split("\n")
    check(key.kind == 1, "the key is not Ed25519")
    for line in signatures[:-1].split("\n"):
        dash, name, coded = line.split(" ")
        coded = strict_base64(coded)
        if dash == "\u2014" and name == key.name and coded[:4] == key.id:
            key.verify(signed, coded[4:])
            break
    else:
        raise NotProven("the key has not signed the checkpoint")
    return origin, int(size), strict_base64(root)


def verify_tlog_proof(text, key, beside=None):
    proof, _, note = text.partition("\n\n")
    first, *lines = proof.split("\n")
    check(first == "c2sp.org/tlog-proof@v1", "no tlog-proof")
    record = strict_base64(lines.pop(0)[6:]) if lines[0].startswith("extra ") else beside
    check(record is not None, "the proof does not hold its record: give that beside it")
    check(beside is None or record == beside, "the proof holds another record")
    index, *path = lines
    check(index.startswith("index "), "no index")
    index = int(index[6:])
    origin, size, root = verify_checkpoint(note, key)
    path = [strict_base64(line) for line in path]
    check(root_of(record, index, size, path) == root, "another root")
    check_origin(origin, key)
    return origin, index, size


# --- COSE receipt (RFC 9942) ----------------------------------------------------------------------


def read_cbor(data, at=0):
    """The item at an offset, and where the next begins: as much of RFC 8949 as receipts need."""
    major, value = data[at] >> 5, data[at] & 31
    at += 1
    if (major, value) == (7, 22):
        return None, at
    if value > 23:
        width = 1 << (value - 24)
        check(value < 28 and at + width <= len(data), "no CBOR of a receipt")
        value, at = int.from_bytes(data[at : at + width], "big"), at + width
    if major < 2:
        return (value if major == 0 else -1 - value), at
    if major < 4:
        check(at + value <= len(data), "no CBOR of a receipt")
        raw = data[at : at + value]
        return (bytes(raw) if major == 2 else raw.decode()), at + value
    check(major in (4, 5, 6) and value < 256, "no CBOR of a receipt")
    if major == 6:
        item, at = read_cbor(data, at)
        return (value, item), at
    items = []
    for _ in range(value * (2 if major == 5 else 1)):
        item, at = read_cbor(data, at)
        items.append(item)
    return (dict(zip(items[::2], items[1::2])) if major == 5 else items), at


def whole_cbor(data):
    item, end = read_cbor(data)
    check(end == len(data), "something follows")
    return item


def bytes_item(value):
    """The head and content of a byte string below 64 KiB."""
    size = len(value)
    head = bytes([0x40 | size]) if size < 24 else b"\x58" + bytes([size])
    return (head if size < 256 else b"\x59" + size.to_bytes(2, "big")) + value


def verify_cose(data, record, key):
    tag, (header, unprotected, payload, signature) = whole_cbor(data)
    fields = whole_cbor(header)
    check(tag == 18 and payload is None, "no COSE_Sign1 with a detached payload")
    check(fields[1] == -7 and fields[395] == 1, "not ES256 over an RFC9162_SHA256 tree")
    claims = fields[15]
    size, index, path = whole_cbor(unprotected[396][-1][0])
    check(claims[2] == str(size), "another size")
    root = root_of(record, index, size, path)
    signed = b"\x84\x6aSignature1" + bytes_item(header) + b"\x40" + bytes_item(root)
    check(key.kind == 2 and fields[4] == key.id, "the key has not signed the root")
    key.verify(signed, signature)
    check_origin(claims[1], key)
    return claims[1], index, size


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("file")
    parser.add_argument("key")
    parser.add_argument("--record")
    given = parser.parse_args()
    try:
        with open(given.file, "rb") as file:
            data = file.read()
        key = Key(given.key)
        if data.startswith(b"c2sp.org/"):
            beside = None
            if given.record:
                with open(given.record, "rb") as file:
                    beside = file.read()
            origin, index, size = verify_tlog_proof(data.decode(), key, beside)
        else:
            with open(given.record or given.file + ".record", "rb") as file:
                origin, index, size = verify_cose(data, file.read(), key)
    except (NotProven, ValueError, KeyError, IndexError, TypeError) as fault:
        print(f"not proven: {fault}", file=sys.stderr)
        return 1
    print(f"proven: position {index + 1} of the {size} records that {key.name} signed, {origin}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
