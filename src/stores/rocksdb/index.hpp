// The derived index: where a stream's versions and a command's append lie in the log.
//
//     's' stream '\0' be64 version     →  varint position, varint ordinal; for each version that
//                                         follows: varint position ahead, varint ordinal
//     'c' 16 command id                →  varint position
//     't' type '\0' tag                →  varint position of the last event of the type with it
//     'k'                              →  16 log id, be64 incarnation, be64 position
//
// 'k' is the checkpoint: the index covers the log up to that position. It is written in the same
// batch as the rows, into the same column family, so that they cannot part.
// Thread-safety: reads from any thread; `write` from the indexer alone.
#pragma once

#include "stores/rocksdb/log.hpp"

namespace recourse::stores::rocks {

/// What a tag is found by: tags of different types are different ones.
std::string tag_key(std::string_view type, std::string_view tag);

/// Collects rows, sorts them, writes them with the checkpoint. Reused between batches. Adjacent
/// versions of a stream make one row, a run: a case that is decided in one go costs one.
class IndexBatch {
 public:
  using Run = std::uint32_t;
  static constexpr std::uint32_t kRunMax = 256;  ///< Versions in a run.

  void clear();
  /// Begins a run; it must be extended at least once.
  Run begin_run(std::string_view stream, std::uint64_t first_version);
  /// Adds the place of the run's next version. Requires: versions(run) < kRunMax.
  void extend(Run run, RecordLocation place);
  std::uint32_t versions(Run run) const { return runs_[run].versions; }
  void add_command(const CommandId& id, std::uint64_t position);
  /// Of a tag that is added more than once the last position stays. Requires: they rise.
  void add_tag(std::string_view key, std::uint64_t position);
  /// Places and commands added so far.
  std::size_t size() const { return steps_.size() + rows_.size(); }

 private:
  friend class Index;
  struct Row {
    std::uint64_t key_head;  // the key's first 8 bytes as a number: decides most comparisons
    std::uint32_t offset;
    std::uint16_t key_bytes;
    std::uint16_t value_bytes;
  };
  struct Step {
    RecordLocation place;
    std::uint32_t next;
  };
  struct Building {
    std::uint32_t stream;  // in bytes_
    std::uint16_t stream_bytes;
    std::uint32_t versions = 0;
    std::uint64_t first_version;
    std::uint32_t first = 0;  // in steps_
    std::uint32_t last = 0;
  };
  std::string_view key(const Row& row) const {
    return std::string_view{bytes_}.substr(row.offset, row.key_bytes);
  }
  std::string_view value(const Row& row) const {
    return std::string_view{bytes_}.substr(row.offset + row.key_bytes, row.value_bytes);
  }
  void finish_row(std::size_t begin, std::size_t key_end);
  void finish_run(const Building& run);
  /// Makes rows of the runs and sorts all.
  void finish();
  std::string bytes_;
  std::vector<Building> runs_;
  std::vector<Step> steps_;
  std::vector<Row> rows_;
  rocksdb::WriteBatch writes_;
};

/// Walks a stream's indexed versions.
class VersionIterator {
 public:
  VersionIterator(std::unique_ptr<rocksdb::Iterator> it, std::string prefix)
      : it_(std::move(it)), prefix_(std::move(prefix)) {}
  /// Places it at `version`, or the next below (`backward`) or above that exists.
  void seek(std::uint64_t version, bool backward);
  void step(bool backward);
  bool valid() const { return at_ < run_.size(); }
  /// Require: valid().
  std::uint64_t version() const { return first_ + at_; }
  const RecordLocation& place() const { return run_[at_]; }
  /// Why it is not valid, if that is not for want of versions.
  Result<void> status() const;

 private:
  /// Reads the run that the iterator stands on; none if it has left the stream.
  void load();
  std::unique_ptr<rocksdb::Iterator> it_;
  std::string prefix_;
  std::vector<RecordLocation> run_;
  std::uint64_t first_ = 0;  // the run's first version
  std::size_t at_ = 0;
  bool unreadable_ = false;
};

class Index {
 public:
  explicit Index(Database database) : db_(std::move(database)) {}
  const Database& database() const { return db_; }
  Database& database() { return db_; }

  /// What the index covers of this log; 0 if it is empty, nothing if it belongs to another log or
  /// incarnation.
  Result<std::optional<Position>> covered(const core::LogIdentity& identity) const;
  /// The same, for the writer: an index of another log or incarnation is emptied.
  Result<Position> begin(const core::LogIdentity& identity);
  /// Writes the rows and the checkpoint as one batch.
  Result<void> write(IndexBatch& batch, Position covered);
  /// Makes what was written outlive the process.
  Result<void> flush();

  /// The highest indexed version of a stream; 0 if there is none.
  Result<Version> last_version(std::string_view stream) const;
  VersionIterator versions(std::string_view stream) const;
  /// Where a command's append begins, if it is indexed.
  Result<std::optional<Position>> position_of(const CommandId& id) const;
  /// The last indexed position of a tag_key; 0 if there is none.
  Result<Position> last_tagged(std::string_view key) const;

 private:
  Result<void> discard();
  std::unique_ptr<rocksdb::Iterator> iterate(bool within_prefix) const;
  Database db_;
  core::LogIdentity identity_{};
};

}  // namespace recourse::stores::rocks
