#include "trust/key_cache.hpp"

namespace recourse::trust {

KeyCache::~KeyCache() {
  for (auto& shard : shards_) {
    for (auto& [id, key] : shard.keys) crypto::wipe(&key, sizeof key);
  }
}

KeyCache::Shard& KeyCache::shard_of(const KeyId& id) const {
  return shards_[std::hash<KeyId>{}(id) % kShards];
}

std::optional<UnwrappedKey> KeyCache::find(const KeyId& id) const {
  const auto& shard = shard_of(id);
  std::lock_guard guard{shard.mutex};
  const auto found = shard.keys.find(id);
  if (found == shard.keys.end()) return std::nullopt;
  return found->second;
}

void KeyCache::put(const KeyId& id, const UnwrappedKey& key, std::uint64_t epoch) {
  auto& shard = shard_of(id);
  std::lock_guard guard{shard.mutex};
  if (epoch != epoch_ || !shard.keys.try_emplace(id, key).second) return;
  shard.order.push_back(id);
  if (shard.order.size() <= kShardMax) return;
  const auto first = shard.keys.find(shard.order.front());
  if (first != shard.keys.end()) {
    crypto::wipe(&first->second, sizeof first->second);
    shard.keys.erase(first);
  }
  shard.order.pop_front();
}

void KeyCache::forget(const KeyId& id) {
  ++epoch_;  // before the shard is locked: who comes later sees it
  auto& shard = shard_of(id);
  std::lock_guard guard{shard.mutex};
  const auto found = shard.keys.find(id);
  if (found == shard.keys.end()) return;
  crypto::wipe(&found->second, sizeof found->second);
  shard.keys.erase(found);
}

}  // namespace recourse::trust
