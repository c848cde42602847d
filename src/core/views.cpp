#include <algorithm>
#include <map>
#include <recourse/core/memory_table.hpp>
#include <recourse/core/views.hpp>

namespace recourse::core {
namespace {

/// How long the tail gathers before a live view writes it, unless somebody waits.
constexpr std::chrono::milliseconds kGather{10};
/// How long a view has nothing to do before it flushes its table.
constexpr std::chrono::seconds kIdle{2};
/// Positions that a build passes over between two looks at the build that serves.
constexpr std::size_t kBuildRecords = 50'000;

/// Somebody who is told when a view has come so far.
struct Waiter final : Pending {
  explicit Waiter(base::Completion<Result<void>> d) : done(std::move(d)) {}
  void answer(Result<void> result) {
    if (!over.exchange(true)) done(std::move(result));
  }
  bool cancel() override {
    if (over.exchange(true)) return false;
    done(Error{Errc::cancelled, "nobody waits for the view any more"});
    return true;
  }
  base::Completion<Result<void>> done;
  std::atomic<bool> over{false};
};
using Waiters = std::multimap<Position, std::shared_ptr<Waiter>>;

}  // namespace

/// One view: the build that serves, and the one that will.
class Views::Slot {
 public:
  Slot(EventStore& store, ViewsOptions options, std::string name)
      : store_(&store), options_(options), name_(std::move(name)) {}

  const std::string& name() const { return name_; }
  Result<void> add(std::uint32_t version, ProjectionFactory make) {
    if (makers_.emplace(version, std::move(make)).second) return {};
    return Error{Errc::invalid_argument,
                 "view " + name_ + " version " + std::to_string(version) + " was added already"};
  }

  Result<void> open() {
    RECOURSE_TRY_ASSIGN(const auto tables, usable_tables());
    const auto newest = makers_.rbegin()->first;
    RECOURSE_TRY_ASSIGN(serving_,
                        make_view(tables.empty() ? TableName{name_, newest, 1} : tables.front()));
    if (options_.read_only || tables.empty()) return {};
    // What a crash interrupted is gone on with; what was begun before that is forgotten.
    const bool interrupted = tables.size() > 1 && tables.back().version == newest;
    const std::size_t kept = interrupted ? 1 : 0;
    for (std::size_t i = 1; i + kept < tables.size(); ++i) {
      RECOURSE_TRY(store_->tables().drop(tables[i]));
    }
    if (interrupted) {
      RECOURSE_TRY_ASSIGN(building_, make_view(tables.back()));
    } else if (tables.front().version < newest) {
      RECOURSE_TRY_ASSIGN(building_, make_view({name_, newest, tables.back().build + 1}));
    }
    return {};
  }

  void start() {
    {
      std::lock_guard guard{mutex_};
      ended_ = false;
    }
    worker_ = std::make_unique<Worker>(
        Worker::Options{.name = "view-" + name_, .gather = kGather, .background = true}, [this] {
          const auto worked = step();
          const bool moved = worked && *worked;  // a view that failed says so in its status
          moved ? void(moved_at_ = std::chrono::steady_clock::now()) : flush_when_idle();
          return moved;
        });
  }
  void stop() {
    answer_all(Error{Errc::closed, "the views were stopped"}, true);
    if (!worker_) return;
    worker_.reset();
    reached_.notify_all();
    // The last few records, so that who reads the table next finds it true. Should that fail, or
    // not be enough, they are applied at the next start.
    (void)serving()->step();
    // What cannot be made durable is derived again.
    for (const auto& view : {serving(), building()}) {
      if (view) (void)view->flush();
    }
  }
  void wake() {
    if (worker_) worker_->wake();
  }
  void hurry() {
    if (worker_) worker_->hurry();
  }

  Result<bool> step() {
    const auto live = serving();
    Result<bool> worked = live->step();
    if (worked && *worked) tell(*live);
    if (const auto next = building()) {
      const auto built = build(*live, *next);
      if (!built) return built;
      if (!worked) return built;
      return *worked || *built;
    }
    if (!worked) {
      reached_.notify_all();
      answer_all(stopped_error(live->status()), false);
    }
    return worked;
  }

