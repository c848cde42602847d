// LogFeed: the log as all readers of one engine share it: read once, decoded once.
//
//     LogFeed feed{store};
//     Position seen{};
//     while (const auto run = feed.run_behind(seen).value()) {   // null: the log ends here
//       for (const auto& record : run->records()) use(record);
//       seen = run->last();
//     }
//
// A run is a piece of the log in memory. Whoever reads close behind another gets the same run, and
// with it what the other has decoded (RecordView::shared); who is far away reads a run of his own.
// The runs used last are kept, up to limits::kFeedRecordsMax records and kFeedBytesMax bytes.
//
// Thread-safety: all members from any thread; a run does not change. Ownership: borrows the log,
// which must outlive it; runs may outlive the feed.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <recourse/core/event_store.hpp>
#include <recourse/core/shared_event.hpp>

namespace recourse::core {

/// Records of adjacent positions.
class LogRun {
 public:
  /// Reads what the cursor gives, up to limits::kFeedRunRecords and kFeedRunBytes. Null: nothing.
  static Result<std::shared_ptr<const LogRun>> read(Cursor& cursor);
  LogRun(const LogRun&) = delete;
  LogRun& operator=(const LogRun&) = delete;

  std::span<const RecordView> records() const noexcept { return records_; }
  /// Those behind a position. Requires: position.next() >= first().
  std::span<const RecordView> behind(Position position) const {
    return records().subspan(position.value + 1 - first().value);
  }
  Position first() const { return records_.front().position; }
  Position last() const { return records_.back().position; }
  std::size_t bytes() const noexcept { return bytes_.size(); }

 private:
  LogRun() = default;
  std::string bytes_;
  std::vector<RecordView> records_;         // into bytes_
  std::unique_ptr<SharedEvent[]> decoded_;  // one a record
};

class LogFeed {
 public:
  explicit LogFeed(const EventLog& log) : log_(&log) {}
  LogFeed(const LogFeed&) = delete;
  LogFeed& operator=(const LogFeed&) = delete;

  /// A run that holds the record behind this position, and perhaps some before it. Null: the log
  /// ends there. Errors: those of the log.
  Result<std::shared_ptr<const LogRun>> run_behind(Position position);

 private:
  struct Slot {
    std::mutex mutex;  // of whoever reads it
    std::shared_ptr<const LogRun> run;
  };
  /// Where a slot stands among the others.
  struct Place {
    std::shared_ptr<Slot> slot;
    std::optional<Position> last;  // nothing: it is being read
  };
  /// The place of a run that holds the position, or a new one. Requires: the lock.
  std::shared_ptr<Slot> slot_at(Position position);
  void filled(Position first, const std::shared_ptr<Slot>& slot);
  void forget(Position first, const std::shared_ptr<Slot>& slot);

  const EventLog* log_;
  mutable std::mutex mutex_;
  std::map<Position, Place> places_;                              // by first position
  std::deque<std::pair<Position, std::shared_ptr<Slot>>> order_;  // that were filled, oldest first
  std::size_t records_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace recourse::core
