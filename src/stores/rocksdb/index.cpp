#include "stores/rocksdb/index.hpp"

#include <algorithm>
#include <recourse/describe/wire.hpp>

#include "stores/rocksdb/uncounted.hpp"

namespace recourse::stores::rocks {
namespace {

constexpr std::string_view kCheckpointKey = "k";

rocksdb::Slice slice(std::string_view v) { return {v.data(), v.size()}; }

std::string_view bytes_of(const CommandId& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

std::string version_prefix(std::string_view stream) {
  std::string key{"s"};
  key.append(stream).push_back('\0');
  return key;
}

}  // namespace

std::string tag_key(std::string_view type, std::string_view tag) {
  std::string key{type};
  key.push_back('\0');
  key.append(tag);
  return key;
}

void IndexBatch::clear() {
  bytes_.clear();
  runs_.clear();
  steps_.clear();
  rows_.clear();
}

IndexBatch::Run IndexBatch::begin_run(std::string_view stream, std::uint64_t first_version) {
  runs_.push_back({.stream = static_cast<std::uint32_t>(bytes_.size()),
                   .stream_bytes = static_cast<std::uint16_t>(stream.size()),
                   .first_version = first_version});
  bytes_.append(stream);
  return static_cast<Run>(runs_.size() - 1);
}

void IndexBatch::extend(Run run, RecordLocation place) {
  auto& r = runs_[run];
  const auto step = static_cast<std::uint32_t>(steps_.size());
  steps_.push_back({place, 0});
  (r.versions == 0 ? r.first : steps_[r.last].next) = step;
  r.last = step;
  ++r.versions;
}

void IndexBatch::add_command(const CommandId& id, std::uint64_t position) {
  const auto begin = bytes_.size();
  bytes_.push_back('c');
  bytes_.append(bytes_of(id));
  const auto key_end = bytes_.size();
  describe::WireWriter{bytes_}.varint(position);
  finish_row(begin, key_end);
}

void IndexBatch::add_tag(std::string_view key, std::uint64_t position) {
  const auto begin = bytes_.size();
  bytes_.push_back('t');
  bytes_.append(key);
  const auto key_end = bytes_.size();
  describe::WireWriter{bytes_}.varint(position);
  finish_row(begin, key_end);
}

void IndexBatch::finish_row(std::size_t begin, std::size_t key_end) {
  rows_.push_back({read_be64(bytes_.data() + begin), static_cast<std::uint32_t>(begin),
                   static_cast<std::uint16_t>(key_end - begin),
                   static_cast<std::uint16_t>(bytes_.size() - key_end)});
}

void IndexBatch::finish_run(const Building& run) {
  const auto begin = bytes_.size();
  bytes_.push_back('s');
  bytes_.append(bytes_, run.stream, run.stream_bytes).push_back('\0');
  append_be64(bytes_, run.first_version);
  const auto key_end = bytes_.size();
  describe::WireWriter w{bytes_};
  std::uint64_t before = 0;
  auto step = run.first;
  for (std::uint32_t i = 0; i < run.versions; ++i, step = steps_[step].next) {
    const auto& place = steps_[step].place;
    w.varint(place.position - before);
    w.varint(place.ordinal);
    before = place.position;
  }
  finish_row(begin, key_end);
}

void IndexBatch::finish() {
  for (const auto& run : runs_) finish_run(run);
  std::ranges::sort(rows_, [this](const Row& a, const Row& b) {
    if (a.key_head != b.key_head) return a.key_head < b.key_head;
    const auto order = key(a) <=> key(b);
    return order != 0 ? order < 0 : a.offset < b.offset;  // a tag's later row is written later
  });
}

void VersionIterator::load() {
  run_.clear();
  at_ = 0;
  if (!it_->Valid() || it_->key().size() != prefix_.size() + 8 ||
      !it_->key().starts_with(prefix_)) {
    return;
  }
  first_ = read_be64(it_->key().data() + prefix_.size());
  describe::WireReader r{it_->value().ToStringView()};
  RecordLocation place;
  while (r.ok() && !r.at_end()) {
    std::uint64_t ahead = 0;
    r& ahead& place.ordinal;
    place.position += ahead;
    run_.push_back(place);
  }
  unreadable_ = !r.ok() || run_.empty();
  if (unreadable_) run_.clear();
}

void VersionIterator::seek(std::uint64_t version, bool backward) {
  std::string key = prefix_;
  append_be64(key, version);
  it_->SeekForPrev(key);
  load();
  if (valid()) {
    const auto ahead = version - first_;
    if (ahead < run_.size()) {
      at_ = ahead;
    } else if (backward) {
      at_ = run_.size() - 1;
    } else {
      it_->Next();
      load();
    }
  } else if (!backward && !unreadable_) {
    it_->Seek(key);
    load();
  }
}

void VersionIterator::step(bool backward) {
  if (!backward && at_ + 1 < run_.size()) {
    ++at_;
  } else if (!backward) {
    it_->Next();
    load();
  } else if (at_ > 0) {
    --at_;
  } else {
    it_->Prev();
    load();
    if (valid()) at_ = run_.size() - 1;
  }
}

Result<void> VersionIterator::status() const {
  if (unreadable_) return Error{Errc::corruption, "an entry of the stream index is unreadable"};
  if (it_->status().ok()) return {};
  return from_status(it_->status(), "reading the stream index");
}

Result<std::optional<Position>> Index::covered(const core::LogIdentity& identity) const {
  std::string value;
  const auto status = db_->Get({}, db_.family(kIndexFamily), slice(kCheckpointKey), &value);
  if (status.IsNotFound()) return std::optional{Position{0}};
  if (!status.ok()) return from_status(status, "reading the index checkpoint");
  std::string expected(identity.id.bytes.begin(), identity.id.bytes.end());
  append_be64(expected, identity.incarnation.value);
  if (value.size() != 32 || !value.starts_with(expected)) return std::optional<Position>{};
  return std::optional{Position{read_be64(value.data() + expected.size())}};
}

Result<Position> Index::begin(const core::LogIdentity& identity) {
  identity_ = identity;
  RECOURSE_TRY_ASSIGN(const auto known, covered(identity));
  if (known) return *known;
  RECOURSE_TRY(discard());
  return Position{0};
}

Result<void> Index::discard() {
  const std::string first(1, '\0');
  const std::string last(1, '\x7f');
  const auto status = db_->DeleteRange({}, db_.family(kIndexFamily), first, last);
  if (!status.ok()) return from_status(status, "emptying the index of another log");
  return flush();
}

Result<void> Index::write(IndexBatch& batch, Position covered) {
  batch.finish();
  auto& rows = batch.writes_;
  rows.Clear();
  auto* family = db_.family(kIndexFamily);
  for (const auto& row : batch.rows_) {
    rows.Put(family, slice(batch.key(row)), slice(batch.value(row)));
  }
  std::string checkpoint(identity_.id.bytes.begin(), identity_.id.bytes.end());
  append_be64(checkpoint, identity_.incarnation.value);
  append_be64(checkpoint, covered.value);
  rows.Put(family, slice(kCheckpointKey), checkpoint);
  rocksdb::WriteOptions unlogged;
  unlogged.disableWAL = true;
  const Uncounted uncounted;
  const auto status = db_->Write(unlogged, &rows);
  if (!status.ok()) return from_status(status, "writing the index");
  return {};
}

Result<void> Index::flush() {
  const auto status = db_->Flush(rocksdb::FlushOptions{}, db_.family(kIndexFamily));
  if (!status.ok()) return from_status(status, "flushing the index");
  return {};
}

std::unique_ptr<rocksdb::Iterator> Index::iterate(bool within_prefix) const {
  rocksdb::ReadOptions options;
  options.prefix_same_as_start = within_prefix;
  options.total_order_seek = !within_prefix;
  return std::unique_ptr<rocksdb::Iterator>{db_->NewIterator(options, db_.family(kIndexFamily))};
}

Result<Version> Index::last_version(std::string_view stream) const {
  // Most streams that are asked for are new, and the filter answers for version 1 without a read.
  std::string key = version_prefix(stream);
  append_be64(key, 1);
  rocksdb::PinnableSlice value;
  const Uncounted uncounted;
  const auto status = db_->Get({}, db_.family(kIndexFamily), key, &value);
  if (status.IsNotFound()) return Version{0};
  if (!status.ok()) return from_status(status, "reading the stream index");
  auto it = versions(stream);
  it.seek(~std::uint64_t{0}, /*backward=*/true);
  RECOURSE_TRY(it.status());
  if (!it.valid()) return Error{Errc::corruption, "the stream index lost its last version"};
  return Version{it.version()};
}

VersionIterator Index::versions(std::string_view stream) const {
  return VersionIterator{iterate(false), version_prefix(stream)};
}

Result<std::optional<Position>> Index::position_of(const CommandId& id) const {
  std::string key{"c"};
  key.append(bytes_of(id));
  rocksdb::PinnableSlice value;
  const Uncounted uncounted;
  const auto status = db_->Get({}, db_.family(kIndexFamily), key, &value);
  if (status.IsNotFound()) return std::optional<Position>{};
  if (!status.ok()) return from_status(status, "reading the command index");
  Position position;
  describe::WireReader r{value.ToStringView()};
  r& position;
  if (!r.ok()) return Error{Errc::corruption, "an entry of the command index is unreadable"};
  return std::optional{position};
}

Result<Position> Index::last_tagged(std::string_view key) const {
  std::string row{"t"};
  row.append(key);
  rocksdb::PinnableSlice value;
  const Uncounted uncounted;
  const auto status = db_->Get({}, db_.family(kIndexFamily), row, &value);
  if (status.IsNotFound()) return Position{0};
  if (!status.ok()) return from_status(status, "reading the tag index");
  Position position;
  describe::WireReader r{value.ToStringView()};
  r& position;
  if (!r.ok()) return Error{Errc::corruption, "an entry of the tag index is unreadable"};
  return position;
}

}  // namespace recourse::stores::rocks
