// Importing: records of another store's log, put into pages and written group by group. The file
// `copying` stands in the directory from the first step to the last, so that whatever a crash
// leaves is gone on with, and not taken for a store.
#include <recourse/stores/rocksdb.hpp>

#include "stores/rocksdb/checkpoints.hpp"
#include "stores/rocksdb/cursors.hpp"
#include "stores/rocksdb/directory.hpp"
#include "stores/rocksdb/pipeline.hpp"
#include "stores/rocksdb/wal_proof.hpp"

namespace recourse::stores {
namespace rocks {
namespace {

namespace fs = std::filesystem;

Result<void> mark(const fs::path& directory, const core::LogOrigin& origin) {
  return write_durably(directory / kCopying,
                       "copy of the log " + origin.identity.id.to_string() + "\n");
}

/// What was never finished may be of another log, and nothing says which.
Result<void> check_fresh(const fs::path& directory) {
  std::error_code failed;
  if (fs::exists(directory / kCopying, failed) || !fs::exists(directory / "log", failed)) return {};
  return Error{Errc::not_a_store,
               directory.string() + " holds a store whose making was interrupted: empty it"};
}

class Import final : public core::LogImport {
 public:
  /// `marked`: the file `copying` stands there.
  Import(fs::path directory, const core::LogOrigin& origin, bool marked, DirectoryLock lock,
         Databases databases)
      : directory_(std::move(directory)),
        origin_(origin),
        marked_(marked),
        lock_(std::move(lock)),
        log_(std::move(databases.log)),
        index_(std::move(databases.views)) {}

  /// Whose log it holds, or will; and where that ends.
  Result<void> begin() {
    RECOURSE_TRY_ASSIGN(const auto known, log_.find_identity());
    if (!known) {
      RECOURSE_TRY(log_.set_identity(origin_.identity, origin_.fingerprint_key));
    } else if (*known != origin_.identity) {
      return holds_another(directory_, *known);
    }
    RECOURSE_TRY_ASSIGN(const auto key, log_.read_fingerprint_key());
    if (key != origin_.fingerprint_key) {
      return Error{Errc::corruption, "the log in " + directory_.string() +
                                         " has another key of its fingerprints than its source"};
    }
    RECOURSE_TRY_ASSIGN(end_, log_.find_end());
    next_ = end_.head.next();
    group_.begin(next_);
    return {};
  }

  static Error holds_another(const fs::path& directory, const core::LogIdentity& held) {
    return {Errc::invalid_argument, directory.string() + " holds the log " + held.id.to_string() +
                                        ", incarnation " + std::to_string(held.incarnation.value) +
                                        ": choose another directory"};
  }

  Position head() const override { return end_.head; }

  Result<void> add(const core::RecordView& record, std::string_view bytes) override {
    if (record.position != next_) {
      return Error{Errc::invalid_argument, "the record at position " +
                                               std::to_string(record.position.value) +
                                               " does not follow the last one"};
    }
    group_.add(bytes, {}, log_.pages());
    added_ = {record.position, record.recorded_at};
    next_ = next_.next();
    return {};
  }

  Result<void> commit() override {
    if (next_ == end_.head.next()) return {};
    // A store stays one as long as nothing comes in: what is refused before that may go on.
    if (!marked_) RECOURSE_TRY(mark(directory_, origin_));
    marked_ = true;
    RECOURSE_TRY(log_.write(group_.finish(log_.pages())));
    end_ = added_;
    group_.begin(next_);
    return {};
  }

  Result<std::unique_ptr<core::Cursor>> read_from(Position from) const override {
    return std::unique_ptr<core::Cursor>{
        std::make_unique<LogCursor>(log_, core::LogRange{.from = from, .to = end_.head})};
  }

  Result<void> finish(const std::vector<core::Checkpoints::Named>& positions) override {
    RECOURSE_TRY(LogCheckpoints::replace_all(log_, positions));
    RECOURSE_TRY_ASSIGN(const auto indexed, index_.begin(origin_.identity));
    Pipeline pipeline{log_, index_,  SystemClock::instance(),
                      end_, indexed, origin_.fingerprint_key};
    RECOURSE_TRY(pipeline.catch_up(end_.head));
    RECOURSE_TRY(index_.flush());
    RECOURSE_TRY(write_marker(directory_, origin_.identity.id));
    std::error_code failed;
    fs::remove(directory_ / kCopying, failed);
    if (failed) return Error{Errc::io_error, "removing the file 'copying': " + failed.message()};
    marked_ = false;
    return sync_folder(directory_);
  }

 private:
  const fs::path directory_;
  const core::LogOrigin origin_;
  bool marked_;
  DirectoryLock lock_;  // released last
  Log log_;
  Index index_;
  LogEnd end_;    // what is durable
  LogEnd added_;  // what was added
  Position next_;
  rocks::Group group_;
};

}  // namespace
}  // namespace rocks

Result<std::unique_ptr<core::LogImport>> import_rocksdb(const std::filesystem::path& directory,
                                                        const core::LogOrigin& origin,
                                                        std::size_t memory_bytes) {
  using namespace rocks;
  RECOURSE_TRY(check_memory(memory_bytes));
  RECOURSE_TRY(examine_for_copy(directory));
  RECOURSE_TRY_ASSIGN(auto lock, DirectoryLock::take(directory));
  // Again: whoever held it until now may have made something of it.
  RECOURSE_TRY_ASSIGN(const auto found, examine_for_copy(directory));
  if (found.log_id && *found.log_id != origin.identity.id) {
    return Error{Errc::invalid_argument, directory.string() + " holds the log " +
                                             found.log_id->to_string() +
                                             ": choose another directory"};
  }
  // A fresh directory is marked before anything is laid into it.
  std::error_code failed;
  const bool is_store = found.log_id && !fs::exists(directory / kCopying, failed);
  if (!is_store) {
    RECOURSE_TRY(check_fresh(directory));
    RECOURSE_TRY(mark(directory, origin));
  }
  const DatabaseOptions options{
      .directory = directory, .memory_bytes = memory_bytes, .create = !found.log_id};
  RECOURSE_TRY(prove_nothing_lost(options));
  RECOURSE_TRY_ASSIGN(auto databases, open_databases(options));
  auto import =
      std::make_unique<Import>(directory, origin, !is_store, std::move(lock), std::move(databases));
  RECOURSE_TRY(import->begin());
  return std::unique_ptr<core::LogImport>{std::move(import)};
}

}  // namespace recourse::stores
