#include <algorithm>
#include <future>
#include <recourse/base/bytes.hpp>
#include <recourse/base/limits.hpp>
#include <recourse/core/projection.hpp>

namespace recourse::core {

namespace {

/// What an entry of the map costs besides its bytes, about.
constexpr std::size_t kRowOverhead = 128;

/// Sorts by numbers first: most keys differ in their first bytes, and comparing texts that lie
/// anywhere in memory is what sorting costs.
void sort_by_key(std::vector<RowChange>& changes) {
  struct Place {
    base::SortPrefix prefix;
    std::uint32_t change;
  };
  std::vector<Place> places;
  places.reserve(changes.size());
  for (std::uint32_t i = 0; i < changes.size(); ++i) {
    places.push_back({base::sort_prefix(changes[i].key), i});
  }
  const auto before = [&](const Place& a, const Place& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    return changes[a.change].key < changes[b.change].key;
  };
  // A table holds rows of a few sorts, told by their first byte; each sort may come sorted.
  std::ranges::stable_sort(places, {}, [](const Place& p) { return p.prefix.first >> 56; });
  for (auto begin = places.begin(); begin != places.end();) {
    const auto end = std::find_if(begin, places.end(), [&](const Place& p) {
      return p.prefix.first >> 56 != begin->prefix.first >> 56;
    });
    if (!std::is_sorted(begin, end, before)) std::sort(begin, end, before);
    begin = end;
  }
  std::vector<RowChange> sorted;
  sorted.reserve(changes.size());
  for (const auto& place : places) sorted.push_back(changes[place.change]);
  changes.swap(sorted);
}

/// A key for people: printable characters as they are, others in hexadecimal.
std::string shown(std::string_view key) {
  std::string text;
  for (const char c : key.substr(0, 80)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      text.push_back(c);
    } else {
      text.append("\\x").append(base::hex({&c, 1}));
    }
  }
  return text;
}

}  // namespace

RowsIdentity identity_of(const ProjectionSpec& spec) {
  const auto half = [](const std::string& text) {
    return static_cast<std::uint32_t>(hash_of(text) | 1U);
  };
  std::string meaning = std::to_string(spec.fold_version) + '\0' + spec.stream_kind;
  for (const auto& type : spec.types) meaning.append(1, '\0').append(type);
  return {half(std::to_string(spec.version) + '\0' + std::to_string(spec.layout)), half(meaning)};
}

TableWriter::Rows::value_type& TableWriter::row(std::string_view key) {
  auto found = rows_.find(key);
  if (found == rows_.end()) found = rows_.emplace(std::string{key}, Row{}).first;
  found->second.touched = batch_;
  return *found;
}

Result<std::optional<std::string_view>> TableWriter::get(std::string_view key) {
  if (const auto known = rows_.find(key); known == rows_.end()) {
    RECOURSE_TRY_ASSIGN(auto value, stored(key));
    auto& [stored_key, made] = row(key);
    made.value = std::move(value);
    made.kept = true;
    kept_bytes_ += kRowOverhead + stored_key.size() + (made.value ? made.value->size() : 0);
    return std::optional<std::string_view>{made.value};
  }
  auto& found = row(key).second;
  found.kept = true;
  return std::optional<std::string_view>{found.value};
}

void TableWriter::change(std::string_view key, std::optional<std::string> value) {
  keyless_ = keyless_ || key.empty();
  auto& entry = row(key);
  entry.second.value = std::move(value);
  waiting_bytes_ += key.size() + (entry.second.value ? entry.second.value->size() : 0) + 32;
  if (entry.second.waits) return;
  entry.second.waits = true;
  waiting_.push_back(&entry);
}

void TableWriter::put(std::string_view key, std::string_view value) {
  change(key, std::string{value});
}

void TableWriter::erase(std::string_view key) { change(key, std::nullopt); }

void TableWriter::emit(std::string_view key, std::optional<std::string_view> value) {
  keyless_ = keyless_ || key.empty();
  auto& bytes = emitted_.bytes;
  const auto begin = bytes.size();
  bytes.append(key).append(value.value_or(std::string_view{}));
  emitted_.emitted.push_back({begin, begin + key.size(), bytes.size(), value.has_value()});
  waiting_bytes_ += bytes.size() - begin + sizeof(Emitted);
}

void TableWriter::Batch::tell(std::vector<RowChange>& changes) const {
  const std::string_view all{bytes};
  changes.reserve(changes.size() + emitted.size());
  for (const auto& e : emitted) {
    const auto value = all.substr(e.value, e.end - e.value);
    changes.push_back({all.substr(e.key, e.value - e.key),
                       e.present ? std::optional{value} : std::optional<std::string_view>{}});
  }
}

