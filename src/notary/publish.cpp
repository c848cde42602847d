// Publishing: the last signed head and its tiles as static files (C2SP tlog-tiles).
#include <recourse/notary/notary.hpp>

#include "notary/files.hpp"
#include "notary/tile_files.hpp"

namespace recourse::notary {
namespace {

namespace fs = std::filesystem;

/// The head that the folder holds; nothing if it holds none.
Result<std::optional<TreeHead>> head_in(const fs::path& folder) {
  const auto file = folder / "checkpoint";
  RECOURSE_TRY_ASSIGN(const auto text, read_file(file));
  if (!text) return std::optional<TreeHead>{};
  auto note = parse_note(*text);
  if (!note) return note.error().within(file.string());
  return std::optional{std::move(note->head)};
}

/// The new head goes on from the one that was published.
Result<void> check_goes_on(const TreeHead& before, const TreeHead& now, const TileTree& tree,
                           const fs::path& folder) {
  if (before.origin != now.origin) {
    return Error{Errc::invalid_argument, folder.string() + " holds the log " + before.origin +
                                             ", and this one is " + now.origin +
                                             ": publish it in a folder of its own"};
  }
  if (before.size > now.size) {
    return Error{Errc::invalid_argument,
                 folder.string() + " holds a head of " + std::to_string(before.size.value) +
                     " records, and the last one here covers " + std::to_string(now.size.value)};
  }
  RECOURSE_TRY_ASSIGN(const auto proof, consistency_proof(before.size, now.size, tree));
  if (verify_consistency({before.size, before.root}, {now.size, now.root}, proof)) return {};
  return Error{Errc::corruption, "the head of " + std::to_string(before.size.value) +
                                     " records in " + folder.string() +
                                     " is no beginning of the one to be published: keep both, and "
                                     "run `recourse audit`"};
}

/// Writes the tiles of a tree that one of `before` leaves has not; answers how many.
Result<std::uint64_t> put_tiles(const TileTree& tree, TreeSize before, TreeSize size,
                                const fs::path& folder) {
  std::uint64_t written = 0;
  auto had = before.value;
  auto nodes = size.value;
  for (unsigned level = 0; nodes > 0; ++level) {
    for (auto index = had / kTileWidth; index * kTileWidth < nodes; ++index) {
      const auto width = std::min(kTileWidth, nodes - index * kTileWidth);
      RECOURSE_TRY_ASSIGN(const auto hashes, tree.tile({level, index}, width));
      RECOURSE_TRY(put_file(folder / tile_path({level, index}, width), hashes));
      ++written;
    }
    had /= kTileWidth;
    nodes /= kTileWidth;
  }
  return written;
}

}  // namespace

Result<Published> publish(const core::EventLog& log, const TileTree& tree, const State& state,
                          const fs::path& folder) {
  RECOURSE_TRY_ASSIGN(const auto event, last_head(log, tree));
  if (!event) {
    return Error{Errc::not_found, "no head was signed yet: sign one (recourse notary sign)"};
  }
  RECOURSE_TRY_ASSIGN(auto read, read_head(*event, state));
  RECOURSE_TRY_ASSIGN(const auto root, root_of(read.head.size, tree));
  if (root != read.head.root) {
    return Error{Errc::corruption,
                 "the tree does not come to the root that was signed: run "
                 "`recourse audit`"};
  }
  RECOURSE_TRY_ASSIGN(const auto before, head_in(folder));
  if (before) RECOURSE_TRY(check_goes_on(*before, read.head, tree, folder));
  Published published{.head = read.head};
  if (before == read.head) {
    published.repeated = true;
    return published;
  }
  RECOURSE_TRY_ASSIGN(published.tiles,
                      put_tiles(tree, before ? before->size : TreeSize{0}, read.head.size, folder));
  RECOURSE_TRY(put_file(folder / "checkpoint", to_note({read.head, read.note})));
  return published;
}

}  // namespace recourse::notary
