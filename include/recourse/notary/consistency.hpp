// Consistency: that a log has only grown between two of its signed heads, to be checked by whoever
// has both and the published tiles, without the log.
//
//     const std::vector keys{PublicKey::parse("recourse/00…ff+1a2b3c4d+AX…").value()};
//     const auto verdict = verify_consistency(old_text, new_text, {keys}, "tiles").value();
//     if (!verdict.consistent()) tell(verdict.fault);          // keep both: they are the proof
//
// Nothing is believed of the tiles: what is made of them must come to both roots that were signed.
//
// Thread-safety: functions without shared state; a TileFolder belongs to one thread.
#pragma once

#include <filesystem>
#include <map>
#include <recourse/notary/receipt.hpp>
#include <recourse/notary/tree_view.hpp>
#include <string>
#include <string_view>

namespace recourse::notary {

/// The tiles of a tree as `publish` puts them into a folder.
class TileFolder final : public NodeSource {
 public:
  /// Of the tree's first `size` leaves; the folder may hold those of a larger one.
  TileFolder(std::filesystem::path folder, TreeSize size)
      : folder_(std::move(folder)), size_(size) {}

  /// Errors: invalid_argument for a node outside the tree; not_found if there is no file of the
  /// tile; malformed if that has not the bytes that its name says; io_error.
  Result<Hash> node(Node node) const override;

 private:
  Result<const std::string*> load(Tile tile) const;
  std::filesystem::path folder_;
  TreeSize size_;
  mutable std::map<Tile, std::string> tiles_;  // two of a level at most are asked for by a proof
};

/// What two heads came to.
struct ConsistencyVerdict {
  std::string fault = {};  ///< Why it is not shown; empty: the earlier is a beginning of the later.
  TreeHead before = {};
  TreeHead after = {};
  std::string key = {};  ///< Name and id of the key that signed the later head.

  bool consistent() const { return fault.empty(); }
};

/// Compares two checkpoints, each a signed note or a tlog-proof that holds one; `before` is the
/// earlier one. Malformed if one is neither; what does not agree is a fault: a signature, a key or
/// an origin, a log that is smaller than it was, roots of one size that differ, tiles that do not
/// lead from one root to the other. Errors: those of TileFolder.
Result<ConsistencyVerdict> verify_consistency(std::string_view before, std::string_view after,
                                              const Trusted& trusted,
                                              const std::filesystem::path& tiles);

}  // namespace recourse::notary
