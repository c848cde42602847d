// Checkpoint: the head of a log's Merkle tree as a signed note (C2SP tlog-checkpoint, signed-note).
//
//     recourse/00112233445566778899aabbccddeeff/1      origin: log id / incarnation
//     1024                                             tree size
//     w8qDKY…=                                         base64 of the root hash
//
//     — recourse/00…ff AbCd…==                         key name, base64(4-byte key id ‖ signature)
//
// There are no extension lines. What is signed is the text up to the empty line, without it.
// Notes of several keys are read; verification wants a right signature by a key that is known, and
// overlooks those of unknown keys, as the form demands.
//
// Values; safe from any thread.
#pragma once

#include <recourse/core/log_identity.hpp>
#include <recourse/notary/keys.hpp>
#include <recourse/notary/merkle.hpp>
#include <span>
#include <vector>

namespace recourse::notary {

/// What a head says of a tree.
struct TreeHead {
  std::string origin;  ///< As origin_of.
  TreeSize size;
  Hash root{};
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

/// "recourse/<log id>": the name that keys have unless they are given another.
std::string key_name_of(const LogId& log);
/// "recourse/<log id>/<incarnation>".
std::string origin_of(const core::LogIdentity& log);
/// The log and its life that an origin names; malformed if it is not of that form.
Result<core::LogIdentity> identity_of(std::string_view origin);

/// The root as the note has it, in base64.
std::string root_text(const Hash& root);
/// The text that is signed: three lines.
std::string note_text(const TreeHead& head);

/// One signature line.
struct NoteSignature {
  std::string name;  ///< Of the key.
  KeyId id{};
  std::string signature;
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

/// A head with its signatures.
struct SignedNote {
  TreeHead head;
  std::vector<NoteSignature> signatures;  ///< At least one.
  friend bool operator==(const SignedNote&, const SignedNote&) = default;
};

/// Most signatures of one note that are read; the form asks for at least 16.
inline constexpr std::size_t kNoteSignaturesMax = 64;

/// The whole note.
std::string to_note(const SignedNote& note);
/// Reads a note that to_note could have written, and no other. malformed, naming the line.
Result<SignedNote> parse_note(std::string_view text);

/// Why a note is not to be believed; nothing if it is signed by one of the keys at least, and each
/// signature by one of them is right.
std::optional<std::string> fault_of(const SignedNote& note, std::span<const PublicKey> keys);

}  // namespace recourse::notary
