// Tiles as files, and what is made of their hashes. Thread-safety: functions without shared state.
#pragma once

#include <filesystem>
#include <recourse/notary/tree_view.hpp>

namespace recourse::notary {

/// Levels of the tree that a tile spans.
inline constexpr unsigned kTileHeight = 8;
inline constexpr std::size_t kHashBytes = sizeof(Hash);
static_assert(kTileWidth == 1 << kTileHeight);

/// "tile/<L>/<N>", and of a tile of fewer hashes "tile/<L>/<N>.p/<W>".
std::filesystem::path tile_path(Tile tile, std::uint64_t width);

/// Where the hashes of a node's leaves lie: in a tile, from one on, so many.
struct InTile {
  Tile tile;
  std::uint64_t from = 0;
  std::uint64_t width = 0;
};
InTile place_of(Node node);

/// The root of the complete subtree whose leaves these hashes are. Requires: a power of two of
/// them.
Hash root_of_hashes(std::string_view hashes);

}  // namespace recourse::notary
