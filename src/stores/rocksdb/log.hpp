// The log on disk: pages by position, and what is known about the log as a whole.
// Thread-safety: reads from any thread; `write` from the committer alone.
#pragma once

#include <recourse/core/event_store.hpp>

#include "stores/rocksdb/databases.hpp"

namespace recourse::stores::rocks {

/// Where a record lies: its position, and its place in its page.
struct RecordLocation {
  std::uint64_t position = 0;
  std::uint32_t ordinal = 0;
  std::uint64_t page() const { return position - ordinal; }
};

/// The pages of one group commit, being built.
class Group {
 public:
  /// Begins an empty group whose first record will be at `next`.
  void begin(Position next);
  /// Adds a record; returns where it will be.
  RecordLocation add(std::string_view assigned, std::string_view body,
                     rocksdb::ColumnFamilyHandle* pages);
  /// Closes the last page. The batch is then complete.
  rocksdb::WriteBatch& finish(rocksdb::ColumnFamilyHandle* pages);
  std::uint64_t next() const { return next_; }

 private:
  void close_page(rocksdb::ColumnFamilyHandle* pages);
  rocksdb::WriteBatch batch_;
  std::string page_;
  std::string key_;
  std::uint64_t first_ = 1;
  std::uint64_t next_ = 1;
};

/// The end of the log, as found at open.
struct LogEnd {
  Position head{};
  Timestamp recorded_at{};
};

class Log {
 public:
  explicit Log(Database database) : db_(std::move(database)) {}
  const Database& database() const { return db_; }

  /// Reads, or at creation writes, the log's identity. corruption if it is not `expected`.
  /// A new one gets this key of its fingerprints.
  Result<core::LogIdentity> identify(const std::optional<LogId>& expected,
                                     const FingerprintKey& fresh_key);
  /// The identity, if the log has got one.
  Result<std::optional<core::LogIdentity>> find_identity() const;
  /// The same without writing: corruption if there is none.
  Result<core::LogIdentity> read_identity(const LogId& expected) const;
  /// Makes it the log of this identity, with this key of its fingerprints, durably.
  Result<void> set_identity(const core::LogIdentity& identity, const FingerprintKey& key);
  /// The key of the log's fingerprints. corruption if there is none.
  Result<FingerprintKey> read_fingerprint_key() const;
  Result<LogEnd> find_end() const;

  rocksdb::ColumnFamilyHandle* pages() const { return db_.family(kPagesFamily); }
  /// One synced write: when it returns, the group is durable.
  Result<void> write(rocksdb::WriteBatch& batch);

  /// Moves what was written from the write-ahead log into table files.
  Result<void> flush();

  /// The page that begins at `first`.
  Result<void> read_page(std::uint64_t first, rocksdb::PinnableSlice& page) const;
  /// An iterator over all pages.
  std::unique_ptr<rocksdb::Iterator> iterate() const;

 private:
  Database db_;
};

}  // namespace recourse::stores::rocks
