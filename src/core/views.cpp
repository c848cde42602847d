#include <algorithm>

#include "core/views_slot.hpp"

namespace recourse::core {

Views::Views(EventStore& store, ViewsOptions options, LogFeed* feed)
    : store_(&store),
      own_feed_(feed == nullptr ? std::make_unique<LogFeed>(store) : nullptr),
      feed_(feed == nullptr ? own_feed_.get() : feed),
      group_(std::make_unique<BuildGroup>(store, options.window_bytes)),
      options_(options) {}

Views::~Views() { stop(); }

Result<void> Views::add(ProjectionFactory make) {
  if (open_) return Error{Errc::invalid_argument, "views are added before they are opened"};
  const auto projection = make ? make() : nullptr;
  if (!projection) return Error{Errc::invalid_argument, "a projection's factory made none"};
  const auto spec = projection->spec();
  RECOURSE_TRY(check_name(spec.name));
  if (spec.version == 0) {
    return Error{Errc::invalid_argument, "view " + spec.name + ": versions count from 1"};
  }
  auto found = std::ranges::find(slots_, spec.name, [](const auto& s) { return s->name(); });
  if (found == slots_.end()) {
    slots_.push_back(std::make_unique<Slot>(*store_, *feed_, *group_, options_, spec.name));
    found = std::prev(slots_.end());
  }
  RECOURSE_TRY((*found)->add(spec.version, projection->label(), std::move(make)));
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
  group_->use_threads();
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

Label Views::label(std::string_view view) const {
  const auto slot = find(view);
  return slot ? (*slot)->label() : Label{};
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
  auto waiter = std::make_shared<PositionWaiter>(std::move(done));
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
