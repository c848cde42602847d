// Entries that must be in memory while somebody counts on them, and may stay while there is room.
//
//     auto pin = heads.pin(stream);                       // made if absent; cannot vanish
//     heads.with(pin, [](Head& h) { … });                 // under the lock of the entry's shard
//     pin->resolved.load();                               // fields that keep themselves in order
//
// A value has `reset()`, which makes it as new and may keep its memory: dropped entries are used
// again.
//
// Invariants: an entry with a pin is never dropped; an entry without one is dropped at once, or, if
// there may be idle ones, oldest first once its shard is over its share. Pointers to entries stay
// valid while pinned. Thread-safety: all members, from any thread. `with` and `peek` exclude each
// other on an entry; a field that is touched without them must be atomic or belong to one thread.
#pragma once

#include <array>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace recourse::stores::rocks {

template <class Key, class Value, std::size_t kIdleMax>
class HotTable {
  struct Entry {
    Value value{};
    std::uint32_t pins = 0;
    bool listed = false;  // waits in its shard's idle list
  };
  using Map = std::unordered_map<Key, Entry>;
  using Node = typename Map::value_type;
  struct Shard {
    std::mutex mutex;
    Map map;
    std::deque<Node*> idle;
    std::vector<typename Map::node_type> spare;

    Node& insert(const Key& key) {
      if (const auto found = map.find(key); found != map.end()) return *found;
      if (spare.empty()) return *map.try_emplace(key).first;
      auto node = std::move(spare.back());
      spare.pop_back();
      node.key() = key;
      return *map.insert(std::move(node)).position;
    }
    void drop(const Node& node) {
      auto taken = map.extract(map.find(node.first));
      if (spare.size() == kSpareMax) return;
      taken.mapped().value.reset();
      spare.push_back(std::move(taken));
    }
  };

 public:
  /// Keeps one entry in memory. Moves, does not copy.
  class Pin {
   public:
    Pin() = default;
    Pin(Pin&& other) noexcept
        : shard_(std::exchange(other.shard_, nullptr)),
          node_(std::exchange(other.node_, nullptr)) {}
    Pin& operator=(Pin&& other) noexcept {
      std::swap(shard_, other.shard_);
      std::swap(node_, other.node_);
      return *this;
    }
    ~Pin() {
      if (shard_ != nullptr) release(*shard_, *node_);
    }
    const Key& key() const { return node_->first; }
    Value* operator->() const { return &node_->second.value; }

   private:
    friend class HotTable;
    Pin(Shard* shard, Node* node) : shard_(shard), node_(node) {}
    Shard* shard_ = nullptr;
    Node* node_ = nullptr;
  };

  Pin pin(const Key& key) {
    Shard& shard = shard_of(key);
    std::lock_guard lock{shard.mutex};
    auto& node = shard.insert(key);
    ++node.second.pins;
    return Pin{&shard, &node};
  }

  /// Runs f(Value&) under the entry's lock.
  template <class F>
  decltype(auto) with(const Pin& pin, F&& f) {
    std::lock_guard lock{pin.shard_->mutex};
    return f(pin.node_->second.value);
  }

  /// Runs f(const Value*) under the lock; nullptr if there is no entry.
  template <class F>
  decltype(auto) peek(const Key& key, F&& f) const {
    Shard& shard = shard_of(key);
    std::lock_guard lock{shard.mutex};
    const auto found = shard.map.find(key);
    return f(found == shard.map.end() ? nullptr : &std::as_const(found->second.value));
  }

  std::size_t size() const {
    std::size_t n = 0;
    for (auto& shard : shards_) {
      std::lock_guard lock{shard.mutex};
      n += shard.map.size();
    }
    return n;
  }

 private:
  static constexpr std::size_t kShards = 64;
  static constexpr std::size_t kSpareMax = 256;  // a shard

  Shard& shard_of(const Key& key) const {
    // The map uses the hash's low bits; the shard is chosen by others.
    return shards_[(std::hash<Key>{}(key) >> 48) % kShards];
  }

  static void release(Shard& shard, Node& node) {
    std::lock_guard lock{shard.mutex};
    auto& entry = node.second;
    if (--entry.pins > 0) return;
    if constexpr (kIdleMax == 0) {
      shard.drop(node);
      return;
    }
    if (!entry.listed) {
      entry.listed = true;
      shard.idle.push_back(&node);
    }
    while (shard.map.size() > kIdleMax / kShards && !shard.idle.empty()) {
      Node& oldest = *shard.idle.front();
      shard.idle.pop_front();
      oldest.second.listed = false;
      if (oldest.second.pins == 0) shard.drop(oldest);
    }
  }

  mutable std::array<Shard, kShards> shards_;
};

}  // namespace recourse::stores::rocks
