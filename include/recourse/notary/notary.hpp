// The notary's work on a log: signing heads, writing receipts, auditing, publishing.
//
//     const auto rows = engine.rows(kTreeView, engine.follow().value()).value();
//     const TileTree tree{*rows};
//     auto head = make_head(tree, store.identity(), keys).value();
//     notary.handle(stream(), head, context);                           // recorded, once
//     auto receipt = receipt_of(store, tree, state, Position{17}, Algorithm::ed25519).value();
//     std::string file = to_tlog_proof(receipt);
//
// Nothing here signs but make_head; receipts repeat what was signed. Whatever is given out is
// verified before: a receipt or a published head that does not agree with the log is a corruption.
//
// Thread-safety: functions without shared state; a TileTree belongs to one thread.
#pragma once

#include <filesystem>
#include <functional>
#include <recourse/core/event_store.hpp>
#include <recourse/core/verify.hpp>
#include <recourse/notary/decider.hpp>
#include <recourse/notary/tree_view.hpp>

namespace recourse::notary {

/// The command that records the head of a tree, signed by each of the keys. Errors:
/// invalid_argument for an empty tree; those of the table.
Result<RecordHead> make_head(const TileTree& tree, const core::LogIdentity& log,
                             std::span<const PrivateKey> keys);

/// The recorded head of the largest size; nothing if there is none. Errors: those of log and table.
Result<std::optional<HeadSigned>> last_head(const core::EventLog& log, const TileTree& tree);

/// True if a head would cover records that no head covers, other than the last head itself.
bool has_something_to_sign(const State& state, TreeSize size);

/// The receipt of a record: under the first head that covers it and is signed, in the way that is
/// asked for, by a key that is not retired; else under the first that is signed so. `state` is the
/// notary's. Errors: not_found, saying what is missing, if there is no such record or head;
/// corruption if the record does not come to the root that was signed; those of log and table.
Result<Receipt> receipt_of(const core::EventLog& log, const TileTree& tree, const State& state,
                           Position position, Algorithm algorithm);

/// What an audit of the whole log found.
struct AuditReport {
  TreeSize size;                        ///< Records that were read.
  Hash root{};                          ///< Of all of them.
  std::uint64_t heads = 0;              ///< Signed heads that were compared.
  std::uint64_t consistent = 0;         ///< Pairs of neighbouring heads proven consistent.
  TreeSize covered;                     ///< Records that a right head covers.
  std::uint64_t problems = 0;           ///< All of them.
  std::vector<core::Finding> findings;  ///< The first limits::kFindingsMax.
  bool ok() const { return problems == 0; }
};

/// Reads the log from its first record on, makes its tree anew without the view, and compares: each
/// signed head (its signatures by keys that were in force, its log, its root), the view's root, and
/// from the view's tiles a consistency proof between every two neighbouring heads, which links all
/// of them. An error only if the run could not be done; closed if `progress` ended it.
Result<AuditReport> audit(const core::EventLog& log, const TileTree& tree,
                          const std::function<bool(Position at, Position head)>& progress = {});

/// What was published.
struct Published {
  TreeHead head;
  std::uint64_t tiles = 0;  ///< Files that were written, without the checkpoint.
  bool repeated = false;    ///< The folder had this head already.
};

/// Puts the last signed head into a folder as static files: `checkpoint`, and the tiles of
/// C2SP tlog-tiles, `tile/<L>/<N>` and `tile/<L>/<N>.p/<W>`. Each file appears whole, tiles before
/// the checkpoint that needs them. Only hashes are published: entries would be the records.
/// Errors: not_found if no head was signed; invalid_argument if the folder holds another log's, or
/// a later head; corruption if what it holds is no beginning of this tree; io_error; those of log
/// and table.
Result<Published> publish(const core::EventLog& log, const TileTree& tree, const State& state,
                          const std::filesystem::path& folder);

/// Puts a file in place whole: whoever reads it sees the old bytes or the new ones, also after a
/// crash. The folders above it are made. Errors: io_error.
Result<void> put_file(const std::filesystem::path& file, std::string_view bytes);

}  // namespace recourse::notary
