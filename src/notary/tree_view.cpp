#include <recourse/base/bytes.hpp>
#include <recourse/notary/decider.hpp>
#include <recourse/notary/tree_view.hpp>

#include "notary/crypto.hpp"
#include "notary/tile_files.hpp"

namespace recourse::notary {
namespace {

constexpr std::size_t kTileBytes = kTileWidth * kHashBytes;

std::string tile_key(Tile tile) {
  std::string key{"t"};
  key.push_back(static_cast<char>(tile.level));
  base::append_be64(key, tile.index);
  return key;
}

std::string head_key(TreeSize size, Position position) {
  std::string key{"h"};
  base::append_be64(key, size.value);
  base::append_be64(key, position.value);
  return key;
}

/// A record's canonical bytes, of its fields.
void encode(const core::RecordView& r, std::string& out) {
  std::vector<std::string> tags;
  for (const auto tag : r.tags.list()) tags.emplace_back(tag);
  core::encode_assigned(r.position, r.version, r.recorded_at, out);
  core::encode_body({.stream = r.stream,
                     .type = r.type,
                     .schema_version = r.schema_version,
                     .definition = r.definition,
                     .occurred_at = r.occurred_at,
                     .actor = r.actor,
                     .actor_kind = r.actor_kind,
                     .command_id = r.command_id,
                     .given_by = r.given_by,
                     .correlation = r.correlation,
                     .causation = r.causation,
                     .fingerprint = r.fingerprint,
                     .index = r.index,
                     .count = r.count,
                     .tags = tags,
                     .payload = r.payload},
                    out);
}

class TreeProjection final : public core::Projection {
 public:
  core::ProjectionSpec spec() const override { return {std::string{kTreeView}}; }
  core::Label label() const override { return {"Merkle tree of the log", "日志公证树"}; }

  Result<void> apply(const core::RecordView& record, core::TableWriter& rows) override {
    if (!known_) RECOURSE_TRY(load(record.position.value - 1, rows));
    if (record.position.value != size_ + 1) {
      return Error{Errc::corruption, "the tree has " + std::to_string(size_) +
                                         " leaves, and the next record is at position " +
                                         std::to_string(record.position.value)};
    }
    if (record.type == describe::spec_of<HeadSigned>.type) RECOURSE_TRY(note_head(record));
    bytes_.clear();
    encode(record, bytes_);
    add(leaf_hash(bytes_));
    return {};
  }

  Result<void> finish(core::TableWriter& rows) override {
    for (const auto& [tile, hashes] : full_) rows.emit(tile_key(tile), hashes);
    for (const auto& key : heads_) rows.emit(key, std::string_view{});
    full_.clear();
    heads_.clear();
    for (unsigned level = 0; level < edges_.size(); ++level) {
      auto& edge = edges_[level];
      if (edge.changed && !edge.hashes.empty()) {
        rows.emit(tile_key({level, size_ >> (kTileHeight * (level + 1))}), edge.hashes);
      }
      edge.changed = false;
    }
    return {};
  }

  std::size_t held_bytes() const override {
    return full_.size() * kTileBytes + heads_.size() * 32 + edges_.size() * kTileBytes;
  }

  void forget() override {
    known_ = false;
    full_.clear();
    heads_.clear();
    edges_.clear();
  }

 private:
  /// The last tile of a level, which is not full.
  struct Edge {
    std::string hashes;
    bool changed = false;
  };

  /// Reads the edges of a tree of that size.
  Result<void> load(std::uint64_t size, core::TableWriter& rows) {
    size_ = size;
    edges_.clear();
    for (unsigned level = 0; size >> (kTileHeight * level) != 0; ++level) {
      const auto nodes = size >> (kTileHeight * level);
      auto& edge = edges_.emplace_back();
      const auto width = nodes % kTileWidth;
      if (width == 0) continue;
      const Tile tile{level, nodes / kTileWidth};
      RECOURSE_TRY_ASSIGN(auto stored, rows.stored(tile_key(tile)));
      if (!stored || stored->size() != width * kHashBytes) {
        return Error{Errc::corruption, "tile " + std::to_string(tile.index) + " of level " +
                                           std::to_string(level) + " has not " +
                                           std::to_string(width) + " hashes"};
      }
      edge.hashes = std::move(*stored);
    }
    known_ = true;
    return {};
  }

  Result<void> note_head(const core::RecordView& record) {
    auto head = describe::decode<HeadSigned>(record.payload, record.schema_version);
    if (!head) return head.error().within("position " + std::to_string(record.position.value));
    heads_.push_back(head_key(TreeSize{head->size}, record.position));
    return {};
  }

  void add(const Hash& leaf) {
    auto hash = leaf;
    for (unsigned level = 0;; ++level) {
      if (level == edges_.size()) edges_.emplace_back();
      auto& edge = edges_[level];
      edge.hashes.append(bytes_of(hash));
      edge.changed = true;
      if (edge.hashes.size() < kTileBytes) break;
      hash = root_of_hashes(edge.hashes);
      full_.emplace_back(Tile{level, size_ >> (kTileHeight * (level + 1))}, std::move(edge.hashes));
      edge = {};
    }
    ++size_;
  }

  bool known_ = false;  // size_ and edges_ are what the rows say, and what was added since
  std::uint64_t size_ = 0;
  std::vector<Edge> edges_;  // by level
  std::vector<std::pair<Tile, std::string>> full_;
  std::vector<std::string> heads_;
  std::string bytes_;  // reused
};

}  // namespace

core::ProjectionFactory tree_view() {
  return [] { return std::make_unique<TreeProjection>(); };
}

Result<const std::string*> TileTree::load(Tile tile) const {
  if (const auto known = tiles_.find(tile); known != tiles_.end()) return &known->second;
  RECOURSE_TRY_ASSIGN(auto row, rows_->get(tile_key(tile)));
  if (!row) {
    return Error{Errc::corruption, "the view has no tile " + std::to_string(tile.index) +
                                       " of level " + std::to_string(tile.level)};
  }
  if (tiles_.size() >= kTilesKept) tiles_.clear();
  return &tiles_.emplace(tile, std::move(*row)).first->second;
}

Result<std::string> TileTree::tile(Tile tile, std::uint64_t width) const {
  RECOURSE_TRY_ASSIGN(const auto* const hashes, load(tile));
  if (hashes->size() < width * kHashBytes) {
    return Error{Errc::corruption, "tile " + std::to_string(tile.index) + " of level " +
                                       std::to_string(tile.level) + " has not " +
                                       std::to_string(width) + " hashes"};
  }
  return hashes->substr(0, width * kHashBytes);
}

Result<Hash> TileTree::node(Node node) const {
  const auto place = place_of(node);
  RECOURSE_TRY_ASSIGN(const auto hashes, tile(place.tile, place.from + place.width));
  return root_of_hashes(std::string_view{hashes}.substr(place.from * kHashBytes));
}

Result<std::vector<Position>> TileTree::heads(TreeSize size, std::size_t most) const {
  std::vector<Position> positions;
  const auto cursor = rows_->scan(head_key(size, Position{0}), "i");
  while (positions.size() < most) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    if (cursor->key().size() != 17) return Error{Errc::corruption, "a row of a head is malformed"};
    positions.emplace_back(base::read_be64(cursor->key().data() + 9));
  }
  return positions;
}

Result<std::optional<Position>> TileTree::last_head() const {
  // Heads are few beside records; but a row of the last one would be written with each.
  std::optional<Position> last;
  const auto cursor = rows_->scan("h", "i");
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) return last;
    last = Position{base::read_be64(cursor->key().data() + 9)};
  }
}

}  // namespace recourse::notary