  Result<void> rebuild(RebuildOptions options) {
    if (options_.read_only) {
      return Error{Errc::invalid_argument, "this process may only read; it cannot rebuild views"};
    }
    std::unique_lock guard{mutex_};
    if (building_ && !building_->status().stopped) {
      return Error{Errc::invalid_argument, "view " + name_ + " is being rebuilt already"};
    }
    std::shared_ptr<TableSnapshot> before;
    if (options.compare) {
      auto rows = serving_->snapshot();
      if (!rows) {
        return Error{Errc::view_stopped,
                     "view " + name_ +
                         " cannot be compared with what serves now: " + rows.error().message()};
      }
      before = std::move(*rows);
    }
    TableName next{name_, makers_.rbegin()->first, serving_->name().build + 1};
    if (building_) {  // it failed
      next.build = building_->name().build + 1;
      RECOURSE_TRY(store_->tables().drop(building_->name()));
    }
    RECOURSE_TRY_ASSIGN(building_, make_view(next));
    compared_.reset();
    before_ = std::move(before);
    guard.unlock();
    wake();
    return {};
  }

  Result<void> resume() {
    for (const auto& view : {serving(), building()}) {
      if (view && view->status().stopped) RECOURSE_TRY(view->begin());
    }
    wake();
    return {};
  }

  ViewReport report() const {
    std::lock_guard guard{mutex_};
    ViewReport r;
    r.serving.name.view = name_;
    if (serving_) r.serving = serving_->status();
    if (building_) r.building = building_->status();
    r.compared = compared_;
    return r;
  }

  /// The same builds that `open` would choose, as their tables say it.
  Result<ViewReport> stored() {
    RECOURSE_TRY_ASSIGN(const auto tables, usable_tables());
    const auto newest = makers_.rbegin()->first;
    ViewReport r;
    r.serving.name = {name_, newest, 1};
    r.serving.head = store_->head();
    if (tables.empty()) return r;
    r.serving = stored(tables.front());
    if (tables.size() > 1 && tables.back().version == newest) r.building = stored(tables.back());
    return r;
  }

  Result<void> wait_for(Position position, std::chrono::milliseconds timeout) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    std::unique_lock guard{mutex_};
    for (;;) {
      if (serving_->position() >= position) return {};
      if (const auto s = serving_->status(); s.stopped) return stopped_error(s);
      if (std::chrono::steady_clock::now() >= until) {
        return Error{Errc::timed_out, "view " + name_ + " is at position " +
                                          std::to_string(serving_->position().value) +
                                          ", not yet at " + std::to_string(position.value)};
      }
      if (worker_) worker_->hurry();
      reached_.wait_until(guard, std::min(until, std::chrono::steady_clock::now() +
                                                     std::chrono::milliseconds{100}));
    }
  }

  void async_wait_for(Position position, const std::shared_ptr<Waiter>& waiter) {
    auto now = [&]() -> std::optional<Result<void>> {
      std::lock_guard guard{mutex_};
      if (serving_->position() >= position) return Result<void>{};
      if (const auto s = serving_->status(); s.stopped) return stopped_error(s);
      if (ended_) return Error{Errc::closed, "the views were stopped"};
      waiters_.emplace(position, waiter);
      return std::nullopt;
    }();
    if (now) return waiter->answer(std::move(*now));
    hurry();
  }

  std::shared_ptr<View> serving() const {
    std::lock_guard guard{mutex_};
    return serving_;
  }

  std::function<void(std::string_view, Position)> listener;

 private:
  std::shared_ptr<View> building() const {
    std::lock_guard guard{mutex_};
    return building_;
  }

  /// The tables of versions that were added, oldest build first. Those of versions that nobody
  /// adds any more are dropped; a later version is somebody else's.
  Result<std::vector<TableName>> usable_tables() {
    RECOURSE_TRY_ASSIGN(const auto all, store_->tables().list());
    std::vector<TableName> usable;
    for (const auto& table : all) {
      if (table.view != name_) continue;
      if (makers_.contains(table.version)) {
        usable.push_back(table);
      } else if (table.version < makers_.rbegin()->first && !options_.read_only) {
        RECOURSE_TRY(store_->tables().drop(table));
      }
    }
    // Who only reads takes what is complete, and that is the oldest.
    return usable;
  }

  ViewStatus stored(const TableName& name) const {
    ViewStatus s;
    s.name = name;
    s.head = store_->head();
    const auto at = [&]() -> Result<std::optional<Checkpoint>> {
      RECOURSE_TRY_ASSIGN(const auto table, store_->tables().open(name));
      RECOURSE_TRY_ASSIGN(const auto rows, table->snapshot());
      return rows->checkpoint();
    }();
    s.stopped = at.has_error();
    if (s.stopped) {
      s.error = at.error().message();
    } else if (*at && (*at)->log == store_->identity()) {
      s.position = (*at)->position;
    }
    return s;
  }

  Result<std::shared_ptr<View>> make_view(const TableName& name) {
    RECOURSE_TRY_ASSIGN(auto table, open_table(name));
    auto projection = makers_.at(name.version)();
    auto view = std::make_shared<View>(*store_, std::move(projection), std::move(table), name);
    // A table that cannot be read stops its view, which can be rebuilt, and not the store.
    (void)view->begin();
    return view;
  }

