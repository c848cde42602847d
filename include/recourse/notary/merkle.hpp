// Merkle tree of RFC 6962 (section 2.1; RFC 9162 has the same) with SHA-256: roots, inclusion
// proofs and consistency proofs, made from stored hashes of complete subtrees.
//
//     MemoryTree tree;
//     for (const auto& record : records) tree.push(leaf_hash(record));
//     const auto root = root_of(tree.size(), tree).value();
//     const auto path = inclusion_proof(LeafIndex{3}, tree.size(), tree).value();
//     assert(verify_inclusion(leaf_hash(records[3]), LeafIndex{3}, tree.size(), path, root));
//
//     leaf hash = SHA-256(0x00 ‖ record)          node hash = SHA-256(0x01 ‖ left ‖ right)
//
// A tree of n leaves is its complete subtrees, largest first: 7 = leaves [0,4) [4,6) [6,7). Nodes
// of complete subtrees never change as the tree grows, so that whoever keeps them can prove for any
// earlier size too.
//
// Pure: no I/O of its own. Thread-safety: values and functions without shared state; a NodeSource
// is as its class says.
#pragma once

#include <array>
#include <cstdint>
#include <recourse/base/ids.hpp>
#include <span>
#include <string_view>
#include <vector>

namespace recourse::notary {

/// A SHA-256 value.
using Hash = std::array<std::uint8_t, 32>;

/// Number of leaves of a tree; 0: the empty tree.
using TreeSize = Number<struct TreeSizeTag>;
/// Place of a leaf, from 0. The record at position p of a log is the leaf p - 1.
using LeafIndex = Number<struct LeafIndexTag>;

/// A complete subtree: the leaves [index·2^level, (index+1)·2^level). level 0: one leaf.
struct Node {
  unsigned level = 0;       ///< 0 to 63.
  std::uint64_t index = 0;  ///< Among those of its level, from 0.
  friend bool operator==(const Node&, const Node&) = default;
};

/// Where the hashes of complete subtrees come from.
class NodeSource {
 public:
  virtual ~NodeSource() = default;
  /// Requires: the subtree lies within the tree that is asked about. Errors: those of the storage.
  virtual Result<Hash> node(Node node) const = 0;
};

Hash leaf_hash(std::string_view record);
Hash node_hash(const Hash& left, const Hash& right);
/// The root of the empty tree: SHA-256 of nothing.
Hash empty_root();

/// The root of the tree's first `size` leaves. Asks for at most 64 nodes. Errors: the source's.
Result<Hash> root_of(TreeSize size, const NodeSource& source);

/// The audit path of a leaf: hashes from the leaf's sibling up to the root's child.
/// Errors: invalid_argument unless index < size; the source's.
Result<std::vector<Hash>> inclusion_proof(LeafIndex index, TreeSize size, const NodeSource& source);

/// Proves that the tree of the first `before` leaves is the beginning of the one of `after`; empty
/// if they are the same, or `before` is 0. Errors: invalid_argument unless before ≤ after; the
/// source's.
Result<std::vector<Hash>> consistency_proof(TreeSize before, TreeSize after,
                                            const NodeSource& source);

/// The root that a leaf and its path come to; nothing if the path has not the length that index and
/// size demand, or index ≥ size.
std::optional<Hash> root_from_path(const Hash& leaf, LeafIndex index, TreeSize size,
                                   std::span<const Hash> path);

/// True if the path leads from the leaf to the root.
bool verify_inclusion(const Hash& leaf, LeafIndex index, TreeSize size, std::span<const Hash> path,
                      const Hash& root);

/// A size and its root.
struct SizedRoot {
  TreeSize size;
  Hash root;
};

/// True if the proof shows that `before` is the beginning of `after`.
bool verify_consistency(const SizedRoot& before, const SizedRoot& after,
                        std::span<const Hash> proof);

/// The roots of the largest complete subtrees of a growing tree: what a scan needs to know the root
/// at each size, in O(log n) memory.
class Frontier {
 public:
  void push(const Hash& leaf);
  TreeSize size() const { return size_; }
  Hash root() const;

 private:
  TreeSize size_;
  std::vector<Hash> peaks_;  // of the set bits of size_, highest first
};

/// All nodes in memory: for tests, and trees that fit.
class MemoryTree final : public NodeSource {
 public:
  void push(const Hash& leaf);
  TreeSize size() const { return TreeSize{levels_.empty() ? 0 : levels_.front().size()}; }
  Result<Hash> node(Node node) const override;

 private:
  std::vector<std::vector<Hash>> levels_;
};

}  // namespace recourse::notary
