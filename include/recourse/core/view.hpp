// View: one build of a projection, kept up to date with the log.
//
//     View view{store, feed, std::move(projection), table, name};
//     view.begin().value();                    // goes on from the table's checkpoint
//     while (view.step().value()) {}           // until it has seen the whole log
//     auto rows = view.snapshot().value();     // true at rows->position()
//
// Rows and checkpoint are written together: after a crash the view goes on from where its table is
// true. A table that is ahead of its log, of another log or incarnation, or made by another code
// than this projection's (identity_of), is emptied first. Of a log that others append
// (Capabilities::follows) one that is ahead stays as it is: the log will come as far.
//
// An outdated view is one whose rows today's code can read and would make otherwise: it answers as
// they stand, is not brought up any more, and waits for the build that takes its place.
//
// A failing `apply`, or a table that cannot be written, stops this view at its last checkpoint: it
// goes on answering from there and says why in status(). `begin` tries again. A log that does not
// answer stops it likewise, until its next step.
//
// Thread-safety: all members from any thread. Ownership: borrows store and feed, which must outlive
// it.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <recourse/base/limits.hpp>
#include <recourse/core/log_feed.hpp>
#include <recourse/core/projection.hpp>

namespace recourse::core {

/// How a view stands.
struct ViewStatus {
  TableName name;
  Position position{};            ///< Its rows are true at this position.
  Position head{};                ///< The log's end when this was asked.
  bool stopped = false;           ///< It failed; `error` says why.
  std::string error = {};         ///< Names the record and the cause; empty if it works.
  bool waits_for_log = false;     ///< It stopped as the log did not answer; goes on by itself.
  bool outdated = false;          ///< Made by an older fold: it stands still until it is replaced.
  std::uint64_t applied = 0;      ///< Records that its filter let through since it was opened.
  double records_per_second = 0;  ///< Of the log, passed over while catching up; 0: not known yet.

  std::uint64_t lag() const { return head > position ? head.value - position.value : 0; }
  /// Seconds until it has caught up at the present pace; nothing if that is not known.
  std::optional<double> eta_seconds() const;
};

class View {
 public:
  /// How its rows are kept.
  enum class Keep : std::uint8_t {
    up_to_date,
    as_they_are,  ///< Outdated: made by an older fold.
  };
  View(EventStore& store, LogFeed& feed, std::unique_ptr<Projection> projection,
       std::shared_ptr<Table> table, TableName name, Keep keep = Keep::up_to_date);

  /// Reads the checkpoint; empties a table that is not of this log. Also after it stopped.
  /// An error has stopped the view.
  Result<void> begin();
  /// Passes over the next records of the log, up to `to` and at most `records`, and writes what
  /// they make. False: there were none, or all cursors are in use. An error has stopped the view;
  /// one that stopped because the log did not answer begins anew here.
  Result<bool> step(Position to = Position{~std::uint64_t{0}},
                    std::size_t records = limits::kViewBatchRecordsMax);

  const TableName& name() const noexcept { return name_; }
  Position position() const { return Position{position_.load(std::memory_order_acquire)}; }
  ViewStatus status() const;
  /// Rows and position of one moment.
  Result<std::unique_ptr<TableSnapshot>> snapshot() const { return table_->snapshot(); }

  /// Makes what it has written outlive the process.
  Result<void> flush();

 private:
  friend class BuildGroup;
  /// A view that nobody else works on meanwhile.
  struct Held {
    View* view;
    std::unique_lock<std::mutex> lock;
  };
  Held hold() { return {this, std::unique_lock{working_}}; }
  std::optional<Error> failure() const;
  /// It is brought up, and has not failed.
  bool goes_on() const { return keep_ == Keep::up_to_date && !failure(); }
  bool by_stream() const noexcept { return spec_.by_stream; }
  // Requires for all below: it is held.
  /// Begins anew if it stopped because the log did not answer. An error: it has stopped.
  Result<void> ready();
  void begin_window(Position last) { writer_.set_batch_end(last); }
  /// Decodes a record that its filter lets through, on any thread.
  void look_ahead(const RecordView& record) const;
  /// Applies records of one stream, those that its filter lets through. Nothing once it has failed.
  void take(std::span<const RecordView> records);
  /// Where the next window begins; what lies between position() and here is being written.
  Position passed() const { return passed_; }
  /// Writes what a window came to; where `more` follow, on a thread of its own. Nothing once it has
  /// failed.
  void write_window(Position last, bool more, std::chrono::steady_clock::time_point begun);
  enum class Cause : std::uint8_t { log, other };
  Error stop(Error cause, Cause of = Cause::other);

  Result<void> begin_anew();
  /// Where its rows are true; of rows that are not of this log, 0, and they are gone.
  Result<Position> find_position(Position head);
  /// Applies what the log holds up to there, or as much of it as fits a batch; answers how far it
  /// came. An error has stopped the view.
  Result<Position> apply_until(Position to);
  Result<void> apply(const RecordView& record);
  Result<void> write(Position at, bool more);
  /// What was being written is written.
  Result<void> settle();
  void moved_to(Position at);
  Result<void> flush_table();
  void note_pace(std::uint64_t records, std::chrono::steady_clock::time_point begun);

  EventStore* store_;
  LogFeed* feed_;
  const TableName name_;
  std::unique_ptr<Projection> projection_;
  const ProjectionSpec spec_;
  const RecordFilter filter_;  // of the spec
  const RowsIdentity identity_;
  const Keep keep_;
  std::shared_ptr<Table> table_;
  TableWriter writer_;
  std::atomic<std::uint64_t> position_{0};
  std::atomic<std::uint64_t> applied_{0};
  std::atomic<double> pace_{0};
  Position passed_{};
  std::uint64_t since_flush_ = 0;
  std::vector<RecordView> chosen_;  // reused
  std::mutex working_;              // of projection and writer

  mutable std::mutex mutex_;
  std::optional<Error> failure_;  // it has stopped
  bool log_failed_ = false;       // for that, which may pass
};

}  // namespace recourse::core
