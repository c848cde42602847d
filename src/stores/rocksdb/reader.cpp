// Reading beside a writer: RocksDB secondaries of log/ and views/, and in memory what the index on
// disk does not cover yet. The views are opened first, so that the index is never ahead of the log
// by chance.
#include <recourse/base/limits.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <unordered_map>

#include "stores/rocksdb/cursors.hpp"
#include "stores/rocksdb/directory.hpp"
#include "stores/rocksdb/wal_proof.hpp"

namespace recourse::stores {
namespace rocks {
namespace {

using namespace core;

/// A folder that is gone when this is.
class Scratch {
 public:
  Scratch()
      : path_(std::filesystem::temp_directory_path() /
              ("recourse-reader-" + random_log_id().to_string())) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class Reader final : public EventStore {
 public:
  Reader(std::unique_ptr<Scratch> scratch, Database views, Database log)
      : scratch_(std::move(scratch)), index_(std::move(views)), log_(std::move(log)) {}

  Result<void> start(const LogId& log_id) {
    RECOURSE_TRY_ASSIGN(identity_, log_.read_identity(log_id));
    RECOURSE_TRY_ASSIGN(const auto end, log_.find_end());
    head_ = end.head;
    RECOURSE_TRY_ASSIGN(const auto covered, index_.covered(identity_));
    indexed_ = covered.value_or(Position{0});
    if (indexed_ > head_) {
      return Error{Errc::acknowledged_loss,
                   "the log ends at position " + std::to_string(head_.value) +
                       ", the index has seen " + std::to_string(indexed_.value)};
    }
    return read_tail();
  }

  Result<Appended> append(Append) override { return for_reading_only(); }
  void async_append(Append, base::Completion<Result<Appended>> done) override {
    done(for_reading_only());
  }

  Result<std::optional<Remembered>> find(CommandId id) const override {
    std::optional<Position> first;
    if (const auto known = commands_.find(id); known != commands_.end()) {
      first = Position{known->second};
    } else if (indexed_.value > 0) {
      RECOURSE_TRY_ASSIGN(first, index_.position_of(id));
    }
    // What the writer indexed meanwhile lies behind our head.
    if (!first || *first > head_) return std::optional<Remembered>{};
    RECOURSE_TRY_ASSIGN(const auto remembered, read_append(log_, id, *first));
    return std::optional{remembered};
  }

  Result<Version> version_of(const StreamId& stream) const override {
    if (const auto tail = tails_.find(stream.text()); tail != tails_.end()) {
      return Version{tail->second.first_version + tail->second.places.size() - 1};
    }
    if (indexed_.value == 0) return Version{0};
    return index_.last_version(stream.text());
  }

  Result<std::unique_ptr<Cursor>> read_stream(const StreamId& stream,
                                              StreamRange range) const override {
    RECOURSE_TRY_ASSIGN(const auto last, version_of(stream));
    range.to = std::min(range.to, last);
    const auto found = tails_.find(stream.text());
    const Tail tail = found == tails_.end() ? Tail{} : found->second;
    return std::unique_ptr<Cursor>{
        std::make_unique<StreamCursor>(log_, index_.versions(stream.text()), stream.text(), range,
                                       tail.places, tail.first_version)};
  }

  Result<std::unique_ptr<Cursor>> read_all(LogRange range) const override {
    range.to = std::min(range.to, head_);
    return std::unique_ptr<Cursor>{std::make_unique<LogCursor>(log_, std::move(range))};
  }

  Position head() const override { return head_; }
  LogIdentity identity() const override { return identity_; }
  Health health() const override {
    Health h;
    h.writable = false;
    h.reason = "opened for reading only";
    h.head = head_;
    h.indexed = indexed_;
    return h;
  }
  NotifyHandle notify(std::function<void(Position)>) override { return {}; }
  Result<void> drain() override { return {}; }

 private:
  struct Tail {
    std::uint64_t first_version = 0;
    std::vector<Place> places;
  };

  static Error for_reading_only() {
    return Error{Errc::store_stopped, "this process has opened the store for reading only"};
  }

  Result<void> read_tail() {
    if (indexed_ >= head_) return {};
    LogCursor cursor{log_, {.from = indexed_.next(), .to = head_}};
    for (;;) {
      RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
      if (!more) return {};
      const auto& r = cursor.record();
      auto& tail = tails_[std::string{r.stream}];
      if (tail.places.empty()) tail.first_version = r.version.value;
      tail.places.push_back({r.position.value, cursor.ordinal()});
      if (r.index == 0) commands_.emplace(r.command_id, r.position.value);
    }
  }

  std::unique_ptr<Scratch> scratch_;
  Index index_;
  Log log_;
  LogIdentity identity_{};
  Position head_{};
  Position indexed_{};
  std::unordered_map<std::string, Tail> tails_;
  std::unordered_map<CommandId, std::uint64_t> commands_;
};

}  // namespace
}  // namespace rocks

namespace {

Result<std::unique_ptr<core::EventStore>> open_once(const std::filesystem::path& directory,
                                                    std::size_t memory_bytes) {
  using namespace rocks;
  RECOURSE_TRY_ASSIGN(const auto found, examine(directory, /*create=*/false));
  if (!found.log_id) {
    return Error{Errc::not_a_store, directory.string() + " holds a store that was never finished"};
  }
  RECOURSE_TRY(prove_nothing_lost({.directory = directory, .memory_bytes = memory_bytes}));
  auto scratch = std::make_unique<Scratch>();
  std::error_code failed;
  std::filesystem::create_directories(scratch->path(), failed);
  if (failed) {
    return Error{Errc::io_error, "creating " + scratch->path().string() + ": " + failed.message()};
  }
  RECOURSE_TRY_ASSIGN(auto views, open_beside(directory, "views", memory_bytes, scratch->path()));
  RECOURSE_TRY_ASSIGN(auto log, open_beside(directory, "log", memory_bytes, scratch->path()));
  auto reader = std::make_unique<Reader>(std::move(scratch), std::move(views), std::move(log));
  RECOURSE_TRY(reader->start(*found.log_id));
  return std::unique_ptr<core::EventStore>{std::move(reader)};
}

}  // namespace

Result<std::unique_ptr<core::EventStore>> open_rocksdb_reader(std::filesystem::path directory,
                                                              std::size_t memory_bytes) {
  // A writer may replace a file between two looks at the folder; that passes, real damage stays.
  constexpr int kAttempts = 3;
  for (int attempt = 1;; ++attempt) {
    auto opened = open_once(directory, memory_bytes);
    const bool may_pass = opened.has_error() && (opened.error().code() == Errc::io_error ||
                                                 opened.error().code() == Errc::corruption ||
                                                 opened.error().code() == Errc::acknowledged_loss);
    if (!may_pass || attempt == kAttempts) return opened;
  }
}

}  // namespace recourse::stores
