#include <map>
#include <recourse/stores/rocksdb.hpp>
#include <semaphore>
#include <thread>

#include "stores/rocksdb/cursors.hpp"
#include "stores/rocksdb/directory.hpp"
#include "stores/rocksdb/pipeline.hpp"
#include "stores/rocksdb/wal_proof.hpp"

namespace recourse::stores {
namespace rocks {
namespace {

using namespace core;

/// How far the clock may lag behind the last record before it is worth a note.
constexpr std::chrono::minutes kClockTolerance{1};
/// How long the indexer lets a batch gather.
constexpr std::chrono::milliseconds kIndexCollect{20};

/// The contract on top of the pipeline: three threads that call its steps. The answerer gives the
/// answers, so that a slow completion never holds up the next group.
class RocksDbStore final : public EventStore {
 public:
  RocksDbStore(RocksDbOptions options, DirectoryLock lock, Databases databases)
      : options_(std::move(options)),
        lock_(std::move(lock)),
        log_(std::move(databases.log)),
        index_(std::move(databases.views)) {}

  ~RocksDbStore() override {
    if (!pipeline_) return;
    pipeline_->close();
    if (committer_.joinable()) committer_.join();
    {
      std::lock_guard guard{answers_mutex_};
      answers_ended_ = true;
    }
    answers_filled_.notify_all();
    if (answerer_.joinable()) answerer_.join();
    pipeline_->stop_indexer();
    if (indexer_.joinable()) indexer_.join();
    if (!pipeline_->health().writable) {
      log_.abandon();
      index_.abandon();
      return;
    }
    // A failure here costs the next open some reading, nothing more.
    (void)index_.flush();
  }

  Result<void> start(const Found& found) {
    RECOURSE_TRY_ASSIGN(identity_, log_.identify(found.log_id));
    auto end = log_.find_end();
    if (!end) return std::move(end).error().within("the end of the log");
    if (!found.log_id) {
      if (end->head.value != 0) {
        return Error{Errc::corruption, options_.directory.string() +
                                           " holds a log but its marker recourse.store is gone"};
      }
      RECOURSE_TRY(write_marker(options_.directory, identity_.id));
    }
    RECOURSE_TRY_ASSIGN(const auto indexed, index_.begin(identity_));
    if (indexed > end->head) {
      return Error{Errc::acknowledged_loss,
                   "the log ends at position " + std::to_string(end->head.value) +
                       ", the index has seen " + std::to_string(indexed.value)};
    }
    note_clock(*end);
    pipeline_.emplace(log_, index_, *options_.clock, *end, indexed);
    RECOURSE_TRY(pipeline_->catch_up(end->head));
    committer_ = std::thread{[this] { run_committer(); }};
    indexer_ = std::thread{[this] { run_indexer(); }};
    answerer_ = std::thread{[this] { run_answerer(); }};
    return {};
  }

  Result<Appended> append(Append append) override {
    // The semaphore is shared with the completion: release() may still touch it after we woke.
    struct Waiting {
      std::binary_semaphore ready{0};
      std::optional<Result<Appended>> answer;
    };
    const auto waiting = std::make_shared<Waiting>();
    Done done = [waiting](Result<Appended> answer) {
      waiting->answer.emplace(std::move(answer));
      waiting->ready.release();
    };
    RECOURSE_TRY(pipeline_->admit(std::move(append), done, /*wait_when_full=*/true));
    waiting->ready.acquire();
    return std::move(*waiting->answer);
  }

  void async_append(Append append, Done done) override {
    auto admitted = pipeline_->admit(std::move(append), done, options_.wait_when_full);
    if (!admitted) done(std::move(admitted).error());
  }

  Result<std::optional<Remembered>> find(CommandId id) const override {
    return pipeline_->find(id);
  }
  Result<Version> version_of(const StreamId& stream) const override {
    return pipeline_->version_of(stream);
  }

  Result<std::unique_ptr<Cursor>> read_stream(const StreamId& stream,
                                              StreamRange range) const override {
    // The tail first: what leaves it meanwhile is in the index by then.
    std::uint64_t first = 0;
    auto tail = pipeline_->unindexed(stream, first);
    return std::unique_ptr<Cursor>{std::make_unique<StreamCursor>(
        log_, index_.versions(stream.text()), stream.text(), range, std::move(tail), first)};
  }

  Result<std::unique_ptr<Cursor>> read_all(LogRange range) const override {
    range.to = std::min(range.to, head());
    return std::unique_ptr<Cursor>{std::make_unique<LogCursor>(log_, std::move(range))};
  }

