#include "stores/rocksdb/index.hpp"

#include <algorithm>
#include <recourse/describe/wire.hpp>

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

void IndexBatch::clear() {
  bytes_.clear();
  rows_.clear();
}

void IndexBatch::finish_row(std::size_t begin, std::size_t key_end) {
  rows_.push_back({read_be64(bytes_.data() + begin), static_cast<std::uint32_t>(begin),
                   static_cast<std::uint16_t>(key_end - begin),
                   static_cast<std::uint16_t>(bytes_.size() - key_end)});
}

void IndexBatch::sort() {
  std::ranges::sort(rows_, [this](const Row& a, const Row& b) {
    return a.key_head != b.key_head ? a.key_head < b.key_head : key(a) < key(b);
  });
}

void IndexBatch::add_version(std::string_view stream, std::uint64_t version, Place place) {
  const auto begin = bytes_.size();
  bytes_.push_back('s');
  bytes_.append(stream).push_back('\0');
  append_be64(bytes_, version);
  const auto key_end = bytes_.size();
  describe::WireWriter w{bytes_};
  w& place.position& place.ordinal;
  finish_row(begin, key_end);
}

void IndexBatch::add_command(const CommandId& id, std::uint64_t position) {
  const auto begin = bytes_.size();
  bytes_.push_back('c');
  bytes_.append(bytes_of(id));
  const auto key_end = bytes_.size();
  describe::WireWriter{bytes_}.varint(position);
  finish_row(begin, key_end);
}

void VersionIterator::seek(std::uint64_t version, bool backward) {
  std::string key = prefix_;
  append_be64(key, version);
  if (backward) {
    it_->SeekForPrev(key);
  } else {
    it_->Seek(key);
  }
}

void VersionIterator::step(bool backward) { backward ? it_->Prev() : it_->Next(); }

bool VersionIterator::valid() const {
  return it_->Valid() && it_->key().size() == prefix_.size() + 8 && it_->key().starts_with(prefix_);
}

std::uint64_t VersionIterator::version() const {
  return read_be64(it_->key().data() + prefix_.size());
}

Result<Place> VersionIterator::place() const {
  Place place;
  describe::WireReader r{it_->value().ToStringView()};
  r& place.position& place.ordinal;
  if (!r.ok() || !r.at_end() || place.ordinal >= place.position) {
    return Error{Errc::corruption, "a row of the stream index is not readable"};
  }
  return place;
}

Result<void> VersionIterator::status() const {
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
  batch.sort();
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
  const auto status = db_->Get({}, db_.family(kIndexFamily), key, &value);
  if (status.IsNotFound()) return std::optional<Position>{};
  if (!status.ok()) return from_status(status, "reading the command index");
  Position position;
  describe::WireReader r{value.ToStringView()};
  r& position;
  if (!r.ok()) return Error{Errc::corruption, "an entry of the command index is unreadable"};
  return std::optional{position};
}

}  // namespace recourse::stores::rocks
