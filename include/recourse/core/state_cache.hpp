// StateCache: the states of the streams that were used last, so that the next command reads none of
// their events.
//
// A cache and nothing else: whoever takes a state from it holds its version against the store's and
// folds what is missing. Bounded in states and in bytes (their payloads and their size), least
// recently used first.
// Thread-safety: all members.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <recourse/base/limits.hpp>
#include <recourse/core/fold.hpp>
#include <unordered_map>

namespace recourse::core {

struct StateCacheOptions {
  std::size_t states = limits::kCachedStatesMax;  ///< 0: no cache.
  std::size_t bytes = limits::kCachedStateBytesMax;
};

struct StateCacheStatus {
  std::uint64_t hits = 0;      ///< The state was there and current: no event was read.
  std::uint64_t advanced = 0;  ///< It was there; somebody else's events were folded onto it.
  std::uint64_t misses = 0;    ///< The stream was read from its first event.
  std::size_t states = 0;
  std::size_t bytes = 0;
};

template <class State>
class StateCache {
 public:
  using Entry = std::shared_ptr<const Loaded<State>>;

  explicit StateCache(StateCacheOptions options) : options_(options) {}

  /// Null if there is none.
  Entry find(const std::string& stream) {
    std::lock_guard guard{mutex_};
    const auto found = places_.find(stream);
    if (found == places_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->entry;
  }

  /// The later version wins.
  void put(const std::string& stream, Entry entry) {
    if (options_.states == 0 || entry->version.value == 0) return;
    const auto bytes = bytes_of(stream, *entry);
    std::lock_guard guard{mutex_};
    const auto found = places_.find(stream);
    if (found == places_.end()) {
      order_.push_front({stream, std::move(entry), bytes});
      places_.emplace(stream, order_.begin());
    } else {
      if (found->second->entry->version >= entry->version) return;
      bytes_ -= found->second->bytes;
      *found->second = {stream, std::move(entry), bytes};
      order_.splice(order_.begin(), order_, found->second);
    }
    bytes_ += bytes;
    while (order_.size() > options_.states || (bytes_ > options_.bytes && order_.size() > 1)) {
      bytes_ -= order_.back().bytes;
      places_.erase(order_.back().stream);
      order_.pop_back();
    }
  }

  void drop(const std::string& stream) {
    std::lock_guard guard{mutex_};
    const auto found = places_.find(stream);
    if (found == places_.end()) return;
    bytes_ -= found->second->bytes;
    order_.erase(found->second);
    places_.erase(found);
  }

  void count(std::uint64_t StateCacheStatus::*what) {
    std::lock_guard guard{mutex_};
    ++(counted_.*what);
  }

  StateCacheStatus status() const {
    std::lock_guard guard{mutex_};
    auto s = counted_;
    s.states = order_.size();
    s.bytes = bytes_;
    return s;
  }

 private:
  struct Place {
    std::string stream;
    Entry entry;
    std::size_t bytes;
  };
  static std::size_t bytes_of(const std::string& stream, const Loaded<State>& loaded) {
    return 256 + 2 * stream.size() + sizeof(Loaded<State>) + loaded.bytes +
           loaded.timers.size() * sizeof(ArmedTimer);
  }

  const StateCacheOptions options_;
  mutable std::mutex mutex_;
  std::list<Place> order_;  // the one used last first
  std::unordered_map<std::string, typename std::list<Place>::iterator> places_;
  std::size_t bytes_ = 0;
  StateCacheStatus counted_;
};

}  // namespace recourse::core
