// Held: what a projection keeps in memory of the rows that it changes, decoded.
//
//     HeldRows<Counts> counts{limits::kViewCacheBytesMax};
//     RECOURSE_TRY_ASSIGN(auto* sum, counts.at(key, rows));   // as the table has it, or a new one
//     ++sum->cases;
//     counts.change(*sum);
//     …
//     counts.write(rows);                                     // in finish: each changed row once
//
// A row that many records change is read, decoded and encoded once a batch, not once a record. What
// was used last stays; what was changed stays until it was taken.
//
// Thread-safety: none. Pointers are valid until keep_at_most, make_room, write or clear.
#pragma once

#include <algorithm>
#include <recourse/core/projection.hpp>
#include <recourse/describe/wire.hpp>

namespace recourse::core {

/// Entries by key, and which of them were changed.
template <class T>
class Held {
 public:
  struct Entry {
    std::string key;
    T value{};
    bool changed = false;
  };

  /// Null: it is not held. Marks it as used.
  Entry* find(std::string_view key) {
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    found->second.used = ++clock_;
    return found->second.entry.get();
  }
  /// A new entry. Requires: none of that key is held.
  Entry& add(std::string_view key) {
    auto entry = std::make_unique<Entry>();
    entry->key = key;
    const std::string_view name{entry->key};
    return *places_.try_emplace(name, Place{std::move(entry), ++clock_}).first->second.entry;
  }
  void change(Entry& entry) {
    if (entry.changed) return;
    entry.changed = true;
    changed_.push_back(&entry);
  }
  std::size_t size() const noexcept { return places_.size(); }
  std::size_t changed() const noexcept { return changed_.size(); }
  /// Calls f(entry) for each that was changed since the last time.
  template <class F>
  void take_changed(F&& f) {
    for (auto* entry : changed_) {
      f(*entry);
      entry->changed = false;
    }
    changed_.clear();
  }
  /// Lets go of those that were not used for longest, if there are more. Requires: none is changed.
  void keep_at_most(std::size_t entries) {
    if (places_.size() <= entries) return;
    // More than it must, so that it need not look again soon.
    const auto leave = places_.size() - entries / 4 * 3;
    std::vector<std::uint64_t> used;
    used.reserve(places_.size());
    for (const auto& [key, place] : places_) used.push_back(place.used);
    const auto last = used.begin() + static_cast<std::ptrdiff_t>(leave - 1);
    std::ranges::nth_element(used, last);
    std::erase_if(places_, [bound = *last](const auto& p) { return p.second.used <= bound; });
  }
  /// Lets go of an entry. Requires: it was not changed since take_changed.
  void remove(const Entry& entry) { places_.erase(places_.find(entry.key)); }
  void clear() {
    places_.clear();
    changed_.clear();
  }

 private:
  /// Apart from the entry: who looks for one among many touches little memory.
  struct Place {
    std::unique_ptr<Entry> entry;
    std::uint64_t used;
  };
  std::unordered_map<std::string_view, Place> places_;  // by the entry's own key
  std::vector<Entry*> changed_;
  std::uint64_t clock_ = 0;
};

/// Rows of one described type.
template <class T>
class HeldRows {
 public:
  using Entry = typename Held<T>::Entry;

  /// Keeps about so many bytes between two batches.
  explicit HeldRows(std::size_t bytes_max) : entries_max_(bytes_max / kEntryBytes) {}

  /// The row of that key; a new one, as T is made, if the table has none. `is_new`: it has none for
  /// certain. Errors: those of the table, and of decoding.
  Result<Entry*> at(std::string_view key, const TableWriter& rows, bool is_new = false) {
    if (auto* known = held_.find(key)) return known;
    if (is_new) return &held_.add(key);
    RECOURSE_TRY_ASSIGN(const auto bytes, rows.stored(key));
    if (!bytes) return &held_.add(key);
    RECOURSE_TRY_ASSIGN(auto value, describe::decode<T>(*bytes, describe::spec_of<T>.version));
    auto& entry = held_.add(key);
    entry.value = std::move(value);
    return &entry;
  }
  void change(Entry& entry) { held_.change(entry); }
  /// About the memory of what waits to be written.
  std::size_t changed_bytes() const noexcept { return held_.changed() * kEntryBytes; }
  /// Writes what was changed.
  void write(TableWriter& rows) {
    held_.take_changed([&](const Entry& e) { rows.emit(e.key, describe::encode(e.value)); });
    held_.keep_at_most(entries_max_);
  }
  void clear() { held_.clear(); }

 private:
  static constexpr std::size_t kEntryBytes = sizeof(Entry) + 160;
  const std::size_t entries_max_;
  Held<T> held_;
};

}  // namespace recourse::core
