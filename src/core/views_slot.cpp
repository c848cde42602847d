#include "core/views_slot.hpp"

#include <recourse/base/deadline.hpp>

namespace recourse::core {
namespace {

/// How long the tail gathers before a live view writes it, unless somebody waits.
constexpr std::chrono::milliseconds kGather{10};
/// The same at most, where so much comes that commands and views contend for the processors: what
/// gathers costs less a record, as several events of a stream are one change of its rows.
constexpr std::chrono::milliseconds kGatherMost{500};
/// Records of a batch for which kGather is enough: some 25,000 a second.
constexpr std::uint64_t kBatchRecords = 250;
/// How long a view has nothing to do before it flushes its table.
constexpr std::chrono::seconds kIdle{2};

}  // namespace

Result<void> Views::Slot::open() {
  RECOURSE_TRY_ASSIGN(auto chosen, builds_.open());
  swap_.open(std::move(chosen));
  return {};
}

void Views::Slot::start() {
  waiters_.begin();
  worker_ = std::make_unique<Worker>(
      Worker::Options{
          .name = "view-" + name(), .gather = [this] { return gather(); }, .background = true},
      [this] {
        const auto worked = step();
        const bool moved = worked && *worked;  // a view that failed says so in its status
        moved ? void(moved_at_ = std::chrono::steady_clock::now()) : flush_when_idle();
        return moved;
      });
}

void Views::Slot::stop() {
  waiters_.end(Error{Errc::closed, "the views were stopped"});
  if (!worker_) return;
  worker_.reset();
  // The last few records, so that who reads the table next finds it true. Should that fail, or
  // not be enough, they are applied at the next start.
  (void)serving()->step();
  // What cannot be made durable is derived again.
  for (const auto& view : {serving(), swap_.building()}) {
    if (view) (void)view->flush();
  }
}

void Views::Slot::wake() {
  if (worker_) worker_->wake();
}

void Views::Slot::hurry() {
  if (worker_) worker_->hurry();
}

Result<bool> Views::Slot::step() {
  const auto live = serving();
  Result<bool> worked = step_live(*live);
  note(*live, worked.has_value());
  // Also where another view's thread has moved it.
  if (live->position() != told_) tell(*live);
  if (const auto next = swap_.building()) {
    const auto built = build(*live, *next);
    if (!built || !worked) return built;
    return *worked || *built;
  }
  if (const auto halted = halt(); halted && !halted->waits_for_log) waiters_.fail(halted->error);
  return worked;
}

Result<bool> Views::Slot::step_live(View& live) {
  const auto status = live.status();
  const bool far =
      !status.outdated && !status.stopped && status.lag() > builds_.options().far_behind;
  if (far) {
    group_->join(live, status.head);
    catching_up_ = true;
    return group_->step(live);
  }
  if (catching_up_) group_->leave(live);
  catching_up_ = false;
  const auto before = live.position();
  auto stepped = live.step();
  const auto most = kGatherMost / kGather;
  const auto times =
      std::min((live.position().value - before.value) / kBatchRecords, std::uint64_t{most});
  gather_ = kGather * std::max<std::uint64_t>(times, 1);
  return stepped;
}

Result<bool> Views::Slot::build(const View& live, View& next) {
  RECOURSE_TRY_ASSIGN(const auto came, swap_.step(live, next));
  if (came != BuildSwap::Step::ready) return came == BuildSwap::Step::moved;
  const auto old = swap_.swap();
  note(*serving(), /*goes_on=*/true);
  tell(*serving());
  RECOURSE_TRY(builds_.drop(old->name()));
  return true;
}

Result<void> Views::Slot::rebuild(RebuildOptions options) {
  if (builds_.read_only()) {
    return Error{Errc::invalid_argument, "this process may only read; it cannot rebuild views"};
  }
  RECOURSE_TRY(swap_.begin(options));
  wake();
  return {};
}

Result<void> Views::Slot::resume() {
  for (const auto& view : {serving(), swap_.building()}) {
    if (view && view->status().stopped) RECOURSE_TRY(view->begin());
  }
  note(*serving(), /*goes_on=*/true);
  wake();
  return {};
}

Result<void> Views::Slot::wait_for(Position position, std::chrono::milliseconds timeout) {
  const auto until = base::deadline_after(timeout);
  const auto seen = waiters_.wait(
      position, until, [this](Position wanted) { return look(wanted); }, [this] { hurry(); });
  if (seen) return *seen;
  if (const auto halted = halt()) return halted->error;
  return Error{Errc::timed_out, "view " + name() + " is at position " +
                                    std::to_string(serving()->position().value) + ", not yet at " +
                                    std::to_string(position.value)};
}

void Views::Slot::async_wait_for(Position position, const std::shared_ptr<PositionWaiter>& waiter) {
  const bool waits =
      waiters_.add(position, waiter, [this](Position wanted) { return look(wanted); });
  if (waits) hurry();
}

std::chrono::milliseconds Views::Slot::gather() const {
  // Who is far behind, or builds, has no time to lose.
  return catching_up_ || swap_.building() ? std::min(gather_, kGather) : gather_;
}

void Views::Slot::tell(const View& view) {
  told_ = view.position();
  waiters_.reached(view.position());
  if (listener) listener(name(), view.position());
}

void Views::Slot::flush_when_idle() {
  if (std::chrono::steady_clock::now() - moved_at_ < kIdle) return;
  // So that the next process, and whoever reads beside this one, finds the view as it is. A failure
  // shows when the table is written next; until then nothing is lost that matters.
  (void)serving()->flush();
}

std::optional<Result<void>> Views::Slot::look(Position position) const {
  const auto live = serving();
  if (live->position() >= position) return Result<void>{};
  if (auto halted = halt(); halted && !halted->waits_for_log) return std::move(halted->error);
  return std::nullopt;
}

void Views::Slot::note(const View& live, bool goes_on) {
  std::optional<Halt> halt;
  if (!goes_on) {
    if (const auto s = live.status(); s.stopped) halt = Halt{stopped_error(s), s.waits_for_log};
  }
  std::lock_guard guard{halt_mutex_};
  halt_ = std::move(halt);
}

std::optional<Views::Slot::Halt> Views::Slot::halt() const {
  std::lock_guard guard{halt_mutex_};
  return halt_;
}

Error Views::Slot::stopped_error(const ViewStatus& s) const {
  return {Errc::view_stopped, "view " + name() + " has stopped at position " +
                                  std::to_string(s.position.value) + ": " + s.error};
}

}  // namespace recourse::core
