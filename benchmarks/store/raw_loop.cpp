#include "benchmarks/store/raw_loop.hpp"

#include <rocksdb/db.h>
#include <rocksdb/slice_transform.h>
#include <xxhash.h>

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

void put_be32(std::string& out, std::uint64_t v) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(v >> shift));
}

/// As long as our index's keys and values.
std::string version_prefix(std::uint64_t stream) {
  return "scase/" + std::to_string(stream) + std::string(1, '\0');
}

void check(const rocksdb::Status& status) {
  if (!status.ok()) throw std::runtime_error{status.ToString()};
}

struct Request {
  Events events;
  std::function<void()> done;
};

/// A committed event, for the indexer.
struct Indexed {
  std::uint64_t stream;
  std::uint64_t version;
  std::uint64_t position;
  std::uint64_t page;
  bool begins;  // an append
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

  void append(Events events, std::function<void()> done) override {
    std::lock_guard lock{queue_mutex_};
    queue_.push_back({std::move(events), std::move(done)});
    if (queue_.size() == 1) queue_filled_.notify_one();
  }

  void drain() override {
    std::unique_lock lock{tail_mutex_};
    draining_ = true;
    tail_filled_.notify_one();
    tail_drained_.wait(lock, [&] { return tail_.empty() && !indexing_; });
    draining_ = false;
  }

  std::uint64_t replay(Replay way) override {
    constexpr std::size_t kRecord = kHeaderBytes + kPayloadBytes;
    rocksdb::ReadOptions options;
    options.readahead_size = 2 << 20;
    const std::unique_ptr<rocksdb::Iterator> it{log_->NewIterator(options)};
    std::uint64_t events = 0;
    std::uint64_t sum = 0;
    for (it->Seek("l"); it->Valid() && it->key()[0] == 'l'; it->Next()) {
      const auto value = it->value();
      for (std::size_t at = 0; at < value.size(); at += kRecord) {
        if (way != Replay::scan) sum ^= XXH3_64bits(value.data() + at, kRecord);
        ++events;
      }
    }
    if (sum == 1) std::abort();  // so that it is computed
    return events;
  }

  std::uint64_t read_case(std::uint64_t stream) override {
    const auto prefix = version_prefix(stream);
    const std::unique_ptr<rocksdb::Iterator> it{index_of(kind_)->NewIterator({})};
    std::uint64_t events = 0;
    rocksdb::PinnableSlice page;
    std::string key;
    for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix); it->Next()) {
      key.assign(1, 'l');
      key.append(it->value().data(), 8);
      page.Reset();
      check(log_->Get({}, log_->DefaultColumnFamily(), key, &page));
      ++events;
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
    first_ = next_;
    page_.clear();
    for (const auto& r : group) {
      auto& head = heads_[r.events.stream];
      if (head + 1 != r.events.version) std::abort();
      head += r.events.count();
      for (std::uint64_t i = 0; i < r.events.count(); ++i) add(r.events, i, indexed);
      if (head == kEventsPerCase) heads_.erase(r.events.stream);
    }
    put_page();
    rocksdb::WriteOptions synced;
    synced.sync = true;
    check(log_->Write(synced, &batch_));
    if (indexed.empty()) return;
    std::lock_guard lock{tail_mutex_};
    std::ranges::move(indexed, std::back_inserter(tail_));
    tail_filled_.notify_one();
  }

  void add(const Events& events, std::uint64_t i, std::vector<Indexed>& indexed) {
    if (kind_ == RawKind::two_puts || page_.size() >= kPage) put_page();
    if (page_.empty()) first_ = next_;
    put_be64(page_, events.stream);
    put_be64(page_, events.version + i);
    put_be64(page_, next_);
    page_.append(kHeaderBytes - 24, '.');
    page_.append(events.payload, i * kPayloadBytes, kPayloadBytes);
    const Indexed row{events.stream, events.version + i, next_, first_, i == 0};
    if (kind_ == RawKind::two_puts) {
      std::string key = version_prefix(row.stream);
      put_be64(key, row.version);
      std::string value;
      put_be64(value, row.page);
      batch_.Put(key, value);
    } else {
      indexed.push_back(row);
    }
    ++next_;
  }

  void put_page() {
    if (page_.empty()) return;
    key_.assign(1, 'l');
    put_be64(key_, first_);
    batch_.Put(key_, page_);
    page_.clear();
  }

  rocksdb::DB* index_of(RawKind kind) const {
    return kind == RawKind::two_puts ? log_.get() : index_.get();
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
    rows.reserve(2 * batch.size());
    for (const auto& i : batch) {
      std::string key = version_prefix(i.stream);
      put_be64(key, i.version);
      std::string value;
      put_be64(value, i.page);
      rows.emplace_back(std::move(key), std::move(value));
      if (!i.begins) continue;
      key.assign(1, 'c');
      put_be64(key, i.position * 0xD6E8FEB86659FD93u);
      put_be64(key, i.position);
      value.clear();
      put_be32(value, i.position);
      rows.emplace_back(std::move(key), std::move(value));
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
  std::uint64_t first_ = 1;
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
