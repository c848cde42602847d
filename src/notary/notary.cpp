// Heads and receipts.
#include <algorithm>
#include <recourse/notary/notary.hpp>

#include "notary/crypto.hpp"
#include "notary/log_reading.hpp"

namespace recourse::notary {
namespace {

bool signs_so(const HeadSigned& head, const State& state, Algorithm algorithm, bool in_force) {
  return std::ranges::any_of(head.signatures, [&](const HeadSignature& s) {
    if (s.algorithm != algorithm) return false;
    const auto* const key = find(state, s.key);
    return key != nullptr && (!in_force || !key->retired_at);
  });
}

/// Heads that are looked at in one go, and in all, for one by a key in force.
constexpr std::size_t kHeadsAtOnce = 16;

/// The head that a receipt goes by. Errors: not_found; those of log and table.
Result<HeadSigned> head_covering(const core::EventLog& log, const TileTree& tree,
                                 const State& state, Position position, Algorithm algorithm) {
  std::optional<HeadSigned> by_retired;
  TreeSize from{position.value};
  for (;;) {
    RECOURSE_TRY_ASSIGN(const auto found, tree.heads(from, kHeadsAtOnce));
    for (const auto at : found) {
      RECOURSE_TRY_ASSIGN(auto head, head_at(log, at));
      from = TreeSize{head.size + 1};
      if (signs_so(head, state, algorithm, true)) return head;
      if (!by_retired && signs_so(head, state, algorithm, false)) by_retired = std::move(head);
    }
    if (found.size() < kHeadsAtOnce) break;
  }
  if (by_retired) return std::move(*by_retired);
  return Error{Errc::not_found, "no head that covers position " + std::to_string(position.value) +
                                    " is signed with " +
                                    (algorithm == Algorithm::ed25519 ? "Ed25519" : "ES256") +
                                    " yet: sign one (recourse notary sign)"};
}

/// Puts the signatures of keys in force first: the COSE form carries one.
void prefer_in_force(std::vector<CoseSignature>& signatures, const State& state) {
  // Not std::ranges: Clang 14 does not take its answer.
  std::stable_partition(signatures.begin(), signatures.end(), [&state](const CoseSignature& s) {
    const auto* const key = find(state, to_string(s.key));
    return key != nullptr && !key->retired_at;
  });
}

}  // namespace

Result<RecordHead> make_head(const TileTree& tree, const core::LogIdentity& log,
                             std::span<const PrivateKey> keys) {
  const auto size = tree.size();
  if (size.value == 0) return Error{Errc::invalid_argument, "the log is empty: nothing to sign"};
  RECOURSE_TRY_ASSIGN(const auto root, root_of(size, tree));
  const TreeHead head{origin_of(log), size, root};
  RecordHead command{head.origin, size.value, base64(bytes_of(root)), {}};
  for (const auto& key : keys) {
    const auto& of = key.public_key();
    const auto message =
        of.algorithm() == Algorithm::ed25519 ? note_text(head) : cose_to_be_signed(head, of.id());
    command.signatures.push_back({to_string(of.id()), of.algorithm(), base64(key.sign(message))});
  }
  return command;
}

Result<std::optional<HeadSigned>> last_head(const core::EventLog& log, const TileTree& tree) {
  RECOURSE_TRY_ASSIGN(const auto at, tree.last_head());
  if (!at) return std::optional<HeadSigned>{};
  RECOURSE_TRY_ASSIGN(auto head, head_at(log, *at));
  return std::optional{std::move(head)};
}

bool has_something_to_sign(const State& state, TreeSize size) {
  // A head is recorded behind what it covers: where one record follows, that is the head.
  const auto covered = state.heads == 0 ? 0 : state.size + 1;
  return size.value > covered;
}

Result<Receipt> receipt_of(const core::EventLog& log, const TileTree& tree, const State& state,
                           Position position, Algorithm algorithm) {
  if (position.value == 0 || position.value > tree.size().value) {
    return Error{Errc::not_found,
                 "there is no record at position " + std::to_string(position.value)};
  }
  RECOURSE_TRY_ASSIGN(const auto event, head_covering(log, tree, state, position, algorithm));
  RECOURSE_TRY_ASSIGN(auto head, read_head(event, state));
  Receipt receipt{.index = LeafIndex{position.value - 1},
                  .head = std::move(head.head),
                  .note = std::move(head.note),
                  .cose = std::move(head.cose)};
  prefer_in_force(receipt.cose, state);
  RECOURSE_TRY_ASSIGN(receipt.record, record_at(log, position));
  RECOURSE_TRY_ASSIGN(receipt.path, inclusion_proof(receipt.index, receipt.head.size, tree));
  if (!verify_inclusion(leaf_hash(receipt.record), receipt.index, receipt.head.size, receipt.path,
                        receipt.head.root)) {
    return Error{Errc::corruption, "the record at position " + std::to_string(position.value) +
                                       " does not come to the root that was signed for " +
                                       std::to_string(event.size) +
                                       " records: run `recourse audit`"};
  }
  return receipt;
}

}  // namespace recourse::notary
