// Receipt: proof that a record is in a log whose head was signed, to be checked without the log.
//
//     const std::vector keys{PublicKey::parse("recourse/00…ff+1a2b3c4d+AX…").value()};
//     const auto verdict = verify_tlog_proof(text, {keys}).value();
//     if (verdict.proven()) show(verdict.record, verdict.head);
//
// Two forms of the same proof; docs/format/receipt.md has their bytes:
//
// - A C2SP tlog-proof (v1): text with the leaf's index, the Merkle path and the checkpoint, signed
//   with Ed25519. Its line `extra` holds the record's canonical bytes, so that one file is enough;
//   one without that line, as a printed slip has it, is verified with the record beside it.
// - A COSE receipt (RFC 9942): COSE_Sign1 with ES256 over the root, the path in the unprotected
//   header. The record's bytes are another file.
//
// What a verdict says beyond the form's own rules: the record is one of this engine's, its position
// is the leaf's, and the origin is the one that was asked for.
//
// Values; safe from any thread.
#pragma once

#include <recourse/notary/checkpoint.hpp>

namespace recourse::notary {

/// An ES256 signature over a head, as a COSE receipt carries it.
struct CoseSignature {
  KeyId key{};
  std::string signature;  ///< 64 bytes.
  friend bool operator==(const CoseSignature&, const CoseSignature&) = default;
};

/// What both forms are made of.
struct Receipt {
  std::string record = {};      ///< Canonical bytes (docs/format/record.md).
  LeafIndex index = {};         ///< The record's position - 1.
  std::vector<Hash> path = {};  ///< As inclusion_proof.
  TreeHead head = {};
  std::vector<NoteSignature> note = {};  ///< Of the Ed25519 keys.
  std::vector<CoseSignature> cose = {};  ///< Of the ES256 keys.
};

/// The bytes that an ES256 key signs for a head: RFC 9052's Sig_structure with the root as payload.
/// The protected header names the key, the origin (CWT claim iss) and the size (claim sub).
std::string cose_to_be_signed(const TreeHead& head, const KeyId& key);

/// The receipt as text; without the line `extra` if the record is empty. Requires: it has a note
/// signature.
std::string to_tlog_proof(const Receipt& receipt);
/// The receipt as CBOR, signed by its first ES256 key. Requires: it has such a signature.
std::string to_cose(const Receipt& receipt);

/// Reads what to_tlog_proof could have written, and no other; nothing is verified. malformed.
Result<Receipt> parse_tlog_proof(std::string_view text);
/// Reads what to_cose could have written, and no other; root and record are left empty, as the form
/// does not hold them. malformed.
Result<Receipt> parse_cose(std::string_view bytes);

/// Whom to believe.
struct Trusted {
  std::span<const PublicKey> keys;
  /// The origin that must stand in the head. Empty: the name of the key that verified must be the
  /// origin, or its beginning up to a '/': so are names that key_name_of gives.
  std::string origin = {};
};

/// What a receipt came to.
struct Verdict {
  std::string fault = {};   ///< Why it proves nothing; empty: it is proven.
  TreeHead head = {};       ///< That was signed.
  LeafIndex index{};        ///< Of the record.
  std::string record = {};  ///< Its canonical bytes, to be read with core::decode_record.
  std::string key = {};     ///< Name and id of the key that verified.

  bool proven() const { return fault.empty(); }
};

/// malformed if the text is no tlog-proof; what does not agree is a fault, and so is that there is
/// no record. `record`: its bytes where the text holds none; where it holds some they must be
/// these. Empty: those of the text.
Result<Verdict> verify_tlog_proof(std::string_view text, const Trusted& trusted,
                                  std::string_view record = {});
/// The same of a COSE receipt for these bytes of a record.
Result<Verdict> verify_cose(std::string_view bytes, std::string_view record,
                            const Trusted& trusted);

}  // namespace recourse::notary