  Position head() const override { return pipeline_->head(); }
  LogIdentity identity() const override { return identity_; }
  Health health() const override {
    auto h = pipeline_->health();
    h.clock_is_behind = !notes_.empty();
    h.notes = notes_;
    return h;
  }

  NotifyHandle notify(std::function<void(Position)> on_append) override {
    std::lock_guard guard{listeners_mutex_};
    const auto key = next_listener_++;
    listeners_.emplace(key, std::move(on_append));
    return NotifyHandle{[this, key] {
      std::lock_guard inner{listeners_mutex_};
      listeners_.erase(key);
    }};
  }

  Result<void> drain() override { return pipeline_->drain(); }

 private:
  void note_clock(const LogEnd& end) {
    if (options_.clock->now() + kClockTolerance >= end.recorded_at) return;
    notes_.push_back("the clock says " + to_string(options_.clock->now()) +
                     ", before the last record's " + to_string(end.recorded_at) +
                     "; new records carry the later time");
  }

  void run_committer() {
    std::vector<Answer> answers;
    while (pipeline_->wait_for_requests()) {
      pipeline_->commit_some(answers);
      {
        std::lock_guard guard{answers_mutex_};
        std::ranges::move(answers, std::back_inserter(answers_));
      }
      answers_filled_.notify_one();
      answers.clear();
    }
  }

  void run_indexer() {
    while (pipeline_->wait_for_tail(kIndexCollect)) {
      if (!pipeline_->index_some()) return;  // the pipeline has stopped and says why
    }
  }

  void run_answerer() {
    std::vector<Answer> answers;
    Position told = pipeline_->head();
    for (;;) {
      {
        std::unique_lock guard{answers_mutex_};
        answers_filled_.wait(guard, [&] { return !answers_.empty() || answers_ended_; });
        if (answers_.empty()) return;
        answers.swap(answers_);
      }
      for (auto& answer : answers) answer.done(std::move(answer.result));
      answers.clear();
      if (const auto head = pipeline_->head(); head != told) tell_listeners(told = head);
    }
  }

  void tell_listeners(Position head) {
    std::lock_guard guard{listeners_mutex_};
    for (const auto& [key, listener] : listeners_) listener(head);
  }

  RocksDbOptions options_;
  DirectoryLock lock_;  // released last
  Log log_;
  Index index_;
  LogIdentity identity_{};
  std::vector<std::string> notes_;
  mutable std::optional<Pipeline> pipeline_;

  std::mutex answers_mutex_;
  std::condition_variable answers_filled_;
  std::vector<Answer> answers_;
  bool answers_ended_ = false;

  std::mutex listeners_mutex_;
  std::map<std::uint64_t, std::function<void(Position)>> listeners_;
  std::uint64_t next_listener_ = 0;

  std::thread committer_;
  std::thread indexer_;
  std::thread answerer_;
};

/// RocksDB ends the process when it cannot write what it needs at open, so there must be room.
Result<void> check_space(const std::filesystem::path& directory) {
  std::error_code failed;
  const auto space = std::filesystem::space(directory, failed);
  if (failed || space.available >= limits::kFreeBytesMin) return {};
  return Error{Errc::io_error, directory.string() + " has " + std::to_string(space.available) +
                                   " bytes of free space; opening needs " +
                                   std::to_string(limits::kFreeBytesMin)};
}

}  // namespace
}  // namespace rocks

Result<std::unique_ptr<core::EventStore>> open_rocksdb(RocksDbOptions options) {
  using namespace rocks;
  if (options.memory_bytes < (std::size_t{32} << 20)) {
    return Error{Errc::invalid_argument, "a store needs at least 32 MiB of memory"};
  }
  RECOURSE_TRY(examine(options.directory, options.create));
  RECOURSE_TRY(check_space(options.directory));
  RECOURSE_TRY_ASSIGN(auto lock, DirectoryLock::take(options.directory));
  // Again: whoever held it until now may have made the store.
  RECOURSE_TRY_ASSIGN(const auto found, examine(options.directory, options.create));
  RECOURSE_TRY(prove_nothing_lost(options.directory / "log"));
  RECOURSE_TRY_ASSIGN(auto databases,
                      open_databases(options.directory, options.memory_bytes, !found.log_id));
  auto store =
      std::make_unique<RocksDbStore>(std::move(options), std::move(lock), std::move(databases));
  RECOURSE_TRY(store->start(found));
  return std::unique_ptr<core::EventStore>{std::move(store)};
}

}  // namespace recourse::stores
