// Verifies a tlog-proof with @sigstore/verify: its checkpoint and its Merkle path.
//
//     node sigstore.js FILE VERIFIER ORIGIN
//
// Ends with 0 if it is proven, with 1 and a word on standard error if not. What the package is
// given is what its own client makes of a bundle's entry: path, index, checkpoint, body.
const crypto = require("node:crypto");
const fs = require("node:fs");
const { verifyCheckpoint } = require("@sigstore/verify/dist/tlog/checkpoint.js");
const { verifyMerkleInclusion } = require("@sigstore/verify/dist/tlog/merkle.js");

/** The log that a note verifier key, name+hash+base64(1 ‖ key), is of. */
function logOf(verifier) {
  const [name, id, ...rest] = verifier.split("+");
  const key = Buffer.from(rest.join("+"), "base64");
  if (key[0] !== 1 || key.length !== 33) throw new Error("no Ed25519 verifier key");
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key.subarray(1)]);
  return {
    baseURL: `https://${name}`,
    logID: Buffer.from(id, "hex"),
    publicKey: crypto.createPublicKey({ key: spki, format: "der", type: "spki" }),
  };
}

try {
  const [file, verifier, origin] = process.argv.slice(2);
  const text = fs.readFileSync(file, "utf-8");
  const end = text.indexOf("\n\n");
  const lines = text.slice(0, end).split("\n");
  const entry = {
    canonicalizedBody: Buffer.from(lines[1].replace(/^extra /, ""), "base64"),
    inclusionProof: {
      logIndex: lines[2].replace(/^index /, ""),
      hashes: lines.slice(3).map((line) => Buffer.from(line, "base64")),
      checkpoint: { envelope: text.slice(end + 2) },
    },
  };
  const checkpoint = verifyCheckpoint(entry, [logOf(verifier)]);
  if (checkpoint.origin !== origin) throw new Error("another origin");
  verifyMerkleInclusion(entry, checkpoint);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
