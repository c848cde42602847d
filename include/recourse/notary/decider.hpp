// The notary as a workflow: its keys, and the heads of the log's Merkle tree that they have signed.
//
//     engine.add(NotaryDecider{});
//     engine.add_view(tree_view());                       // (the office does both by itself)
//     …
//     const auto head = make_head(tree, store.identity(), keys).value();      // notary.hpp
//     notary.handle(stream(), head, engine.context({"a1", "administrator"}));
//
// It has one stream, "notary/log". A head is an event like any other: it is recorded once, is a
// leaf of the tree itself, and every later head covers it. Each signature is verified before it is
// recorded, by keys that were added before; what the root is of, the decider cannot know: audit
// (notary.hpp) compares it with the log.
//
// Pure: no clock, no I/O, no randomness. Safe from any thread.
#pragma once

#include <recourse/core/decider.hpp>
#include <recourse/core/projection.hpp>
#include <recourse/notary/receipt.hpp>

namespace recourse::notary {

constexpr auto recourse_labels(const Algorithm*) {
  return describe::labels<Algorithm>(
      {{Algorithm::ed25519, "Ed25519签名"}, {Algorithm::es256, "ES256签名"}});
}

/// A key's signature over a head.
struct HeadSignature {
  std::string key{};
  Algorithm algorithm = Algorithm::ed25519;
  std::string signature{};
  friend bool operator==(const HeadSignature&, const HeadSignature&) = default;
};
BOOST_DESCRIBE_STRUCT(HeadSignature, (), (key, algorithm, signature))
constexpr auto recourse_spec(const HeadSignature*) {
  return describe::spec(
      "notary.signature", 1, "A key's signature over a head.",
      {describe::needed({"key", 1, "Id of the key: 8 hexadecimal digits."}),
       {"algorithm", 1, "Ed25519 over the note, or ES256 over the COSE structure."},
       describe::needed({"signature", 1, "Its 64 bytes in base64."})});
}

/// A key was added; what it signs counts from now on.
struct KeyAdded {
  std::string id{};
  std::string name{};
  Algorithm algorithm = Algorithm::ed25519;
  std::string public_key{};
  std::string by{};
  friend bool operator==(const KeyAdded&, const KeyAdded&) = default;
};
BOOST_DESCRIBE_STRUCT(KeyAdded, (), (id, name, algorithm, public_key, by))
constexpr auto recourse_spec(const KeyAdded*) {
  return describe::spec("notary.key_added", 1, "A key was added; what it signs counts from now on.",
                        {{"id", 1, "Id of the key: 8 hexadecimal digits."},
                         {"name", 1, "Name of the key, as signed notes give it."},
                         {"algorithm", 1, "How it signs."},
                         {"public_key", 1, "The public key in base64: 32 bytes, or SPKI DER."},
                         {"by", 1, "Account of who did it."}});
}
constexpr std::string_view recourse_zh(const KeyAdded*) { return "启用签名密钥"; }

/// A key was retired; what it signed before still counts.
struct KeyRetired {
  std::string id{};
  std::string reason{};
  std::string by{};
  friend bool operator==(const KeyRetired&, const KeyRetired&) = default;
};
BOOST_DESCRIBE_STRUCT(KeyRetired, (), (id, reason, by))
constexpr auto recourse_spec(const KeyRetired*) {
  return describe::spec("notary.key_retired", 1,
                        "A key was retired; what it signed before still counts.",
                        {{"id", 1, "Id of the key: 8 hexadecimal digits."},
                         {"reason", 1, "Why."},
                         {"by", 1, "Account of who did it."}});
}
constexpr std::string_view recourse_zh(const KeyRetired*) { return "停用签名密钥"; }

/// A head of the log's Merkle tree was signed.
struct HeadSigned {
  std::string origin{};
  std::uint64_t size = 0;
  std::string root{};
  std::vector<HeadSignature> signatures{};
  friend bool operator==(const HeadSigned&, const HeadSigned&) = default;
};
BOOST_DESCRIBE_STRUCT(HeadSigned, (), (origin, size, root, signatures))
constexpr auto recourse_spec(const HeadSigned*) {
  return describe::spec("notary.head_signed", 1, "A head of the log's Merkle tree was signed.",
                        {{"origin", 1, "The log: recourse/<log id>/<incarnation>."},
                         {"size", 1, "Records that the tree covers, from the first one on."},
                         {"root", 1, "Root hash of the tree in base64."},
                         {"signatures", 1, "By which keys; each once."}});
}
constexpr std::string_view recourse_zh(const HeadSigned*) { return "签署日志树头"; }

using Event = std::variant<KeyAdded, KeyRetired, HeadSigned>;

/// Adds a key.
struct AddKey {
  std::string name{};
  Algorithm algorithm = Algorithm::ed25519;
  std::string public_key{};
  friend bool operator==(const AddKey&, const AddKey&) = default;
};
BOOST_DESCRIBE_STRUCT(AddKey, (), (name, algorithm, public_key))
constexpr auto recourse_spec(const AddKey*) {
  return describe::spec(
      "notary.add_key", 1, "Adds a key.",
      {describe::needed({"name", 1, "Name of the key, without spaces and '+'."}),
       {"algorithm", 1, "How it signs."},
       describe::needed({"public_key", 1, "The public key in base64: 32 bytes, or SPKI DER."})});
}
constexpr std::string_view recourse_zh(const AddKey*) { return "启用签名密钥"; }

/// Retires a key.
struct RetireKey {
  std::string id{};
  std::string reason{};
  friend bool operator==(const RetireKey&, const RetireKey&) = default;
};
BOOST_DESCRIBE_STRUCT(RetireKey, (), (id, reason))
constexpr auto recourse_spec(const RetireKey*) {
  return describe::spec("notary.retire_key", 1, "Retires a key.",
                        {describe::needed({"id", 1, "Id of the key: 8 hexadecimal digits."}),
                         describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const RetireKey*) { return "停用签名密钥"; }

/// Records a head that was signed.
struct RecordHead {
  std::string origin{};
  std::uint64_t size = 0;
  std::string root{};
  std::vector<HeadSignature> signatures{};
  friend bool operator==(const RecordHead&, const RecordHead&) = default;
};
BOOST_DESCRIBE_STRUCT(RecordHead, (), (origin, size, root, signatures))
constexpr auto recourse_spec(const RecordHead*) {
  return describe::spec(
      "notary.record_head", 1, "Records a head that was signed.",
      {describe::needed({"origin", 1, "The log: recourse/<log id>/<incarnation>."}),
       describe::needed({"size", 1, "Records that the tree covers, from the first one on."}),
       describe::needed({"root", 1, "Root hash of the tree in base64."}),
       describe::needed({"signatures", 1, "By which keys; each once."})});
}
constexpr std::string_view recourse_zh(const RecordHead*) { return "登记已签署的树头"; }

using Command = std::variant<AddKey, RetireKey, RecordHead>;

/// A key, and whether it may still sign.
struct Key {
  std::string id{};
  std::string name{};
  Algorithm algorithm = Algorithm::ed25519;
  std::string public_key{};
  Timestamp added_at{};
  std::optional<Timestamp> retired_at{};
  std::string reason{};
  friend bool operator==(const Key&, const Key&) = default;
};
BOOST_DESCRIBE_STRUCT(Key, (), (id, name, algorithm, public_key, added_at, retired_at, reason))
constexpr auto recourse_spec(const Key*) {
  return describe::spec("notary.key", 1, "A key, and whether it may still sign.",
                        {{"id", 1, "Its id: 8 hexadecimal digits."},
                         {"name", 1, "Its name."},
                         {"algorithm", 1, "How it signs."},
                         {"public_key", 1, "The public key in base64."},
                         {"added_at", 1, "Since when it signs."},
                         {"retired_at", 1, "Since when it does not any more."},
                         {"reason", 1, "Why it was retired."}});
}

/// The keys, and the last head.
struct State {
  std::vector<Key> keys{};
  std::uint64_t heads = 0;
  std::string origin{};
  std::uint64_t size = 0;
  std::string root{};
  std::optional<Timestamp> signed_at{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (), (keys, heads, origin, size, root, signed_at))
constexpr auto recourse_spec(const State*) {
  return describe::spec("notary.state", 1, "The keys, and the last head.",
                        {{"keys", 1, "All keys there ever were, in the order they were added."},
                         {"heads", 1, "Heads that were signed."},
                         {"origin", 1, "The last head's log."},
                         {"size", 1, "Records that the last head covers."},
                         {"root", 1, "The last head's root hash in base64."},
                         {"signed_at", 1, "When the last head was signed."}});
}

/// The one stream of the workflow: "notary/log".
StreamId stream();

/// The key of that id in a state; null if there is none.
const Key* find(const State& state, std::string_view id);
/// A key of a state as what verifies. Errors: those of PublicKey::of.
Result<PublicKey> public_key_of(const Key& key);
/// All keys of a state, those that were retired too: they verify what they signed before.
Result<std::vector<PublicKey>> public_keys_of(const State& state);

/// A recorded head as notes and receipts have it. malformed if it is none.
struct HeadWithSignatures {
  TreeHead head;
  std::vector<NoteSignature> note;
  std::vector<CoseSignature> cose;
};
/// `keys`: those of the state; a signature's line bears the key's name. not_found for a key that is
/// not among them.
Result<HeadWithSignatures> read_head(const HeadSigned& event, const State& state);

struct NotaryDecider {
  using State = notary::State;
  using Command = notary::Command;
  using Event = notary::Event;

  static constexpr std::string_view kKind = "notary";
  static constexpr std::string_view kKey = "log";
  static constexpr std::string_view kDoc =
      "The heads of the log's Merkle tree that were signed, and the keys that sign them.";
  static constexpr std::uint32_t kDefinition = 1;

  /// What is said no to.
  static std::span<const core::RefusalInfo> refusals();
  /// The Merkle tree.
  std::vector<core::ProjectionFactory> further_views() const;

  /// Refusals: not_your_role, no_actor; key_malformed, key_known, key_unknown, key_is_retired,
  /// reason_missing; head_malformed, not_newer, not_signed, signed_twice, signature_wrong.
  core::Decision<Event> decide(const State& state, const Command& command,
                               const core::Context& context) const;
  void evolve(State& state, const Event& event, const core::Facts& facts) const;
  std::vector<std::string_view> next(const State& state) const;
  /// The same for an administrator, and nothing for others.
  std::vector<std::string_view> next_for(const State& state, const core::Context& context) const;
};
static_assert(core::SingleStreamDecider<NotaryDecider>);

using Decider = NotaryDecider;

}  // namespace recourse::notary
