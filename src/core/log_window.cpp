#include "core/log_window.hpp"

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <tuple>

namespace recourse::core {
namespace {

/// Records that are read and decoded in one go: what they are decoded to fits a processor's cache.
constexpr std::size_t kChunkRecords = 1024;

}  // namespace

Result<void> LogWindow::read(const EventLog& log, Position behind, Position to,
                             std::size_t bytes_max) {
  bytes_.clear();
  records_.clear();
  if (to <= behind) return {};
  RECOURSE_TRY_ASSIGN(const auto cursor, log.read_all({.from = behind.next(), .to = to}));
  while (bytes_.size() < bytes_max) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor->next());
    if (!more) break;
    const auto bytes = cursor->bytes();
    const auto& record = cursor->record();
    records_.push_back({bytes_.size(), static_cast<std::uint32_t>(bytes.size()),
                        static_cast<std::uint16_t>(record.stream.data() - bytes.data()),
                        static_cast<std::uint16_t>(record.stream.size())});
    bytes_.append(bytes);
    last_ = record.position;
  }
  return {};
}

void LogWindow::group() {
  streams_.clear();
  streams_.reserve(records_.size());
  for (std::uint32_t i = 0; i < records_.size(); ++i) {
    const auto& r = records_[i];
    const auto stream = bytes_of(r).substr(r.stream_at, r.stream_length);
    const auto key = stream.substr(std::min(stream.find('/') + 1, stream.size()));
    streams_.push_back({base::sort_prefix(key), stream, i});
  }
  sort_streams();
}

void LogWindow::sort_streams() {
  // By numbers first: most keys differ in their first bytes, and equal ones need no comparison.
  std::ranges::sort(streams_, [](const InStream& a, const InStream& b) {
    return std::tie(a.key, a.record) < std::tie(b.key, b.record);
  });
  for (auto begin = streams_.begin(); begin != streams_.end();) {
    const auto end = std::find_if(begin, streams_.end(),
                                  [&](const InStream& other) { return other.key != begin->key; });
    const bool one = std::all_of(
        begin, end, [&](const InStream& other) { return other.stream == begin->stream; });
    if (!one) {
      std::sort(begin, end, [](const InStream& a, const InStream& b) {
        return std::tie(a.stream, a.record) < std::tie(b.stream, b.record);
      });
    }
    begin = end;
  }
}

Result<std::size_t> LogWindow::fill(Chunk& chunk, std::size_t begin, const Ahead& ahead) const {
  chunk.views.clear();
  chunk.ends.clear();
  auto i = begin;
  while (i < streams_.size() && chunk.views.size() < kChunkRecords) {
    const auto& stream = streams_[i].stream;
    for (; i < streams_.size() && streams_[i].stream == stream; ++i) {
      RECOURSE_TRY_ASSIGN(auto record, decode_record(bytes_of(records_[streams_[i].record])));
      const auto n = chunk.views.size();
      if (chunk.decoded.size() == n) chunk.decoded.push_back(std::make_unique<SharedEvent>());
      chunk.decoded[n]->reset();
      record.shared = chunk.decoded[n].get();
      chunk.views.push_back(record);
      ahead(record);
    }
    chunk.ends.push_back(chunk.views.size());
  }
  return i;
}

/// Fills chunks on a thread of its own while others are worked on.
class LogWindow::Readahead {
 public:
  Readahead(LogWindow& window, const Ahead& ahead)
      : window_(&window),
        reading_(std::async(std::launch::async, [this, &ahead] { run(ahead); })) {}
  ~Readahead() {
    {
      std::lock_guard guard{mutex_};
      ended_ = true;
    }
    changed_.notify_all();
    reading_.wait();
  }

  /// The next chunk; the one before it is free again. Null: there are no more.
  Result<const Chunk*> next() {
    std::unique_lock guard{mutex_};
    if (given_ > 0) --filled_;
    changed_.notify_all();
    changed_.wait(guard, [this] { return filled_ > 0 || done_; });
    if (failure_) return *failure_;
    if (filled_ == 0) return nullptr;
    return &window_->chunks_[given_++ % window_->chunks_.size()];
  }

 private:
  void run(const Ahead& ahead) {
    std::size_t begin = 0;
    for (std::size_t n = 0; begin < window_->streams_.size(); ++n) {
      {
        std::unique_lock guard{mutex_};
        changed_.wait(guard, [this] { return filled_ < window_->chunks_.size() || ended_; });
        if (ended_) break;
      }
      auto next = window_->fill(window_->chunks_[n % window_->chunks_.size()], begin, ahead);
      std::lock_guard guard{mutex_};
      if (!next) {
        failure_ = std::move(next).error();
        break;
      }
      begin = *next;
      ++filled_;
      changed_.notify_all();
    }
    std::lock_guard guard{mutex_};
    done_ = true;
    changed_.notify_all();
  }

  LogWindow* window_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t filled_ = 0;  // chunks that are filled, the one in use among them
  std::size_t given_ = 0;
  bool done_ = false;
  bool ended_ = false;
  std::optional<Error> failure_;
  std::future<void> reading_;  // last: it uses all the others
};

std::unique_ptr<LogWindow::Readahead> LogWindow::begin_readahead(const Ahead& ahead) {
  try {
    return std::make_unique<Readahead>(*this, ahead);
  } catch (const std::system_error&) {  // there are no more threads
    return nullptr;
  }
}

Result<void> LogWindow::each_stream(const EachStream& f, const Ahead& ahead, bool threads) {
  group();
  const auto look_at = [&](const Chunk& chunk) -> Result<void> {
    std::size_t begin = 0;
    for (const auto end : chunk.ends) {
      RECOURSE_TRY(f(std::span{chunk.views}.subspan(begin, end - begin)));
      begin = end;
    }
    return {};
  };
  if (const auto readahead = threads ? begin_readahead(ahead) : nullptr) {
    for (;;) {
      RECOURSE_TRY_ASSIGN(const auto* chunk, readahead->next());
      if (chunk == nullptr) return {};
      RECOURSE_TRY(look_at(*chunk));
    }
  }
  for (std::size_t begin = 0; begin < streams_.size();) {
    RECOURSE_TRY_ASSIGN(begin, fill(chunks_.front(), begin, ahead));
    RECOURSE_TRY(look_at(chunks_.front()));
  }
  return {};
}

}  // namespace recourse::core
