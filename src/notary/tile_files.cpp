#include "notary/tile_files.hpp"

#include <cassert>

#include "notary/crypto.hpp"

namespace recourse::notary {
namespace {

/// "x001/x234/067" for 1234067.
std::string path_of_index(std::uint64_t index) {
  const auto three = [](std::uint64_t part) {
    const auto digits = std::to_string(part);
    return std::string(3 - digits.size(), '0') + digits;
  };
  auto path = three(index % 1000);
  for (index /= 1000; index > 0; index /= 1000) path = "x" + three(index % 1000) + "/" + path;
  return path;
}

}  // namespace

std::filesystem::path tile_path(Tile tile, std::uint64_t width) {
  auto name = path_of_index(tile.index);
  if (width < kTileWidth) name += ".p/" + std::to_string(width);
  return std::filesystem::path{"tile"} / std::to_string(tile.level) / name;
}

InTile place_of(Node node) {
  const unsigned above = node.level % kTileHeight;  // levels above the tile's own
  const auto first = node.index << above;
  return {.tile = {node.level / kTileHeight, first / kTileWidth},
          .from = first % kTileWidth,
          .width = std::uint64_t{1} << above};
}

Hash root_of_hashes(std::string_view hashes) {
  std::vector<Hash> nodes;
  for (std::size_t at = 0; at < hashes.size(); at += kHashBytes) {
    nodes.push_back(*hash_from(hashes.substr(at, kHashBytes)));
  }
  for (; nodes.size() > 1; nodes.resize(nodes.size() / 2)) {
    assert(nodes.size() % 2 == 0);
    for (std::size_t i = 0; i < nodes.size() / 2; ++i) {
      nodes[i] = node_hash(nodes[2 * i], nodes[2 * i + 1]);
    }
  }
  return nodes.front();
}

}  // namespace recourse::notary
