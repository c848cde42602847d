#include <recourse/notary/consistency.hpp>

#include "notary/files.hpp"
#include "notary/judge.hpp"
#include "notary/tile_files.hpp"

namespace recourse::notary {
namespace {

std::string records(TreeSize size) { return std::to_string(size.value) + " records"; }

/// The signed note of a checkpoint, or of a tlog-proof.
Result<SignedNote> note_in(std::string_view text) {
  if (!text.starts_with("c2sp.org/")) return parse_note(text);
  RECOURSE_TRY_ASSIGN(auto receipt, parse_tlog_proof(text));
  return SignedNote{std::move(receipt.head), std::move(receipt.note)};
}

/// Judges a note by itself; the key that signed it is told where it is to be believed.
OfOrigin judge(const SignedNote& note, const Trusted& trusted) {
  if (auto fault = fault_of(note, trusted.keys)) return {.key = {}, .fault = std::move(*fault)};
  return judge_origin(note, trusted);
}

/// Why two heads cannot be of one log that grew; empty if the tiles must tell.
std::string fault_of_heads(const TreeHead& before, const TreeHead& after) {
  if (before.origin != after.origin) {
    return "the earlier checkpoint is of " + before.origin + ", the later of " + after.origin;
  }
  if (before.size > after.size) {
    return "the log shrank: the earlier checkpoint covers " + records(before.size) +
           ", the later " + records(after.size);
  }
  if (before.size == after.size && before.root != after.root) {
    return "the log was forked: two roots were signed for its first " + records(before.size);
  }
  return {};
}

/// Why the tiles do not lead from one root to the other; empty if they do.
Result<std::string> fault_of_tiles(const TreeHead& before, const TreeHead& after,
                                   const std::filesystem::path& folder) {
  const TileFolder tiles{folder, after.size};
  // The proof alone does not need what the earlier root stands for: whoever publishes other hashes
  // there than were signed is to be found out too.
  RECOURSE_TRY_ASSIGN(const auto root, root_of(after.size, tiles));
  if (root != after.root) {
    return "the tiles do not come to the later root: they were changed, or are of another log";
  }
  RECOURSE_TRY_ASSIGN(const auto proof, consistency_proof(before.size, after.size, tiles));
  if (verify_consistency({before.size, before.root}, {after.size, after.root}, proof)) {
    return std::string{};
  }
  return "the log was forked: the " + records(before.size) +
         " of the earlier checkpoint are no beginning of the later's " +
         std::to_string(after.size.value);
}

}  // namespace

Result<const std::string*> TileFolder::load(Tile tile) const {
  if (const auto known = tiles_.find(tile); known != tiles_.end()) return &known->second;
  const auto hashes = size_.value >> (kTileHeight * tile.level);
  // A tile is published as wide as it was at a head: that of a later head begins with the same.
  for (auto width = std::min(kTileWidth, hashes - tile.index * kTileWidth); width <= kTileWidth;
       ++width) {
    const auto file = folder_ / tile_path(tile, width);
    RECOURSE_TRY_ASSIGN(auto bytes, read_file(file));
    if (!bytes) continue;
    if (bytes->size() != width * kHashBytes) {
      return Error{Errc::malformed, file.string() + " is no tile of " + std::to_string(width) +
                                        " hashes: it has " + std::to_string(bytes->size()) +
                                        " bytes"};
    }
    return &tiles_.emplace(tile, std::move(*bytes)).first->second;
  }
  return Error{Errc::not_found, "there is no tile " +
                                    (folder_ / tile_path(tile, kTileWidth)).string() +
                                    ", nor a part of it that is wide enough"};
}

Result<Hash> TileFolder::node(Node node) const {
  const auto there = node.level < 64 ? size_.value >> node.level : 0;
  if (node.index >= there) {
    return Error{Errc::invalid_argument, "the tree has no node " + std::to_string(node.index) +
                                             " at level " + std::to_string(node.level)};
  }
  const auto place = place_of(node);
  RECOURSE_TRY_ASSIGN(const auto* const hashes, load(place.tile));
  return root_of_hashes(
      std::string_view{*hashes}.substr(place.from * kHashBytes, place.width * kHashBytes));
}

Result<ConsistencyVerdict> verify_consistency(std::string_view before, std::string_view after,
                                              const Trusted& trusted,
                                              const std::filesystem::path& tiles) {
  const auto earlier = note_in(before);
  if (!earlier) return earlier.error().within("the earlier checkpoint");
  const auto later = note_in(after);
  if (!later) return later.error().within("the later checkpoint");
  ConsistencyVerdict verdict{.before = earlier->head, .after = later->head};
  if (auto judged = judge(*earlier, trusted); !judged.fault.empty()) {
    verdict.fault = "the earlier checkpoint: " + judged.fault;
    return verdict;
  }
  auto judged = judge(*later, trusted);
  if (!judged.fault.empty()) {
    verdict.fault = "the later checkpoint: " + judged.fault;
    return verdict;
  }
  verdict.key = std::move(judged.key);
  verdict.fault = fault_of_heads(verdict.before, verdict.after);
  if (!verdict.consistent() || verdict.before.size == verdict.after.size) return verdict;
  RECOURSE_TRY_ASSIGN(verdict.fault, fault_of_tiles(verdict.before, verdict.after, tiles));
  return verdict;
}

}  // namespace recourse::notary
