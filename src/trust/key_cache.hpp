// KeyCache: keys that were used lately, unwrapped, so that sealing reads no slot for each field.
//
// A key that is destroyed is forgotten, and whoever has read its slot just before does not bring it
// back: `epoch` is taken before the slot is read, and holds no more once something was forgotten.
//
// Thread-safety: all members.
#pragma once

#include <array>
#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <recourse/base/ids.hpp>
#include <unordered_map>

#include "trust/crypto.hpp"

namespace recourse::trust {

/// A key, and what is derived of it for fingerprints.
struct UnwrappedKey {
  crypto::Key key{};
  FingerprintKey digest{};
};

class KeyCache {
 public:
  ~KeyCache();

  std::optional<UnwrappedKey> find(const KeyId& id) const;
  std::uint64_t epoch() const { return epoch_; }
  /// Unless something was forgotten since `epoch`.
  void put(const KeyId& id, const UnwrappedKey& key, std::uint64_t epoch);
  void forget(const KeyId& id);

 private:
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kShardMax = 2048;
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<KeyId, UnwrappedKey> keys;
    std::deque<KeyId> order;  // the one that came first leaves first
  };
  Shard& shard_of(const KeyId& id) const;

  mutable std::array<Shard, kShards> shards_;
  std::atomic<std::uint64_t> epoch_{0};
};

}  // namespace recourse::trust
