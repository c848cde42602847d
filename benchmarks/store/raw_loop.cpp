#include "benchmarks/store/raw_loop.hpp"

#include <rocksdb/db.h>
#include <rocksdb/slice_transform.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <vector>

namespace recourse::bench {
namespace {

constexpr std::size_t kPage = 16 * 1024;

void put_be64(std::string& out, std::uint64_t v) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(v >> shift));
}

void check(const rocksdb::Status& status) {
  if (!status.ok()) throw std::runtime_error{status.ToString()};
}

struct Request {
  Event event;
  std::function<void()> done;
};

/// A committed event, for the indexer.
struct Indexed {
  std::uint64_t stream;
  std::uint64_t version;
  std::uint64_t position;
};

class RawLoop final : public Sink {
 public:
  RawLoop(RawKind kind, const std::filesystem::path& directory) : kind_(kind) {
    rocksdb::Options o;
    o.create_if_missing = true;
    o.compression = rocksdb::kNoCompression;
    o.write_buffer_size = 64 << 20;
    o.max_background_jobs = 2;
    o.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
    rocksdb::DB* raw = nullptr;
    check(rocksdb::DB::Open(o, (directory / "log").string(), &raw));
    log_.reset(raw);
    check(rocksdb::DB::Open(o, (directory / "index").string(), &raw));
    index_.reset(raw);
    committer_ = std::thread{[this] { run_committer(); }};
    answerer_ = std::thread{[this] { run_answerer(); }};
    indexer_ = std::thread{[this] { run_indexer(); }};
  }
  ~RawLoop() override {
    end(queue_mutex_, queue_filled_, queue_ended_, committer_);
    end(answers_mutex_, answers_filled_, answers_ended_, answerer_);
    end(tail_mutex_, tail_filled_, tail_ended_, indexer_);
  }

  void append(Event event, std::function<void()> done) override {
    std::lock_guard lock{queue_mutex_};
    queue_.push_back({std::move(event), std::move(done)});
    if (queue_.size() == 1) queue_filled_.notify_one();
  }

  void drain() override {
    std::unique_lock lock{tail_mutex_};
    draining_ = true;
    tail_filled_.notify_one();
    tail_drained_.wait(lock, [&] { return tail_.empty() && !indexing_; });
    draining_ = false;
  }

  std::uint64_t replay() override {
    rocksdb::ReadOptions options;
    options.readahead_size = 2 << 20;
    const std::unique_ptr<rocksdb::Iterator> it{log_->NewIterator(options)};
    std::uint64_t events = 0;
    for (it->Seek("l"); it->Valid() && it->key()[0] == 'l'; it->Next()) {
      const auto value = it->value();
      for (std::size_t at = 0; at < value.size(); at += 24 + kPayloadBytes) ++events;
    }
    return events;
  }

 private:
  static void end(std::mutex& mutex, std::condition_variable& filled, bool& ended,
                  std::thread& thread) {
    {
      std::lock_guard lock{mutex};
      ended = true;
    }
    filled.notify_one();
    thread.join();
  }

  void run_committer() {
    std::vector<Request> group;
    for (;;) {
      {
        std::unique_lock lock{queue_mutex_};
        queue_filled_.wait(lock, [&] { return !queue_.empty() || queue_ended_; });
        if (queue_.empty()) return;
        group.swap(queue_);
      }
      commit(group);
      {
        std::lock_guard lock{answers_mutex_};
        std::ranges::move(group, std::back_inserter(answers_));
      }
      answers_filled_.notify_one();
      group.clear();
    }
  }

  void commit(const std::vector<Request>& group) {
    batch_.Clear();
    std::vector<Indexed> indexed;
    std::uint64_t first = next_;
    page_.clear();
    for (const auto& r : group) {
      auto& head = heads_[r.event.stream];
      if (head + 1 != r.event.version) std::abort();
      head = r.event.version;
      if (head == kEventsPerCase) heads_.erase(r.event.stream);
      if (kind_ == RawKind::two_puts) page_.clear(), first = next_;
      if (page_.size() >= kPage) put_page(first), first = next_;
      put_be64(page_, r.event.stream);
      put_be64(page_, r.event.version);
      put_be64(page_, next_);
      page_.append(r.event.payload);
      if (kind_ == RawKind::two_puts) {
        put_page(first);
        put_version(batch_, r.event.stream, r.event.version, next_);
      } else {
        indexed.push_back({r.event.stream, r.event.version, next_});
      }
      ++next_;
    }
    put_page(first);
    rocksdb::WriteOptions synced;
    synced.sync = true;
    check(log_->Write(synced, &batch_));
    if (indexed.empty()) return;
    std::lock_guard lock{tail_mutex_};
    std::ranges::move(indexed, std::back_inserter(tail_));
    tail_filled_.notify_one();
  }

