// Verifies a COSE receipt with @transmute/cose.
//
//     node cose.js FILE RECORD PEM ORIGIN
//
// Ends with 0 if it is proven, with 1 and a word on standard error if not. The package verifies
// path and signature; origin and size stand in the claims that it leaves to its caller.
const crypto = require("node:crypto");
const fs = require("node:fs");
const cose = require("@transmute/cose");

const CLAIMS = 15;
const ISS = 1;
const SUB = 2;
const PROOFS = 396;
const INCLUSION = -1;

async function main() {
  const [file, record, pem, origin] = process.argv.slice(2);
  const receipt = fs.readFileSync(file);
  const text = fs.readFileSync(pem, "utf-8");
  const jwk = crypto.createPublicKey(text).export({ format: "jwk" });
  const entry = await cose.receipt.leaf(new Uint8Array(fs.readFileSync(record)));
  const verifier = cose.detached.verifier({
    resolver: { resolve: async () => ({ ...jwk, alg: "ES256" }) },
  });
  await cose.receipt.inclusion.verify({ entry, receipt, verifier });
  const [header, unprotected] = cose.cbor.decode(receipt).value;
  const claims = cose.cbor.decode(header).get(CLAIMS);
  if (claims.get(ISS) !== origin) throw new Error("another origin");
  const [size] = cose.cbor.decode(unprotected.get(PROOFS).get(INCLUSION)[0]);
  if (claims.get(SUB) !== String(size)) throw new Error("another size");
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