struct TableWriter::Begun {
  Batch batch;
  std::future<Result<void>> done;
};

TableWriter::TableWriter(Table& table) : table_(&table) {}
TableWriter::~TableWriter() { (void)settle(); }

Result<std::optional<std::string>> TableWriter::stored(std::string_view key) const {
  RECOURSE_TRY(settle());
  return table_->get(key);
}

Result<void> TableWriter::settle() const {
  if (!begun_) return {};
  const auto begun = std::move(begun_);
  return begun->done.get();
}

Result<void> TableWriter::check_keys() const {
  if (!keyless_) return {};
  return Error{Errc::invalid_argument, "a row was written without a key"};
}

Result<void> TableWriter::commit(const Checkpoint& at) {
  RECOURSE_TRY(settle());
  RECOURSE_TRY(check_keys());
  std::vector<RowChange> changes;
  for (const auto* entry : waiting_) {
    const auto& value = entry->second.value;
    changes.push_back({entry->first, value ? std::optional<std::string_view>{*value}
                                           : std::optional<std::string_view>{}});
  }
  emitted_.tell(changes);
  sort_by_key(changes);
  RECOURSE_TRY(table_->write(changes, at));
  written();
  return {};
}

Result<void> TableWriter::begin_commit(const Checkpoint& at) {
  // Rows that were put stay here and are read here: they are written before anybody goes on.
  if (!waiting_.empty()) return commit(at);
  RECOURSE_TRY(settle());
  RECOURSE_TRY(check_keys());
  auto begun = std::make_unique<Begun>();
  begun->batch = std::exchange(emitted_, {});
  try {
    begun->done = std::async(std::launch::async, [table = table_, batch = &begun->batch, at] {
      std::vector<RowChange> changes;
      batch->tell(changes);
      sort_by_key(changes);
      return table->write(changes, at);
    });
  } catch (const std::system_error&) {  // there are no more threads: then on this one
    emitted_ = std::move(begun->batch);
    return commit(at);
  }
  begun_ = std::move(begun);
  written();
  return {};
}

/// What waited is in the table, or on its way.
void TableWriter::written() {
  for (auto* entry : waiting_) {
    auto& row = entry->second;
    row.waits = false;
    if (!row.kept) {
      rows_.erase(rows_.find(entry->first));
    } else {
      kept_bytes_ += row.value ? row.value->size() : 0;  // rather too much: it is counted anew then
    }
  }
  waiting_.clear();
  emitted_.emitted.clear();
  emitted_.bytes.clear();
  waiting_bytes_ = 0;
  make_room();
  ++batch_;
}

void TableWriter::make_room() {
  if (kept_bytes_ <= limits::kViewCacheBytesMax) return;
  std::erase_if(rows_, [this](const auto& entry) { return entry.second.touched != batch_; });
  kept_bytes_ = 0;
  for (const auto& [key, row] : rows_) {
    kept_bytes_ += kRowOverhead + key.size() + (row.value ? row.value->size() : 0);
  }
  if (kept_bytes_ > limits::kViewCacheBytesMax) forget();
}

void TableWriter::forget() {
  (void)settle();
  rows_.clear();
  waiting_.clear();
  emitted_.emitted.clear();
  emitted_.bytes.clear();
  waiting_bytes_ = kept_bytes_ = 0;
  keyless_ = false;
}

Result<TableDifference> compare(const TableSnapshot& a, const TableSnapshot& b) {
  TableDifference found;
  const auto differs = [&](std::string_view key) {
    if (found.differences++ == 0) found.first = shown(key);
  };
  const auto left = a.scan({}, {});
  const auto right = b.scan({}, {});
  RECOURSE_TRY_ASSIGN(bool more_left, left->next());
  RECOURSE_TRY_ASSIGN(bool more_right, right->next());
  while (more_left || more_right) {
    ++found.rows;
    const bool only_left = more_left && (!more_right || left->key() < right->key());
    const bool only_right = more_right && (!more_left || right->key() < left->key());
    if (only_left || only_right) {
      differs(only_left ? left->key() : right->key());
    } else if (left->value() != right->value()) {
      differs(left->key());
    }
    if (!only_right) {
      RECOURSE_TRY_ASSIGN(more_left, left->next());
    }
    if (!only_left) {
      RECOURSE_TRY_ASSIGN(more_right, right->next());
    }
  }
  return found;
}

}  // namespace recourse::core