  Result<std::shared_ptr<Table>> open_table(const TableName& name) {
    if (!options_.read_only) return store_->tables().open(name);
    RECOURSE_TRY_ASSIGN(const auto there, store_->tables().list());
    if (std::ranges::find(there, name) == there.end()) {
      return std::shared_ptr<Table>{std::make_shared<MemoryTable>()};
    }
    RECOURSE_TRY_ASSIGN(const auto below, store_->tables().open(name));
    auto rows = below->snapshot();
    // What cannot be read is made up as well.
    if (!rows) return std::shared_ptr<Table>{std::make_shared<MemoryTable>()};
    return std::shared_ptr<Table>{std::make_shared<MemoryTable>(std::move(*rows))};
  }

  /// A step of the new build: on to where it is compared, compared, on, swapped.
  Result<bool> build(const View& live, View& next) {
    const auto meet = comparing_at();
    auto worked = next.step(meet.value_or(Position{~std::uint64_t{0}}), kBuildRecords);
    if (!worked) return worked;
    if (meet && next.position() == *meet) compare_with(live, next);
    const auto status = live.status();
    const auto enough = status.stopped ? store_->head() : status.position;
    if (comparing_at() || next.position() < enough) return *worked;
    RECOURSE_TRY(next.flush());
    RECOURSE_TRY(swap());
    return true;
  }

  std::optional<Position> comparing_at() const {
    std::lock_guard guard{mutex_};
    if (!before_) return std::nullopt;
    return before_->position();
  }

  void compare_with(const View& live, const View& next) {
    std::shared_ptr<TableSnapshot> before;
    {
      std::lock_guard guard{mutex_};
      before = std::move(before_);
    }
    auto found = [&]() -> Result<TableDifference> {
      RECOURSE_TRY_ASSIGN(const auto after, next.snapshot());
      return core::compare(*before, *after);
    }();
    BuildComparison comparison{live.name(), next.name(), before->position(), {}, {}};
    if (found) {
      comparison.found = std::move(*found);
    } else {
      comparison.error = found.error().message();
    }
    std::lock_guard guard{mutex_};
    compared_ = std::move(comparison);
  }

  /// A view that has nothing to do makes what it wrote durable: the next process, and whoever reads
  /// beside this one, then finds it as it is.
  void flush_when_idle() {
    if (std::chrono::steady_clock::now() - moved_at_ < kIdle) return;
    // A failure shows when the table is written next; until then nothing is lost that matters.
    (void)serving()->flush();
  }

  /// The new build serves from now on.
  Result<void> swap() {
    std::shared_ptr<View> old;
    {
      std::lock_guard guard{mutex_};
      old = std::exchange(serving_, std::move(building_));
      building_.reset();
    }
    tell(*serving());
    return store_->tables().drop(old->name());
  }

  Error stopped_error(const ViewStatus& s) const {
    return {Errc::view_stopped, "view " + name_ + " has stopped at position " +
                                    std::to_string(s.position.value) + ": " + s.error};
  }

  void answer_all(const Error& error, bool ends) {
    Waiters waiting;
    {
      std::lock_guard guard{mutex_};
      waiting.swap(waiters_);
      ended_ = ended_ || ends;
    }
    for (const auto& [position, waiter] : waiting) waiter->answer(error);
  }

  void tell(const View& view) {
    Waiters reached;
    {
      std::lock_guard guard{mutex_};  // whoever is about to wait has looked, or will see it
      while (!waiters_.empty() && waiters_.begin()->first <= view.position()) {
        reached.insert(waiters_.extract(waiters_.begin()));
      }
    }
    reached_.notify_all();
    for (const auto& [position, waiter] : reached) waiter->answer({});
    if (listener) listener(name_, view.position());
  }

  EventStore* store_;
  const ViewsOptions options_;
  const std::string name_;
  std::map<std::uint32_t, ProjectionFactory> makers_;
  mutable std::mutex mutex_;
  std::condition_variable reached_;
  Waiters waiters_;     // by what they wait for
  bool ended_ = false;  // nobody keeps it up to date any more
  std::shared_ptr<View> serving_;
  std::shared_ptr<View> building_;
  std::shared_ptr<TableSnapshot> before_;  // what the new build is to be compared with
  std::optional<BuildComparison> compared_;
  std::unique_ptr<Worker> worker_;
  std::chrono::steady_clock::time_point moved_at_{};  // the worker's
};

Views::Views(EventStore& store, ViewsOptions options) : store_(&store), options_(options) {}

Views::~Views() { stop(); }

