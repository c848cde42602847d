#include <bit>
#include <cassert>
#include <recourse/notary/merkle.hpp>

#include "notary/crypto.hpp"

namespace recourse::notary {
namespace {

/// Leaves [from, to).
struct Range {
  std::uint64_t from;
  std::uint64_t to;
  std::uint64_t size() const { return to - from; }
  /// Where RFC 6962 splits it: behind the largest power of two that is smaller than its size.
  std::uint64_t split() const { return from + std::bit_floor(size() - 1); }
};

/// The root of the leaves of a range. Requires: it is not empty, and `from` is a multiple of the
/// largest power of two within its size.
Result<Hash> range_root(Range range, const NodeSource& source) {
  assert(range.from < range.to);
  std::vector<Hash> peaks;
  while (range.from < range.to) {
    const auto width = std::bit_floor(range.size());
    assert(range.from % width == 0);
    RECOURSE_TRY_ASSIGN(auto peak, source.node({static_cast<unsigned>(std::countr_zero(width)),
                                                range.from / width}));
    peaks.push_back(peak);
    range.from += width;
  }
  auto root = peaks.back();
  for (auto left = peaks.rbegin() + 1; left != peaks.rend(); ++left) root = node_hash(*left, root);
  return root;
}

std::vector<Hash> reversed(std::vector<Hash> hashes) { return {hashes.rbegin(), hashes.rend()}; }

}  // namespace

Hash leaf_hash(std::string_view record) {
  constexpr std::string_view kLeaf{"\x00", 1};
  return sha256({kLeaf, record});
}

Hash node_hash(const Hash& left, const Hash& right) {
  char bytes[65] = {1};
  std::memcpy(bytes + 1, left.data(), left.size());
  std::memcpy(bytes + 33, right.data(), right.size());
  return sha256({std::string_view{bytes, sizeof bytes}});
}

Hash empty_root() { return sha256({}); }

Result<Hash> root_of(TreeSize size, const NodeSource& source) {
  if (size.value == 0) return empty_root();
  return range_root({0, size.value}, source);
}

Result<std::vector<Hash>> inclusion_proof(LeafIndex index, TreeSize size,
                                          const NodeSource& source) {
  if (index.value >= size.value) {
    return Error{Errc::invalid_argument, "a tree of " + std::to_string(size.value) +
                                             " leaves has no leaf " + std::to_string(index.value)};
  }
  std::vector<Hash> from_root;
  for (Range range{0, size.value}; range.size() > 1;) {
    const auto middle = range.split();
    const bool left = index.value < middle;
    const Range sibling = left ? Range{middle, range.to} : Range{range.from, middle};
    RECOURSE_TRY_ASSIGN(const auto hash, range_root(sibling, source));
    from_root.push_back(hash);
    (left ? range.to : range.from) = middle;
  }
  return reversed(std::move(from_root));
}

Result<std::vector<Hash>> consistency_proof(TreeSize before, TreeSize after,
                                            const NodeSource& source) {
  if (before > after) {
    return Error{Errc::invalid_argument, "a tree of " + std::to_string(before.value) +
                                             " leaves is no beginning of one of " +
                                             std::to_string(after.value)};
  }
  if (before.value == 0 || before == after) return std::vector<Hash>{};
  std::vector<Hash> from_root;
  bool whole =
      true;  // what is left of the earlier tree is the earlier tree itself: its root is known
  Range range{0, after.value};
  while (range.to != before.value) {
    const auto middle = range.split();
    const bool left = before.value <= middle;
    const Range sibling = left ? Range{middle, range.to} : Range{range.from, middle};
    RECOURSE_TRY_ASSIGN(const auto hash, range_root(sibling, source));
    from_root.push_back(hash);
    (left ? range.to : range.from) = middle;
    whole = whole && left;
  }
  if (!whole) {
    RECOURSE_TRY_ASSIGN(const auto hash, range_root(range, source));
    from_root.push_back(hash);
  }
  return reversed(std::move(from_root));
}

std::optional<Hash> root_from_path(const Hash& leaf, LeafIndex index, TreeSize size,
                                   std::span<const Hash> path) {
  if (index.value >= size.value) return std::nullopt;
  auto fn = index.value;
  auto sn = size.value - 1;
  auto hash = leaf;
  for (const auto& sibling : path) {  // RFC 9162, section 2.1.3.2
    if (sn == 0) return std::nullopt;
    if ((fn & 1) == 1 || fn == sn) {
      hash = node_hash(sibling, hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return std::nullopt;
  return hash;
}

bool verify_inclusion(const Hash& leaf, LeafIndex index, TreeSize size, std::span<const Hash> path,
                      const Hash& root) {
  return root_from_path(leaf, index, size, path) == root;
}

bool verify_consistency(const SizedRoot& before, const SizedRoot& after,
                        std::span<const Hash> proof) {
  if (before.size > after.size) return false;
  if (before.size == after.size) return proof.empty() && before.root == after.root;
  if (before.size.value == 0) return proof.empty() && before.root == empty_root();
  // RFC 9162, section 2.1.4.2: a complete earlier tree is the proof's first hash itself.
  const bool complete = std::has_single_bit(before.size.value);
  if (!complete && proof.empty()) return false;
  auto fn = before.size.value - 1;
  auto sn = after.size.value - 1;
  while ((fn & 1) == 1) {
    fn >>= 1;
    sn >>= 1;
  }
  auto of_before = complete ? before.root : proof.front();
  auto of_after = of_before;
  for (const auto& hash : complete ? proof : proof.subspan(1)) {
    if (sn == 0) return false;
    if ((fn & 1) == 1 || fn == sn) {
      of_before = node_hash(hash, of_before);
      of_after = node_hash(hash, of_after);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      of_after = node_hash(of_after, hash);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && of_before == before.root && of_after == after.root;
}

void Frontier::push(const Hash& leaf) {
  auto hash = leaf;
  for (auto complete = size_.value; (complete & 1) == 1; complete >>= 1) {
    hash = node_hash(peaks_.back(), hash);
    peaks_.pop_back();
  }
  peaks_.push_back(hash);
  size_ = size_.next();
}

Hash Frontier::root() const {
  if (peaks_.empty()) return empty_root();
  auto root = peaks_.back();
  for (auto left = peaks_.rbegin() + 1; left != peaks_.rend(); ++left) {
    root = node_hash(*left, root);
  }
  return root;
}

void MemoryTree::push(const Hash& leaf) {
  auto hash = leaf;
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    auto& nodes = levels_[level];
    nodes.push_back(hash);
    if (nodes.size() % 2 == 1) return;
    hash = node_hash(nodes[nodes.size() - 2], hash);
  }
}

Result<Hash> MemoryTree::node(Node node) const {
  if (node.level >= levels_.size() || node.index >= levels_[node.level].size()) {
    return Error{Errc::invalid_argument, "the tree has no node " + std::to_string(node.index) +
                                             " at level " + std::to_string(node.level)};
  }
  return levels_[node.level][node.index];
}

}  // namespace recourse::notary
