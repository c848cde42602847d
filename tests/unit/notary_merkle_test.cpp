// The tree by the known answers of RFC 6962's reference tree, and by its definition for all small
// sizes: what is proven is accepted, and nothing else.
#include <gtest/gtest.h>

#include <recourse/base/bytes.hpp>
#include <recourse/notary/merkle.hpp>

namespace recourse::notary {
namespace {

/// Of a result that must not be there; nothing: it is there.
template <class T>
std::optional<Errc> code_of(const Result<T>& result) {
  return result ? std::nullopt : std::optional{result.error().code()};
}

/// The inputs of the reference tree (certificate-transparency, merkletree/).
const std::vector<std::string> kInputs{"",
                                       "00",
                                       "10",
                                       "2021",
                                       "3031",
                                       "40414243",
                                       "5051525354555657",
                                       "606162636465666768696a6b6c6d6e6f"};

/// Its roots for 1 to 8 leaves.
const std::vector<std::string> kRoots{
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Hash hash(std::string_view digits) {
  const auto bytes = base::unhex(digits).value();
  Hash h{};
  std::copy(bytes.begin(), bytes.end(), h.begin());
  return h;
}

std::vector<Hash> hashes(const std::vector<std::string>& all) {
  std::vector<Hash> list;
  for (const auto& one : all) list.push_back(hash(one));
  return list;
}

MemoryTree reference_tree() {
  MemoryTree tree;
  for (const auto& input : kInputs) tree.push(leaf_hash(base::unhex(input).value()));
  return tree;
}

/// Leaves that are all different.
MemoryTree tree_of(std::uint64_t size) {
  MemoryTree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.push(leaf_hash("leaf " + std::to_string(i)));
  return tree;
}

/// MTH as RFC 6962 defines it, without regard to cost.
Hash defined_root(const std::vector<Hash>& leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves.front();
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(k);
  return node_hash(defined_root({leaves.begin(), middle}), defined_root({middle, leaves.end()}));
}

TEST(NotaryMerkle, RootsAreThoseOfTheReferenceTree) {
  EXPECT_EQ(empty_root(), hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  const auto tree = reference_tree();
  for (std::uint64_t size = 1; size <= kRoots.size(); ++size) {
    EXPECT_EQ(root_of(TreeSize{size}, tree).value(), hash(kRoots[size - 1])) << size;
  }
}

TEST(NotaryMerkle, InclusionProofsAreThoseOfTheReferenceTree) {
  struct Known {
    std::uint64_t leaf;
    std::uint64_t size;
    std::vector<std::string> path;
  };
  const std::vector<Known> known{
      {0, 1, {}},
      {0,
       8,
       {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
      {5,
       8,
       {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
      {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
      {1,
       5,
       {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}}};
  const auto tree = reference_tree();
  for (const auto& k : known) {
    const auto path = inclusion_proof(LeafIndex{k.leaf}, TreeSize{k.size}, tree).value();
    EXPECT_EQ(path, hashes(k.path)) << k.leaf << " of " << k.size;
    const auto leaf = leaf_hash(base::unhex(kInputs[k.leaf]).value());
    EXPECT_TRUE(verify_inclusion(leaf, LeafIndex{k.leaf}, TreeSize{k.size}, path,
                                 hash(kRoots[k.size - 1])));
  }
}

TEST(NotaryMerkle, ConsistencyProofsAreThoseOfTheReferenceTree) {
  struct Known {
    std::uint64_t before;
    std::uint64_t after;
    std::vector<std::string> proof;
  };
  const std::vector<Known> known{
      {1, 1, {}},
      {1,
       8,
       {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
      {6,
       8,
       {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
      {2,
       5,
       {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}}};
  const auto tree = reference_tree();
  for (const auto& k : known) {
    const auto proof = consistency_proof(TreeSize{k.before}, TreeSize{k.after}, tree).value();
    EXPECT_EQ(proof, hashes(k.proof)) << k.before << " to " << k.after;
    EXPECT_TRUE(verify_consistency({TreeSize{k.before}, hash(kRoots[k.before - 1])},
                                   {TreeSize{k.after}, hash(kRoots[k.after - 1])}, proof));
  }
}

TEST(NotaryMerkle, RootsAreWhatTheDefinitionSays) {
  const auto tree = tree_of(70);
  std::vector<Hash> leaves;
  Frontier frontier;
  EXPECT_EQ(frontier.root(), empty_root());
  for (std::uint64_t size = 1; size <= 70; ++size) {
    leaves.push_back(tree.node({0, size - 1}).value());
    frontier.push(leaves.back());
    ASSERT_EQ(root_of(TreeSize{size}, tree).value(), defined_root(leaves)) << size;
    ASSERT_EQ(frontier.root(), defined_root(leaves)) << size;
  }
}

TEST(NotaryMerkle, AProofIsTakenForItsLeafIndexAndSizeAlone) {
  const auto tree = tree_of(33);
  for (std::uint64_t size = 1; size <= 33; ++size) {
    const auto root = root_of(TreeSize{size}, tree).value();
    for (std::uint64_t i = 0; i < size; ++i) {
      const auto leaf = tree.node({0, i}).value();
      auto path = inclusion_proof(LeafIndex{i}, TreeSize{size}, tree).value();
      ASSERT_TRUE(verify_inclusion(leaf, LeafIndex{i}, TreeSize{size}, path, root));
      for (std::uint64_t other = 0; other <= size; ++other) {
        if (other == i) continue;
        ASSERT_FALSE(verify_inclusion(leaf, LeafIndex{other}, TreeSize{size}, path, root))
            << i << " as " << other << " of " << size;
      }
      ASSERT_FALSE(
          verify_inclusion(node_hash(leaf, leaf), LeafIndex{i}, TreeSize{size}, path, root));
      for (auto& hash : path) {
        hash[31] ^= 1;
        ASSERT_FALSE(verify_inclusion(leaf, LeafIndex{i}, TreeSize{size}, path, root));
        hash[31] ^= 1;
      }
      path.push_back(leaf);
      ASSERT_FALSE(verify_inclusion(leaf, LeafIndex{i}, TreeSize{size}, path, root));
      path.resize(path.size() - 1);
      if (path.empty()) continue;
      path.pop_back();
      ASSERT_FALSE(verify_inclusion(leaf, LeafIndex{i}, TreeSize{size}, path, root));
    }
  }
}

TEST(NotaryMerkle, ConsistencyHoldsOfEveryBeginningAndOfNothingElse) {
  const auto tree = tree_of(33);
  auto other = tree_of(5);  // another history from its sixth leaf on
  for (std::uint64_t i = 5; i < 33; ++i) other.push(leaf_hash("another"));
  for (std::uint64_t after = 1; after <= 33; ++after) {
    const SizedRoot now{TreeSize{after}, root_of(TreeSize{after}, tree).value()};
    for (std::uint64_t before = 0; before <= after; ++before) {
      const SizedRoot then{TreeSize{before}, root_of(TreeSize{before}, tree).value()};
      auto proof = consistency_proof(then.size, now.size, tree).value();
      ASSERT_TRUE(verify_consistency(then, now, proof)) << before << " to " << after;
      // Of neighbouring sizes a proof may have one length; not of one that is two levels higher.
      const SizedRoot higher{TreeSize{4 * after + 4}, now.root};
      if (before > 0) {
        ASSERT_FALSE(verify_consistency(then, higher, proof)) << before << " to " << after;
      }
      const SizedRoot false_then{then.size, root_of(then.size, other).value()};
      if (before > 5) {
        const auto theirs = consistency_proof(then.size, now.size, other).value();
        ASSERT_FALSE(verify_consistency(false_then, now, proof));
        ASSERT_FALSE(verify_consistency(false_then, now, theirs));
      }
      for (auto& hash : proof) {
        hash[0] ^= 1;
        ASSERT_FALSE(verify_consistency(then, now, proof)) << before << " to " << after;
        hash[0] ^= 1;
      }
      proof.push_back(now.root);
      ASSERT_FALSE(verify_consistency(then, now, proof));
    }
  }
}

TEST(NotaryMerkle, WhatIsOutsideTheTreeIsAnError) {
  const auto tree = tree_of(3);
  EXPECT_EQ(code_of(inclusion_proof(LeafIndex{3}, TreeSize{3}, tree)), Errc::invalid_argument);
  EXPECT_EQ(code_of(consistency_proof(TreeSize{4}, TreeSize{3}, tree)), Errc::invalid_argument);
  EXPECT_EQ(code_of(root_of(TreeSize{4}, tree)), Errc::invalid_argument);
}

}  // namespace
}  // namespace recourse::notary
