#include "core/build_swap.hpp"

namespace recourse::core {

BuildSwap::~BuildSwap() {
  for (const auto& view : {serving_, building_}) {
    if (view) group_->leave(*view);
  }
}

void BuildSwap::open(ViewBuilds::Chosen chosen) {
  std::lock_guard guard{mutex_};
  serving_ = std::move(chosen.serving);
  building_ = std::move(chosen.building);
}

std::shared_ptr<View> BuildSwap::serving() const {
  std::lock_guard guard{mutex_};
  return serving_;
}

std::shared_ptr<View> BuildSwap::building() const {
  std::lock_guard guard{mutex_};
  return building_;
}

ViewReport BuildSwap::report() const {
  std::lock_guard guard{mutex_};
  ViewReport r;
  r.serving.name.view = builds_->view();
  if (serving_) r.serving = serving_->status();
  if (building_) r.building = building_->status();
  r.compared = compared_;
  return r;
}

Result<void> BuildSwap::begin(RebuildOptions options) {
  std::lock_guard guard{mutex_};
  if (building_ && !building_->status().stopped) {
    return Error{Errc::invalid_argument, "view " + builds_->view() + " is being rebuilt already"};
  }
  std::shared_ptr<TableSnapshot> before;
  if (options.compare) {
    auto rows = serving_->snapshot();
    if (!rows) {
      return Error{Errc::view_stopped,
                   "view " + builds_->view() +
                       " cannot be compared with what serves now: " + rows.error().message()};
    }
    before = std::move(*rows);
  }
  auto next = builds_->newest(serving_->name().build + 1);
  if (building_) {  // it failed
    group_->leave(*building_);
    next.build = building_->name().build + 1;
    RECOURSE_TRY(builds_->drop(building_->name()));
  }
  RECOURSE_TRY_ASSIGN(building_, builds_->make(next));
  compared_.reset();
  before_ = std::move(before);
  return {};
}

Result<BuildSwap::Step> BuildSwap::step(const View& live, View& next) {
  const auto meet = meeting();
  const auto status = live.status();
  auto enough = status.position;
  if (status.stopped) {
    RECOURSE_TRY_ASSIGN(enough, store_->head());
  }
  group_->join(next, meet.value_or(enough));
  RECOURSE_TRY_ASSIGN(const bool moved, group_->step(next));
  if (meet && next.position() == *meet) compare(live, next);
  if (meeting() || next.position() < enough) return moved ? Step::moved : Step::idle;
  RECOURSE_TRY(next.flush());
  return Step::ready;
}

std::shared_ptr<View> BuildSwap::swap() {
  std::lock_guard guard{mutex_};
  for (const auto& view : {serving_, building_}) group_->leave(*view);
  return std::exchange(serving_, std::exchange(building_, nullptr));
}

std::optional<Position> BuildSwap::meeting() const {
  std::lock_guard guard{mutex_};
  if (!before_) return std::nullopt;
  return before_->position();
}

void BuildSwap::compare(const View& live, const View& next) {
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

}  // namespace recourse::core
