// Which command leads to which event, and who may give it.
#include <algorithm>
#include <recourse/casework/training/decider.hpp>

#include "casework/training/lifecycle_table.hpp"

namespace recourse::casework::training {
namespace {

constexpr RoleSet kTrainers =
    role_bit(Role::district_officer) | role_bit(Role::city_officer) | role_bit(Role::supervisor);
constexpr RoleSet kEngine = role_bit(Role::timer);

struct Step {
  std::string_view command;
  std::string_view event;
  RoleSet roles;
};
template <class C, class E>
constexpr Step step(RoleSet roles) {
  return {describe::spec_of<C>.type, describe::spec_of<E>.type, roles};
}
constexpr Step kSteps[] = {
    step<Plan, Planned>(kTrainers),        step<Announce, Announced>(kTrainers),
    step<Hold, Held>(kTrainers),           step<MakeUp, MadeUp>(kTrainers),
    step<EnterScores, Tested>(kTrainers),  step<RecordEffect, EffectRecorded>(kTrainers),
    step<Close, Closed>(kTrainers),        step<Cancel, Cancelled>(kTrainers),
    step<MissLimit, LimitMissed>(kEngine), step<RecomputeLimits, LimitsRecomputed>(kEngine),
};

const Step& step_of(std::string_view command) {
  return *std::ranges::find(kSteps, command, &Step::command);
}

}  // namespace

const lifecycle::Region<Phase>& stage_region() {
  static const lifecycle::Region<Phase> region{
      describe::set_info<Event>(), lifecycle::rows<StageRows>(), {stage_steps()}};
  return region;
}

bool takes(Phase at, std::string_view command) {
  // What the calendar brings, whatever the phase.
  if (command == describe::spec_of<RecomputeLimits>.type) return at != Phase::none;
  return stage_region().takes(at, step_of(command).event);
}

RoleSet roles_for(std::string_view command) { return step_of(command).roles; }

std::string TrainingDecider::diagram() {
  return lifecycle::mermaid("Training", {stage_region().diagram()});
}

}  // namespace recourse::casework::training