  void put_page(std::uint64_t first) {
    if (page_.empty()) return;
    key_.assign(1, 'l');
    put_be64(key_, first);
    batch_.Put(key_, page_);
    page_.clear();
  }

  static void put_version(rocksdb::WriteBatch& batch, std::uint64_t stream, std::uint64_t version,
                          std::uint64_t position) {
    std::string key(1, 's');
    put_be64(key, stream * 0x9E3779B97F4A7C15u);
    put_be64(key, version);
    std::string value;
    put_be64(value, position);
    batch.Put(key, value);
  }

  void run_indexer() {
    std::vector<Indexed> batch;
    for (;;) {
      {
        std::unique_lock lock{tail_mutex_};
        indexing_ = false;
        tail_drained_.notify_all();
        tail_filled_.wait(lock, [&] { return !tail_.empty() || tail_ended_; });
        tail_filled_.wait_for(lock, std::chrono::milliseconds{20},
                              [&] { return tail_.size() >= 32'768 || tail_ended_ || draining_; });
        if (tail_.empty()) return;
        batch.swap(tail_);
        indexing_ = true;
      }
      write_index(batch);
      batch.clear();
    }
  }

  void write_index(const std::vector<Indexed>& batch) {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& i : batch) {
      std::string key(1, 's');
      put_be64(key, i.stream * 0x9E3779B97F4A7C15u);
      put_be64(key, i.version);
      std::string value;
      put_be64(value, i.position);
      rows.emplace_back(std::move(key), std::move(value));
      key.assign(1, 'c');
      put_be64(key, i.position * 0xD6E8FEB86659FD93u);
      put_be64(key, i.position);
      rows.emplace_back(std::move(key), std::string{});
    }
    std::ranges::sort(rows);
    rocksdb::WriteBatch rows_batch;
    for (const auto& [key, value] : rows) rows_batch.Put(key, value);
    rocksdb::WriteOptions unlogged;
    unlogged.disableWAL = true;
    check(index_->Write(unlogged, &rows_batch));
  }

  void run_answerer() {
    std::vector<Request> answers;
    for (;;) {
      {
        std::unique_lock lock{answers_mutex_};
        answers_filled_.wait(lock, [&] { return !answers_.empty() || answers_ended_; });
        if (answers_.empty()) return;
        answers.swap(answers_);
      }
      for (auto& r : answers) r.done();
      answers.clear();
    }
  }

  RawKind kind_;
  std::unique_ptr<rocksdb::DB> log_;
  std::unique_ptr<rocksdb::DB> index_;
  rocksdb::WriteBatch batch_;
  std::string page_;
  std::string key_;
  std::uint64_t next_ = 1;
  std::unordered_map<std::uint64_t, std::uint64_t> heads_;

  std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::vector<Request> queue_;
  bool queue_ended_ = false;

  std::mutex answers_mutex_;
  std::condition_variable answers_filled_;
  std::vector<Request> answers_;
  bool answers_ended_ = false;

  std::mutex tail_mutex_;
  std::condition_variable tail_filled_;
  std::condition_variable tail_drained_;
  std::vector<Indexed> tail_;
  bool indexing_ = false;
  bool draining_ = false;
  bool tail_ended_ = false;

  std::thread committer_;
  std::thread answerer_;
  std::thread indexer_;
};

}  // namespace

std::unique_ptr<Sink> open_raw(RawKind kind, const std::filesystem::path& directory) {
  std::filesystem::create_directories(directory);
  return std::make_unique<RawLoop>(kind, directory);
}

}  // namespace recourse::bench
