#include <pthread.h>

#include <recourse/base/limits.hpp>
#include <recourse/core/listeners.hpp>
#include <recourse/stores/rocksdb.hpp>
#include <semaphore>
#include <thread>

#include "stores/rocksdb/directory.hpp"
#include "stores/rocksdb/store_core.hpp"

namespace recourse::stores {
namespace rocks {
namespace {

using namespace core;

/// How long the indexer lets a batch gather.
constexpr std::chrono::milliseconds kIndexCollect{20};

/// The contract on top of the pipeline: three threads that call its steps. The answerer gives the
/// answers, so that a slow completion never holds up the next group.
class RocksDbStore final : public EventStore {
 public:
  RocksDbStore(const RocksDbOptions& options, DirectoryLock lock,
               std::unique_ptr<StoreCore> store_core)
      : wait_when_full_(options.wait_when_full),
        lock_(std::move(lock)),
        store_core_(std::move(store_core)),
        pipeline_(&store_core_->pipeline()),
        committer_([this] { run_committer(); }),
        indexer_([this] { run_indexer(); }),
        answerer_([this] { run_answerer(); }) {}

  ~RocksDbStore() override {
    pipeline_->close();
    committer_.join();
    {
      std::lock_guard guard{answers_mutex_};
      answers_ended_ = true;
    }
    answers_filled_.notify_all();
    answerer_.join();
    pipeline_->stop_indexer();
    indexer_.join();
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
    if (answering()) {
      return Error{Errc::invalid_argument, "a completion must not wait for an append of its own"};
    }
    RECOURSE_TRY(pipeline_->admit(std::move(append), done, /*wait_when_full=*/true));
    waiting->ready.acquire();
    return std::move(*waiting->answer);
  }

  void async_append(Append append, Done done) override {
    // Whoever waited here in a completion would wait for the answers that it holds up.
    const bool wait = wait_when_full_ && !answering();
    auto admitted = pipeline_->admit(std::move(append), done, wait);
    if (!admitted) done(std::move(admitted).error());
  }

  Result<std::optional<Remembered>> find(CommandId id) const override {
    return pipeline_->find(id);
  }
  Result<Version> version_of(const StreamId& stream) const override {
    return pipeline_->version_of(stream);
  }

  Result<Position> last_tagged(std::string_view type, std::string_view tag) const override {
    return pipeline_->last_tagged(type, tag);
  }

  Result<std::unique_ptr<Cursor>> read_stream(const StreamId& stream,
                                              StreamRange range) const override {
    return store_core_->read_stream(stream, range);
  }

  Result<std::unique_ptr<Cursor>> read_all(LogRange range) const override {
    return store_core_->read_all(std::move(range));
  }

  Capabilities capabilities() const override { return {}; }
  Result<Position> head() const override { return pipeline_->head(); }
  LogIdentity identity() const override { return store_core_->identity(); }
  FingerprintKey fingerprint_key() const override { return store_core_->fingerprint_key(); }
  Health health() const override { return store_core_->health(); }

  NotifyHandle notify(std::function<void(Position)> on_append) override {
    return listeners_.add(std::move(on_append));
  }

  Result<void> drain() override { return pipeline_->drain(); }
  TableStore& tables() override { return store_core_->tables(); }
  Checkpoints& checkpoints() override { return store_core_->checkpoints(); }

 private:
  bool answering() const { return std::this_thread::get_id() == answerer_.get_id(); }

  void run_committer() {
    pthread_setname_np(pthread_self(), "recourse-commit");
    std::vector<CompletedAppend> answers;
    while (pipeline_->wait_for_requests()) {
      pipeline_->commit_some(answers);
      {
        std::unique_lock guard{answers_mutex_};
        std::ranges::move(answers, std::back_inserter(answers_));
        answers_filled_.notify_one();
        // Slow completions slow the committer rather than let answers pile up.
        answers_drained_.wait(guard, [&] { return answers_.size() < limits::kAnswersMax; });
      }
      answers.clear();
    }
  }

  void run_indexer() {
    pthread_setname_np(pthread_self(), "recourse-index");
    while (pipeline_->wait_for_tail(kIndexCollect)) {
      if (!pipeline_->index_some()) return;  // the pipeline has stopped and says why
    }
  }

  void run_answerer() {
    pthread_setname_np(pthread_self(), "recourse-answer");
    std::vector<CompletedAppend> answers;
    Position told = pipeline_->head();
    for (;;) {
      {
        std::unique_lock guard{answers_mutex_};
        answers_filled_.wait(guard, [&] { return !answers_.empty() || answers_ended_; });
        if (answers_.empty()) return;
        answers.swap(answers_);
      }
      answers_drained_.notify_one();
      for (auto& answer : answers) answer.done(std::move(answer.result));
      answers.clear();
      if (const auto head = pipeline_->head(); head != told) listeners_.tell(told = head);
    }
  }

  const bool wait_when_full_;
  DirectoryLock lock_;  // released last
  std::unique_ptr<StoreCore> store_core_;
  Pipeline* pipeline_;  // the machine's

  std::mutex answers_mutex_;
  std::condition_variable answers_filled_;
  std::condition_variable answers_drained_;
  std::vector<CompletedAppend> answers_;
  bool answers_ended_ = false;

  Listeners listeners_;

  std::thread committer_;
  std::thread indexer_;
  std::thread answerer_;
};

}  // namespace
}  // namespace rocks

Result<std::unique_ptr<core::EventStore>> open_rocksdb(RocksDbOptions options) {
  using namespace rocks;
  RECOURSE_TRY(check_memory(options.memory_bytes));
  RECOURSE_TRY(examine(options.directory, options.create));
  RECOURSE_TRY_ASSIGN(auto lock, DirectoryLock::take(options.directory));
  // Again: whoever held it until now may have made the store.
  RECOURSE_TRY_ASSIGN(const auto found, examine(options.directory, options.create));
  RECOURSE_TRY_ASSIGN(auto store_core,
                      StoreCore::open({.directory = options.directory,
                                       .memory_bytes = options.memory_bytes,
                                       .clock = options.clock,
                                       .log_id = found.log_id,
                                       .wal_in_place = options.wal_in_place,
                                       .notes = open_info_log(options.directory)}));
  // Last: a folder without the marker is a store that was never finished.
  if (!found.log_id) RECOURSE_TRY(write_marker(options.directory, store_core->identity().id));
  return std::unique_ptr<core::EventStore>{
      std::make_unique<RocksDbStore>(options, std::move(lock), std::move(store_core))};
}

}  // namespace recourse::stores
