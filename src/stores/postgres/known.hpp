// What an appender knows of streams, command ids and tags, so that it can judge an append without
// asking the server: what its groups have changed, sent or committed, and what it has asked before.
//
// Invariant: whatever a group that is under way has changed is known here; what is not known may be
// asked of the server at any time, because nobody else changes it. Entries that nobody has used for
// a while are forgotten, two generations at a time.
//
// Thread-safety: the committer's alone.
#pragma once

#include <recourse/core/event_store.hpp>
#include <unordered_map>

namespace recourse::stores::pg {

/// A map of two generations: `turn` forgets what was not used since the turn before.
template <class Key, class Value>
class Generations {
 public:
  Value* find(const Key& key) {
    if (const auto at = young_.find(key); at != young_.end()) return &at->second;
    const auto at = old_.find(key);
    if (at == old_.end()) return nullptr;
    auto node = old_.extract(at);
    return &young_.insert(std::move(node)).position->second;
  }
  Value& set(const Key& key, Value value) {
    if (auto* known = find(key)) return *known = std::move(value);
    return young_.emplace(key, std::move(value)).first->second;
  }
  std::size_t young() const { return young_.size(); }
  void turn() {
    old_ = std::move(young_);
    young_.clear();
  }
  void clear() {
    young_.clear();
    old_.clear();
  }

 private:
  std::unordered_map<Key, Value> young_;
  std::unordered_map<Key, Value> old_;
};

struct Known {
  Generations<std::string, std::uint64_t> versions;
  Generations<std::string, std::uint64_t> tags;  ///< By tag_key.
  Generations<CommandId, core::Remembered> commands;

  void clear() {
    versions.clear();
    tags.clear();
    commands.clear();
  }
};

/// A type and a tag as one key: neither holds the byte 0xFF, which is not UTF-8.
inline std::string tag_key(std::string_view type, std::string_view tag) {
  std::string key{type};
  key.push_back('\xff');
  key.append(tag);
  return key;
}

}  // namespace recourse::stores::pg
