// What the notary takes. The order: who may, what the form demands, what was recorded before, and
// at last the signatures, which cost most.
#include <algorithm>
#include <recourse/notary/decider.hpp>
#include <recourse/notary/refusals.hpp>
#include <recourse/notary/tree_view.hpp>
#include <set>

#include "notary/crypto.hpp"

namespace recourse::notary {
namespace {

using Decision = core::Decision<Event>;
using core::Put;
using core::refuse;

constexpr std::string_view kAdministrator = "administrator";

std::optional<core::Refusal> check_may_act(const core::Context& context) {
  if (context.standing.kind() == core::ActorKind::engine) return std::nullopt;
  const auto& actor = context.actor;
  if (actor.role != kAdministrator) {
    return refuse<refusals::not_your_role>(
        Put<"role">{actor.role.empty() ? std::string{"nobody"} : actor.role});
  }
  if (actor.id.find_first_not_of(" \t\r\n") != std::string::npos) return std::nullopt;
  return refuse<refusals::no_actor>();
}

Decision decide_add(const State& state, const AddKey& c, const core::Context& context) {
  auto bytes = unbase64(c.public_key);
  if (!bytes) return refuse<refusals::key_malformed>(Put<"fault">{"the key is not base64"});
  const auto key = PublicKey::of(c.name, c.algorithm, std::move(*bytes));
  if (!key) return refuse<refusals::key_malformed>(Put<"fault">{key.error().message()});
  const auto id = to_string(key->id());
  if (find(state, id) != nullptr) return refuse<refusals::key_known>(Put<"key">{id});
  return Decision::of(KeyAdded{id, c.name, c.algorithm, c.public_key, context.actor.id});
}

std::optional<core::Refusal> check_signs(const Key* key, const std::string& id) {
  if (key == nullptr) return refuse<refusals::key_unknown>(Put<"key">{id});
  if (key->retired_at) return refuse<refusals::key_is_retired>(Put<"key">{id});
  return std::nullopt;
}

Decision decide_retire(const State& state, const RetireKey& c, const core::Context& context) {
  if (auto no = check_signs(find(state, c.id), c.id)) return *no;
  if (c.reason.find_first_not_of(" \t\r\n") == std::string::npos) {
    return refuse<refusals::reason_missing>();
  }
  return Decision::of(KeyRetired{c.id, c.reason, context.actor.id});
}

/// The head, read strictly.
Result<TreeHead> head_of(const std::string& origin, std::uint64_t size, const std::string& root) {
  RECOURSE_TRY(identity_of(origin));
  if (size == 0) return Error{Errc::malformed, "it covers no record"};
  const auto bytes = unbase64(root);
  const auto hash = bytes ? hash_from(*bytes) : std::nullopt;
  if (!hash) return Error{Errc::malformed, "its root is not base64 of 32 bytes"};
  return TreeHead{origin, TreeSize{size}, *hash};
}

/// Requires: the key is in the state.
bool is_right(const Key& key, const HeadSignature& s, const TreeHead& head) {
  const auto verifier = public_key_of(key);
  const auto bytes = unbase64(s.signature);
  if (!verifier || !bytes || s.algorithm != key.algorithm) return false;
  const auto message = key.algorithm == Algorithm::ed25519
                           ? note_text(head)
                           : cose_to_be_signed(head, verifier->id());
  return verifier->verifies(message, *bytes);
}

std::optional<core::Refusal> check_signatures(const State& state, const RecordHead& c,
                                              const TreeHead& head) {
  const auto is_note = [](const HeadSignature& s) { return s.algorithm == Algorithm::ed25519; };
  if (std::ranges::none_of(c.signatures, is_note)) return refuse<refusals::not_signed>();
  std::set<std::string_view> seen;
  for (const auto& s : c.signatures) {
    const auto* const key = find(state, s.key);
    if (auto no = check_signs(key, s.key)) return no;
    if (!seen.insert(s.key).second) return refuse<refusals::signed_twice>(Put<"key">{s.key});
    if (!is_right(*key, s, head)) return refuse<refusals::signature_wrong>(Put<"key">{s.key});
  }
  return std::nullopt;
}

Decision decide_head(const State& state, const RecordHead& c) {
  const auto head = head_of(c.origin, c.size, c.root);
  if (!head) return refuse<refusals::head_malformed>(Put<"fault">{head.error().message()});
  if (c.size <= state.size) {
    return refuse<refusals::not_newer>(Put<"last">{std::to_string(state.size)},
                                       Put<"size">{std::to_string(c.size)});
  }
  if (auto no = check_signatures(state, c, *head)) return *no;
  return Decision::of(HeadSigned{c.origin, c.size, c.root, c.signatures});
}

void take(State& state, const KeyAdded& e, const core::Facts& facts) {
  state.keys.push_back({e.id, e.name, e.algorithm, e.public_key, facts.occurred_at, {}, {}});
}

void take(State& state, const KeyRetired& e, const core::Facts& facts) {
  const auto key = std::ranges::find(state.keys, e.id, &Key::id);
  if (key == state.keys.end()) return;
  key->retired_at = facts.occurred_at;
  key->reason = e.reason;
}

void take(State& state, const HeadSigned& e, const core::Facts& facts) {
  ++state.heads;
  state.origin = e.origin;
  state.size = e.size;
  state.root = e.root;
  state.signed_at = facts.occurred_at;
}

}  // namespace

StreamId stream() { return StreamId::of(NotaryDecider::kKind, NotaryDecider::kKey).value(); }

const Key* find(const State& state, std::string_view id) {
  const auto found = std::ranges::find(state.keys, id, &Key::id);
  return found == state.keys.end() ? nullptr : &*found;
}

Result<PublicKey> public_key_of(const Key& key) {
  auto bytes = unbase64(key.public_key);
  if (!bytes) return Error{Errc::malformed, "the public key of " + key.id + " is not base64"};
  return PublicKey::of(key.name, key.algorithm, std::move(*bytes));
}

Result<std::vector<PublicKey>> public_keys_of(const State& state) {
  std::vector<PublicKey> keys;
  for (const auto& key : state.keys) {
    RECOURSE_TRY_ASSIGN(auto verifier, public_key_of(key));
    keys.push_back(std::move(verifier));
  }
  return keys;
}

Result<HeadWithSignatures> read_head(const HeadSigned& event, const State& state) {
  HeadWithSignatures read;
  RECOURSE_TRY_ASSIGN(read.head, head_of(event.origin, event.size, event.root));
  for (const auto& s : event.signatures) {
    const auto* const key = find(state, s.key);
    if (key == nullptr) return Error{Errc::not_found, "there is no key " + s.key};
    const auto id = key_id(key->id);
    auto bytes = unbase64(s.signature);
    if (!id || !bytes)
      return Error{Errc::malformed, "the signature of " + s.key + " is not base64"};
    if (s.algorithm == Algorithm::ed25519) {
      read.note.push_back({key->name, *id, std::move(*bytes)});
    } else {
      read.cose.push_back({*id, std::move(*bytes)});
    }
  }
  return read;
}

std::span<const core::RefusalInfo> NotaryDecider::refusals() { return refusals::kAll; }

std::vector<core::ProjectionFactory> NotaryDecider::further_views() const { return {tree_view()}; }

core::Decision<Event> NotaryDecider::decide(const State& state, const Command& command,
                                            const core::Context& context) const {
  if (auto no = check_may_act(context)) return *no;
  if (const auto* c = std::get_if<AddKey>(&command)) return decide_add(state, *c, context);
  if (const auto* c = std::get_if<RetireKey>(&command)) return decide_retire(state, *c, context);
  return decide_head(state, std::get<RecordHead>(command));
}

void NotaryDecider::evolve(State& state, const Event& event, const core::Facts& facts) const {
  std::visit([&](const auto& e) { take(state, e, facts); }, event);
}

std::vector<std::string_view> NotaryDecider::next(const State& state) const {
  const bool signs = std::ranges::any_of(state.keys, [](const Key& k) { return !k.retired_at; });
  if (!signs) return {describe::spec_of<AddKey>.type};
  return {describe::spec_of<AddKey>.type, describe::spec_of<RetireKey>.type,
          describe::spec_of<RecordHead>.type};
}

std::vector<std::string_view> NotaryDecider::next_for(const State& state,
                                                      const core::Context& context) const {
  if (check_may_act(context)) return {};
  return next(state);
}

}  // namespace recourse::notary
