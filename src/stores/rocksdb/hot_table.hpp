// Entries that must be in memory while somebody counts on them, and may stay while there is room.
//
//     auto pin = heads.pin(stream);                       // made if absent; cannot vanish
//     heads.with(pin, [](Head& h) { … });                 // under the lock of the entry's shard
//     pin->resolved.load();                               // fields that keep themselves in order
//
// A value has `reset()`, which makes it as new and may keep its memory: dropped entries are used
// again. Each shard finds its entries by open addressing over (hash, entry): a lookup touches one
// slot and the entry, removal touches no other entry.
//
// Invariants: an entry with a pin is never dropped; an entry without one is dropped at once, or, if
// there may be idle ones, oldest first once its shard is over its share. Entries do not move.
// Thread-safety: all members, from any thread. `with` and `peek` exclude each other on an entry; a
// field that is touched without them must be atomic or belong to one thread.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace recourse::stores::rocks {

template <class Key, class Value, std::size_t kIdleMax>
class HotTable {
  struct Entry {
    Key key;
    std::size_t hash = 0;
    std::uint32_t pins = 0;
    bool listed = false;  // waits in its shard's idle list
    Value value{};
  };

  /// Part of the table under a lock of its own. All members require the lock.
  class Shard {
   public:
    Entry* find(std::size_t hash, const Key& key) const {
      for (auto i = home(hash); slots_[i].entry != nullptr; i = after(i)) {
        if (slots_[i].hash == hash && slots_[i].entry->key == key) return slots_[i].entry.get();
      }
      return nullptr;
    }
    Entry& insert(std::size_t hash, const Key& key) {
      if (4 * (size_ + 1) > 3 * slots_.size()) grow();
      auto entry = spare_.empty() ? std::make_unique<Entry>() : std::move(spare_.back());
      if (!spare_.empty()) spare_.pop_back();
      entry->key = key;
      entry->hash = hash;
      auto& made = *entry;
      place({hash, std::move(entry)});
      ++size_;
      return made;
    }
    void unpin(Entry& entry) {
      if (--entry.pins > 0) return;
      if constexpr (kIdleMax == 0) return drop(entry);
      if (!entry.listed) {
        entry.listed = true;
        idle_.push_back(&entry);
      }
      while (size_ > kIdleMax / kShards && !idle_.empty()) {
        Entry& oldest = *idle_.front();
        idle_.pop_front();
        oldest.listed = false;
        if (oldest.pins == 0) drop(oldest);
      }
    }
    std::size_t size() const { return size_; }

    std::mutex mutex;

   private:
    struct Slot {
      std::size_t hash = 0;
      std::unique_ptr<Entry> entry;
    };
    std::size_t home(std::size_t hash) const { return hash & (slots_.size() - 1); }
    std::size_t after(std::size_t i) const { return (i + 1) & (slots_.size() - 1); }

    void place(Slot slot) {
      auto i = home(slot.hash);
      while (slots_[i].entry != nullptr) i = after(i);
      slots_[i] = std::move(slot);
    }
    void grow() {
      std::vector<Slot> old(2 * slots_.size());
      old.swap(slots_);
      for (auto& slot : old) {
        if (slot.entry != nullptr) place(std::move(slot));
      }
    }
    void drop(Entry& entry) {
      auto hole = home(entry.hash);
      while (slots_[hole].entry.get() != &entry) hole = after(hole);
      auto taken = std::move(slots_[hole].entry);
      --size_;
      // What was displaced past the hole moves back, or it would not be found again.
      for (auto i = after(hole); slots_[i].entry != nullptr; i = after(i)) {
        const auto displaced = (i - home(slots_[i].hash)) & (slots_.size() - 1);
        if (displaced < ((i - hole) & (slots_.size() - 1))) continue;
        slots_[hole] = std::move(slots_[i]);
        hole = i;
      }
      if (spare_.size() == kSpareMax) return;
      taken->value.reset();
      spare_.push_back(std::move(taken));
    }

    std::vector<Slot> slots_ = std::vector<Slot>(16);  // a power of two
    std::size_t size_ = 0;
    std::deque<Entry*> idle_;
    std::vector<std::unique_ptr<Entry>> spare_;
  };

 public:
  /// Keeps one entry in memory. Moves, does not copy.
  class Pin {
   public:
    Pin() = default;
    Pin(Pin&& other) noexcept
        : shard_(std::exchange(other.shard_, nullptr)),
          entry_(std::exchange(other.entry_, nullptr)) {}
    Pin& operator=(Pin&& other) noexcept {
      std::swap(shard_, other.shard_);
      std::swap(entry_, other.entry_);
      return *this;
    }
    ~Pin() {
      if (shard_ == nullptr) return;
      std::lock_guard lock{shard_->mutex};
      shard_->unpin(*entry_);
    }
    const Key& key() const { return entry_->key; }
    Value& operator*() const { return entry_->value; }
    Value* operator->() const { return &entry_->value; }

   private:
    friend class HotTable;
    Pin(Shard& shard, Entry& entry) : shard_(&shard), entry_(&entry) {}
    Shard* shard_ = nullptr;
    Entry* entry_ = nullptr;
  };

  Pin pin(const Key& key) {
    const auto hash = std::hash<Key>{}(key);
    Shard& shard = shard_of(hash);
    std::lock_guard lock{shard.mutex};
    auto* entry = shard.find(hash, key);
    if (entry == nullptr) entry = &shard.insert(hash, key);
    ++entry->pins;
    return Pin{shard, *entry};
  }

  /// Runs f(Value&) under the entry's lock.
  template <class F>
  decltype(auto) with(const Pin& pin, F&& f) {
    std::lock_guard lock{pin.shard_->mutex};
    return f(*pin);
  }

  /// Runs f(const Value*) under the lock; nullptr if there is no entry.
  template <class F>
  decltype(auto) peek(const Key& key, F&& f) const {
    const auto hash = std::hash<Key>{}(key);
    Shard& shard = shard_of(hash);
    std::lock_guard lock{shard.mutex};
    const auto* entry = shard.find(hash, key);
    return f(entry == nullptr ? nullptr : &entry->value);
  }

  std::size_t size() const {
    std::size_t n = 0;
    for (auto& shard : shards_) {
      std::lock_guard lock{shard.mutex};
      n += shard.size();
    }
    return n;
  }

 private:
  static constexpr std::size_t kShards = 64;
  static constexpr std::size_t kSpareMax = 256;  // a shard

  Shard& shard_of(std::size_t hash) const {
    // A slot is chosen by the hash's low bits, the shard by others.
    return shards_[(hash >> 48) % kShards];
  }

  mutable std::array<Shard, kShards> shards_;
};

}  // namespace recourse::stores::rocks
