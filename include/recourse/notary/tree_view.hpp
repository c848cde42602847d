// The Merkle tree of a log, kept as a view: a core::Projection with rows of its own.
//
//     engine.add_view(tree_view());
//     …
//     const auto rows = engine.rows(kTreeView, appended.last).value();
//     const TileTree tree{*rows};
//     const auto path = inclusion_proof(LeafIndex{16}, tree.size(), tree).value();
//
// Leaf i is the record at position i + 1, as its canonical bytes (docs/format/record.md). The rows:
//
//     't' level, index     →  a tile: up to 256 hashes, as C2SP tlog-tiles groups them. At level 0
//                             leaf hashes; above, each is the root of a full tile one level down
//     'h' size, position   →  empty: at this position a head of that size was recorded
//
// (level: 1 byte; the others: 8 bytes, big-endian.) A proof needs 2 rows a level at most, whatever
// the log's length; a batch of appends writes its full tiles and, once, the last tile of each
// level.
//
// Thread-safety: a TileTree belongs to one thread; the projection is as core/projection.hpp says.
#pragma once

#include <map>
#include <recourse/core/projection.hpp>
#include <recourse/notary/merkle.hpp>

namespace recourse::notary {

/// Name of the view.
inline constexpr std::string_view kTreeView = "notary_tree";
/// Hashes of a full tile.
inline constexpr std::uint64_t kTileWidth = 256;

/// Makes the projection of the view.
core::ProjectionFactory tree_view();

/// A tile by its level, from 0, and its index in the level, from 0.
struct Tile {
  unsigned level = 0;
  std::uint64_t index = 0;
  friend auto operator<=>(const Tile&, const Tile&) = default;
};

/// The tree as the view's rows have it, of one moment.
class TileTree final : public NodeSource {
 public:
  /// Borrows the rows, which must outlive it.
  explicit TileTree(const core::TableSnapshot& rows) : rows_(&rows) {}

  /// The position at which the rows are true.
  TreeSize size() const { return TreeSize{rows_->position().value}; }
  Result<Hash> node(Node node) const override;
  /// The first `width` hashes of a tile, 32 bytes each. Errors: corruption if the row has fewer;
  /// those of the table.
  Result<std::string> tile(Tile tile, std::uint64_t width) const;
  /// Positions of the recorded heads whose trees have at least `size` leaves, by size: at most
  /// `most`.
  Result<std::vector<Position>> heads(TreeSize size, std::size_t most) const;
  /// Position of the head of the largest size; nothing if there is none.
  Result<std::optional<Position>> last_head() const;

 private:
  /// Tiles that are kept: those of one proof and of its neighbours.
  static constexpr std::size_t kTilesKept = 64;
  Result<const std::string*> load(Tile tile) const;
  const core::TableSnapshot* rows_;
  mutable std::map<Tile, std::string> tiles_;
};

}  // namespace recourse::notary
