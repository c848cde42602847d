// LogWindow: the next stretch of the log in memory, to be gone through stream by stream.
//
//     LogWindow window;
//     window.read(log, behind, to, limits::kViewWindowBytes).value();
//     window.each_stream([&](std::span<const RecordView> records) -> Result<void> { … }, …);
//
// A stream's state is made once a window, while it is in the processor's cache, where the log's own
// order would go from one cold state to the next with each record. What a record is decoded to is
// shared by all who look at it meanwhile (RecordView::shared).
//
// Thread-safety: none. Its memory is used again with the next read.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <recourse/base/bytes.hpp>
#include <recourse/core/event_store.hpp>
#include <recourse/core/shared_event.hpp>

namespace recourse::core {

class LogWindow {
 public:
  /// Becomes the records in (behind, to], up to the one with which it has so many bytes. Errors:
  /// the log's.
  Result<void> read(const EventLog& log, Position behind, Position to, std::size_t bytes_max);

  bool empty() const noexcept { return records_.empty(); }
  std::size_t size() const noexcept { return records_.size(); }
  /// Of its last record. Requires: it is not empty.
  Position last() const { return last_; }

  /// Calls f(record) for each in the order of the log. The first error ends it.
  template <class F>
  Result<void> each_record(F&& f) const {
    for (const auto& record : records_) {
      RECOURSE_TRY_ASSIGN(const auto view, decode_record(bytes_of(record)));
      RECOURSE_TRY(f(view));
    }
    return {};
  }

  using Ahead = std::function<void(const RecordView&)>;
  using EachStream = std::function<Result<void>(std::span<const RecordView>)>;
  /// Calls f(records) for each stream, in the order of their keys, with those of its records that
  /// are here, in their order. Each record was seen by `ahead` before, on another thread if
  /// `threads` says so. The first error ends it. Requires: nobody else is inside of it.
  Result<void> each_stream(const EachStream& f, const Ahead& ahead, bool threads);

 private:
  struct Record {
    std::size_t begin;
    std::uint32_t length;
    std::uint16_t stream_at;  // its name, in the record's bytes
    std::uint16_t stream_length;
  };
  struct InStream {
    base::SortPrefix key;  // behind the kind
    std::string_view stream;
    std::uint32_t record;
  };

  std::string_view bytes_of(const Record& record) const {
    return std::string_view{bytes_}.substr(record.begin, record.length);
  }
  /// Some streams, read and decoded.
  struct Chunk {
    std::vector<RecordView> views;
    std::vector<std::size_t> ends;                      // of streams, in views
    std::vector<std::unique_ptr<SharedEvent>> decoded;  // of views; used again
  };
  class Readahead;

  /// Null: there is no thread for it.
  std::unique_ptr<Readahead> begin_readahead(const Ahead& ahead);
  void group();
  void sort_streams();
  /// Reads streams from `begin` on; where the next chunk begins.
  Result<std::size_t> fill(Chunk& chunk, std::size_t begin, const Ahead& ahead) const;

  std::string bytes_;
  std::vector<Record> records_;
  Position last_{};
  std::vector<InStream> streams_;  // sorted by stream, then by place in the log
  std::array<Chunk, 3> chunks_;    // used again
};

}  // namespace recourse::core
