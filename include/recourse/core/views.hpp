// Views: all views of one store: kept up to date, waited for, rebuilt while the old build serves.
//
//     Views views{store};
//     views.add([] { return std::make_unique<CasesByStation>(); }).value();
//     views.open().value();
//     views.start();                                             // a thread for each view
//     views.wait_for("by_station", appended.last, 1s).value();   // read your writes
//     auto rows = views.snapshot("by_station").value();          // true at rows->position()
//
// Rebuilding is blue/green: a new build is made beside the one that serves, which goes on being
// kept up to date, and takes its place once it has come as far. A projection whose version was
// raised starts like that too, if the older version is still added: until then the older one
// serves; else the new one serves from the start, at the position that it states. A build that a
// crash interrupted is gone on with.
//
// A view that nobody waits for lets records gather, some 10 ms; where more than some 25,000 a
// second come, up to half a second: that costs the commands less.
//
// Without `start`, `step` does what the threads would do; so a simulation can.
//
// Thread-safety: `add` and `open` before anything else, from one thread; then all members from any
// thread, `step` from one at a time and not after `start`. Ownership: borrows the store, which must
// outlive it; ends its threads when destroyed.
#pragma once

#include <chrono>
#include <functional>
#include <recourse/core/executor.hpp>
#include <recourse/core/view.hpp>
#include <recourse/core/worker.hpp>

namespace recourse::core {

struct ViewsOptions {
  /// For a store that was opened for reading: nothing is written, what the tables on disk lack is
  /// made up in memory.
  bool read_only = false;
  /// A view that lags by more positions is brought up as a new build is: by windows of the log.
  std::uint64_t far_behind = limits::kViewFarBehind;
  /// Bytes of the log in one window; from 1.
  std::size_t window_bytes = limits::kViewWindowBytes;
};

struct RebuildOptions {
  /// Before the new build serves, hold it row by row against the old one, at one position.
  bool compare = false;
};

/// What a comparison of builds found.
struct BuildComparison {
  TableName before;
  TableName after;
  Position at{};
  TableDifference found;
  std::string error = {};  ///< Why they could not be compared to the end; empty: they were.
};

/// A view as a whole.
struct ViewReport {
  ViewStatus serving;
  std::optional<ViewStatus> building = {};       ///< The build that will take its place.
  std::optional<BuildComparison> compared = {};  ///< Of the last rebuild that was to compare.
};

class BuildGroup;

class Views {
 public:
  /// Reads the log through a feed of its own, or one that it shares with others.
  explicit Views(EventStore& store, ViewsOptions options = {}, LogFeed* feed = nullptr);
  ~Views();
  Views(const Views&) = delete;
  Views& operator=(const Views&) = delete;

  /// invalid_argument if its name and version are taken; malformed for a bad name.
  Result<void> add(ProjectionFactory make);
  /// Opens the tables of the views that were added, and forgets those that nobody serves any more.
  Result<void> open();
  /// Keeps them up to date on threads of its own, one for each view.
  void start();
  /// Ends the threads; the views stay where they are.
  void stop();

  /// Does one step of one view's work. False: it has nothing to do. not_found if there is none.
  Result<bool> step(std::string_view view);

  std::vector<std::string> names() const;
  /// What people call a view (Projection::label); empty: nothing else, or there is no such view.
  Label label(std::string_view view) const;
  /// In the order of names().
  std::vector<ViewReport> report() const;
  /// not_found if there is no such view.
  Result<ViewReport> report(std::string_view view) const;
  /// The views as their tables lie in a store that was opened for reading, in the order of names().
  /// Needs no open() and brings nothing up to date; what the process that writes has not flushed
  /// yet does not count. A view without a table is at position 0; one whose table cannot be read
  /// has stopped. invalid_argument unless the views are read-only.
  Result<std::vector<ViewReport>> stored() const;
  /// Rows and position of one moment, of the build that serves.
  Result<std::unique_ptr<TableSnapshot>> snapshot(std::string_view view) const;
  Result<Position> position(std::string_view view) const;

  /// Waits until the view's rows are true at `position` or later; also behind a log that does not
  /// answer, as the view goes on by itself. Errors: not_found; view_stopped, saying why; timed_out.
  Result<void> wait_for(std::string_view view, Position position,
                        std::chrono::milliseconds timeout) const;

  /// The same without waiting; `done` is called once, within this call or on the view's thread, and
  /// must not block. Errors: not_found; view_stopped; closed if the views end before; cancelled.
  std::shared_ptr<Pending> async_wait_for(std::string_view view, Position position,
                                          base::Completion<Result<void>> done) const;

  /// Somebody waits for this view: it does not let records gather now.
  void hurry(std::string_view view) const;

  /// Begins a rebuild. invalid_argument if one is under way, or the views are read-only.
  Result<void> rebuild(std::string_view view, RebuildOptions options = {});
  /// Lets a stopped view try again. Nothing happens if it works.
  Result<void> resume(std::string_view view);

  /// Called after each batch of any view with its name and position; must not block. Set before
  /// start().
  void on_progress(std::function<void(std::string_view view, Position position)> listener);

 private:
  class Slot;
  Result<Slot*> find(std::string_view view) const;
  /// closed before open().
  Result<Slot*> find_open(std::string_view view) const;

  EventStore* store_;
  std::unique_ptr<LogFeed> own_feed_;  // null: it is shared
  LogFeed* feed_;
  std::unique_ptr<BuildGroup> group_;  // of those that are far behind
  const ViewsOptions options_;
  std::vector<std::unique_ptr<Slot>> slots_;  // sorted by name
  NotifyHandle notified_;
  bool open_ = false;
};

}  // namespace recourse::core
