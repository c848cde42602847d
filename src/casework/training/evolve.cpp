// How events become state; it decides nothing.
#include <algorithm>
#include <recourse/casework/training/decider.hpp>

#include "casework/training/lifecycle_table.hpp"

namespace recourse::casework::training {
namespace {

struct Evolving {
  State& state;

  void now_due(const std::optional<Due>& due) const {
    state.due = due;
    state.overdue = false;
  }

  void operator()(const Planned& e) const {
    state.topic = e.topic;
    state.lines = e.lines;
    state.cases = e.cases;
    state.unit = e.unit;
    state.pass_mark = e.pass_mark;
    now_due(e.due);
  }
  void operator()(const Announced& e) const {
    state.place = e.place;
    state.invited = e.invited;
  }
  void operator()(const Held& e) const {
    for (const auto& staff : e.attended) state.attendees.push_back({staff, std::nullopt, 0});
    state.absent = e.absent;
    state.held_on = e.day;
    state.make_up_due = e.make_up;
    now_due(e.test);
  }
  void operator()(const MadeUp& e) const {
    for (const auto& staff : e.staff) {
      std::erase_if(state.absent, [&](const Absence& one) { return one.staff == staff; });
      state.attendees.push_back({staff, std::nullopt, 0});
    }
    if (!state.absent.empty()) return;
    state.make_up_due.reset();
    state.make_up_overdue = false;
  }
  void operator()(const Tested& e) const {
    for (const auto& one : e.scores) {
      const auto whose = std::ranges::find(state.attendees, one.staff, &Attendee::staff);
      if (whose == state.attendees.end()) continue;
      whose->score = one.score;
      ++whose->tries;
    }
    if (e.evaluation) now_due(e.evaluation);
  }
  void operator()(const EffectRecorded& e) const {
    state.before = e.before;
    state.after = e.after;
    state.repeated = e.repeated;
    state.bad = e.bad;
    now_due(std::nullopt);
  }
  void operator()(const Closed&) const { now_due(std::nullopt); }
  void operator()(const Cancelled&) const { now_due(std::nullopt); }
  void operator()(const LimitMissed& e) const {
    ++state.missed;
    (e.kind == LimitKind::make_up ? state.make_up_overdue : state.overdue) = true;
  }
  void operator()(const LimitsRecomputed& e) const { recount(limits_of(state), e.limits); }
  void operator()(const LimitDeclined&) const {}
};

}  // namespace

void TrainingDecider::evolve(State& state, const Event& event, const core::Facts&) const {
  state.phase = stage_region().follow(state.phase, event).value_or(state.phase);
  std::visit(Evolving{state}, event);
}

}  // namespace recourse::casework::training