Result<void> Views::add(ProjectionFactory make) {
  if (open_) return Error{Errc::invalid_argument, "views are added before they are opened"};
  const auto projection = make();
  if (!projection) return Error{Errc::invalid_argument, "a projection's factory made none"};
  const auto spec = projection->spec();
  RECOURSE_TRY(check_name(spec.name));
  if (spec.version == 0) {
    return Error{Errc::invalid_argument, "view " + spec.name + ": versions count from 1"};
  }
  auto found = std::ranges::find(slots_, spec.name, [](const auto& s) { return s->name(); });
  if (found == slots_.end()) {
    slots_.push_back(std::make_unique<Slot>(*store_, options_, spec.name));
    found = std::prev(slots_.end());
  }
  RECOURSE_TRY((*found)->add(spec.version, std::move(make)));
  std::ranges::sort(slots_, {}, [](const auto& s) { return s->name(); });
  return {};
}

Result<void> Views::open() {
  for (const auto& slot : slots_) {
    if (auto opened = slot->open(); !opened) {
      return std::move(opened).error().within("opening view " + slot->name());
    }
  }
  open_ = true;
  return {};
}

void Views::start() {
  for (const auto& slot : slots_) slot->start();
  notified_ = store_->notify([this](Position) {
    for (const auto& slot : slots_) slot->wake();
  });
  for (const auto& slot : slots_) slot->wake();
}

void Views::stop() {
  notified_ = {};
  for (const auto& slot : slots_) slot->stop();
}

Result<Views::Slot*> Views::find_open(std::string_view view) const {
  if (!open_) return Error{Errc::closed, "the views were not opened"};
  return find(view);
}

Result<Views::Slot*> Views::find(std::string_view view) const {
  for (const auto& slot : slots_) {
    if (slot->name() == view) return slot.get();
  }
  std::string known;
  for (const auto& slot : slots_) known.append(known.empty() ? "" : ", ").append(slot->name());
  return Error{Errc::not_found, "there is no view '" + std::string{view} +
                                    "'; there are: " + (known.empty() ? "none" : known)};
}

Result<bool> Views::step(std::string_view view) {
  RECOURSE_TRY_ASSIGN(auto* slot, find_open(view));
  return slot->step();
}

std::vector<std::string> Views::names() const {
  std::vector<std::string> names;
  for (const auto& slot : slots_) names.push_back(slot->name());
  return names;
}

std::vector<ViewReport> Views::report() const {
  std::vector<ViewReport> reports;
  for (const auto& slot : slots_) reports.push_back(slot->report());
  return reports;
}

Result<ViewReport> Views::report(std::string_view view) const {
  RECOURSE_TRY_ASSIGN(const auto* slot, find(view));
  return slot->report();
}

Result<std::vector<ViewReport>> Views::stored() const {
  if (!options_.read_only) {
    return Error{Errc::invalid_argument, "views that are kept up to date are asked for report()"};
  }
  std::vector<ViewReport> reports;
  for (const auto& slot : slots_) {
    RECOURSE_TRY_ASSIGN(auto report, slot->stored());
    reports.push_back(std::move(report));
  }
  return reports;
}

Result<std::unique_ptr<TableSnapshot>> Views::snapshot(std::string_view view) const {
  RECOURSE_TRY_ASSIGN(const auto* slot, find_open(view));
  return slot->serving()->snapshot();
}

Result<Position> Views::position(std::string_view view) const {
  RECOURSE_TRY_ASSIGN(const auto* slot, find_open(view));
  return slot->serving()->position();
}

Result<void> Views::wait_for(std::string_view view, Position position,
                             std::chrono::milliseconds timeout) const {
  RECOURSE_TRY_ASSIGN(auto* slot, find_open(view));
  return slot->wait_for(position, timeout);
}

std::shared_ptr<Pending> Views::async_wait_for(std::string_view view, Position position,
                                               base::Completion<Result<void>> done) const {
  auto waiter = std::make_shared<Waiter>(std::move(done));
  if (auto slot = find_open(view)) {
    (*slot)->async_wait_for(position, waiter);
  } else {
    waiter->answer(std::move(slot).error());
  }
  return waiter;
}

void Views::hurry(std::string_view view) const {
  if (const auto slot = find(view)) (*slot)->hurry();
}

Result<void> Views::rebuild(std::string_view view, RebuildOptions options) {
  RECOURSE_TRY_ASSIGN(auto* slot, find_open(view));
  return slot->rebuild(options);
}

Result<void> Views::resume(std::string_view view) {
  RECOURSE_TRY_ASSIGN(auto* slot, find_open(view));
  return slot->resume();
}

void Views::on_progress(std::function<void(std::string_view, Position)> listener) {
  for (const auto& slot : slots_) slot->listener = listener;
}

}  // namespace recourse::core
