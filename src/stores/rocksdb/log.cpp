#include "stores/rocksdb/log.hpp"

#include <recourse/base/limits.hpp>
#include <recourse/core/page.hpp>

namespace recourse::stores::rocks {
namespace {

constexpr std::string_view kIdentityKey = "log.identity";  // 16 bytes log id, 8 bytes incarnation
constexpr std::string_view kFingerprintKey = "log.fingerprint_key";  // 16 bytes

/// limits::kCursorsMax counts on it.
constexpr std::size_t kReadAhead = 256 * 1024;

rocksdb::Slice slice(std::string_view v) { return {v.data(), v.size()}; }

}  // namespace

void Group::begin(Position next) {
  batch_.Clear();
  page_.clear();
  first_ = next_ = next.value;
}

RecordLocation Group::add(std::string_view assigned, std::string_view body,
                          rocksdb::ColumnFamilyHandle* pages) {
  if (page_.size() >= limits::kPageBytes) close_page(pages);
  if (page_.empty()) first_ = next_;
  core::add_to_page(page_, assigned, body);
  const RecordLocation place{next_, static_cast<std::uint32_t>(next_ - first_)};
  ++next_;
  return place;
}

void Group::close_page(rocksdb::ColumnFamilyHandle* pages) {
  if (page_.empty()) return;
  key_.clear();
  append_be64(key_, first_);
  batch_.Put(pages, key_, page_);
  page_.clear();
}

rocksdb::WriteBatch& Group::finish(rocksdb::ColumnFamilyHandle* pages) {
  close_page(pages);
  return batch_;
}

Result<std::optional<core::LogIdentity>> Log::find_identity() const {
  std::string value;
  const auto status = db_->Get({}, db_.family(kMetaFamily), slice(kIdentityKey), &value);
  if (status.IsNotFound()) return std::optional<core::LogIdentity>{};
  if (!status.ok()) return from_status(status, "reading the log's identity");
  if (value.size() != 24) return Error{Errc::corruption, "the log's identity is unreadable"};
  core::LogIdentity identity;
  std::copy_n(value.begin(), 16, identity.id.bytes.begin());
  identity.incarnation = Incarnation{read_be64(value.data() + 16)};
  return std::optional{identity};
}

Result<core::LogIdentity> Log::read_identity(const LogId& expected) const {
  RECOURSE_TRY_ASSIGN(const auto identity, find_identity());
  if (!identity) return Error{Errc::corruption, "the log has lost its identity"};
  if (identity->id == expected) return *identity;
  return Error{Errc::corruption, "the log has id " + identity->id.to_string() +
                                     ", the store's marker names " + expected.to_string()};
}

Result<core::LogIdentity> Log::identify(const std::optional<LogId>& expected,
                                        const FingerprintKey& fresh_key) {
  if (expected) return read_identity(*expected);
  // No marker: a new store, or one whose making was interrupted; then its identity may be there.
  RECOURSE_TRY_ASSIGN(const auto known, find_identity());
  if (known) return *known;
  const core::LogIdentity fresh{random_log_id(), Incarnation{1}};
  RECOURSE_TRY(set_identity(fresh, fresh_key));
  return fresh;
}

Result<FingerprintKey> Log::read_fingerprint_key() const {
  std::string value;
  const auto status = db_->Get({}, db_.family(kMetaFamily), slice(kFingerprintKey), &value);
  if (!status.ok() && !status.IsNotFound()) {
    return from_status(status, "reading the key of the log's fingerprints");
  }
  if (!status.ok() || value.size() != 16) {
    return Error{Errc::corruption, "the log has lost the key of its fingerprints"};
  }
  FingerprintKey key;
  std::copy_n(value.begin(), 16, key.bytes.begin());
  return key;
}

Result<void> Log::set_identity(const core::LogIdentity& identity, const FingerprintKey& key) {
  std::string value(identity.id.bytes.begin(), identity.id.bytes.end());
  append_be64(value, identity.incarnation.value);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const std::string_view key_bytes{reinterpret_cast<const char*>(key.bytes.data()),
                                   key.bytes.size()};
  rocksdb::WriteBatch both;
  both.Put(db_.family(kMetaFamily), slice(kIdentityKey), value);
  both.Put(db_.family(kMetaFamily), slice(kFingerprintKey), slice(key_bytes));
  const auto put = db_->Write(synced, &both);
  if (!put.ok()) return from_status(put, "writing the log's identity");
  return {};
}

Result<LogEnd> Log::find_end() const {
  LogEnd end;
  const auto it = iterate();
  it->SeekToLast();
  if (!it->Valid()) {
    if (!it->status().ok()) return from_status(it->status(), "reading the log's end");
    return end;
  }
  core::PageReader reader{it->value().ToStringView()};
  for (;;) {
    RECOURSE_TRY_ASSIGN(const auto bytes, reader.next());
    if (bytes.empty() && end.head.value == 0) {
      return Error{Errc::corruption, "the last page of the log is empty"};
    }
    if (bytes.empty()) return end;
    RECOURSE_TRY_ASSIGN(const auto record, core::decode_record(bytes));
    end = LogEnd{record.position, record.recorded_at};
  }
}

Result<void> Log::write(rocksdb::WriteBatch& batch) {
  rocksdb::WriteOptions options;
  options.sync = true;
  const auto status = db_->Write(options, &batch);
  if (!status.ok()) return from_status(status, "writing to the log");
  return {};
}

Result<void> Log::flush() {
  const auto status = db_->Flush(rocksdb::FlushOptions{}, pages());
  if (!status.ok()) return from_status(status, "flushing the log");
  return {};
}

Result<void> Log::read_page(std::uint64_t first, rocksdb::PinnableSlice& page) const {
  std::string key;
  append_be64(key, first);
  page.Reset();
  const auto status = db_->Get({}, pages(), key, &page);
  if (status.IsNotFound()) {
    return Error{Errc::corruption, "the log has no page at position " + std::to_string(first) +
                                       ", its index says so"};
  }
  if (!status.ok()) return from_status(status, "reading page " + std::to_string(first));
  return {};
}

std::unique_ptr<rocksdb::Iterator> Log::iterate() const {
  rocksdb::ReadOptions options;
  options.readahead_size = kReadAhead;
  return std::unique_ptr<rocksdb::Iterator>{db_->NewIterator(options, pages())};
}

}  // namespace recourse::stores::rocks
