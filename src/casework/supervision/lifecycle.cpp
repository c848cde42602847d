// The regions side by side, and which command leads to which event.
#include <algorithm>
#include <recourse/casework/supervision/decider.hpp>

#include "casework/supervision/lifecycle_table.hpp"

namespace recourse::casework::supervision {
namespace {

constexpr RoleSet kStation =
    role_bit(Role::window_officer) | role_bit(Role::counter_lead) | role_bit(Role::station_chief);
constexpr RoleSet kInspectors =
    role_bit(Role::district_officer) | role_bit(Role::city_officer) | role_bit(Role::supervisor);
constexpr RoleSet kEngine = role_bit(Role::timer);
/// A bureau that was inspected answers by its departments.
constexpr RoleSet kInspected = kStation | role_bit(Role::district_officer);

struct Step {
  std::string_view command;
  std::string_view event;
  RoleSet roles;
};
template <class C, class E>
constexpr Step step(RoleSet roles) {
  return {describe::spec_of<C>.type, describe::spec_of<E>.type, roles};
}
/// Of a command that leads to one of several events, the one whose row decides is named.
constexpr Step kSteps[] = {
    step<Plan, Planned>(kInspectors | kEngine),
    step<Begin, Begun>(kInspectors),
    step<CommitSample, SampleCommitted>(kInspectors),
    step<DrawSample, SeedRevealed>(kInspectors),
    step<RecordSample, SampleDrawn>(kEngine),
    step<RecordFindings, FindingsRecorded>(kInspectors),
    step<FindClean, FoundClean>(kInspectors),
    step<Cancel, Cancelled>(kInspectors),
    step<IssueCircular, CircularIssued>(kInspectors),
    step<ReportCorrection, CorrectionReported>(kInspected),
    step<Verify, CorrectionAccepted>(kInspectors),
    step<Object, Objected>(kInspected),
    step<RuleOnObjection, ObjectionRuled>(kInspectors),
    step<MissLimit, LimitMissed>(kEngine),
    step<RecomputeLimits, LimitsRecomputed>(kEngine),
};

const Step& step_of(std::string_view command) {
  return *std::ranges::find(kSteps, command, &Step::command);
}

template <class P>
bool moves(const lifecycle::Region<P>& region, P& at, const Event& event) {
  if (!region.knows(&event)) return true;
  const auto to = region.advance(at, event);
  if (to) at = *to;
  return to.has_value();
}

}  // namespace

const lifecycle::Region<Phase>& stage_region() {
  static const lifecycle::Region<Phase> region{
      describe::set_info<Event>(), lifecycle::rows<StageRows>(), {stage_steps()}};
  return region;
}
const lifecycle::Region<ObjectionPhase>& objection_region() {
  static const lifecycle::Region<ObjectionPhase> region{
      describe::set_info<Event>(), lifecycle::rows<ObjectionRows>(), {objection_steps()}};
  return region;
}
const lifecycle::Region<SamplePhase>& sample_region() {
  static const lifecycle::Region<SamplePhase> region{
      describe::set_info<Event>(), lifecycle::rows<SampleRows>(), {sample_steps()}};
  return region;
}

std::optional<Phases> advance(Phases at, const Event& event) {
  const bool legal = moves(stage_region(), at.stage, event) &&
                     moves(objection_region(), at.objection, event) &&
                     moves(sample_region(), at.sample, event);
  if (!legal) return std::nullopt;
  return at;
}

bool takes(const Phases& at, std::string_view command) {
  const auto event = step_of(command).event;
  const auto named = [&](std::string_view type) { return command == type; };
  const bool carried_out = at.stage == Phase::planned || at.stage == Phase::under_way;
  const bool found =
      at.stage == Phase::found || at.stage == Phase::circular || at.stage == Phase::corrected;
  if (named(describe::spec_of<CommitSample>.type) || named(describe::spec_of<DrawSample>.type) ||
      named(describe::spec_of<RecordSample>.type)) {
    return carried_out && sample_region().takes(at.sample, event);
  }
  if (named(describe::spec_of<Object>.type)) {
    return found && objection_region().takes(at.objection, event);
  }
  if (named(describe::spec_of<RuleOnObjection>.type)) {
    return objection_region().takes(at.objection, event);
  }
  if (named(describe::spec_of<MissLimit>.type)) {
    return stage_region().takes(at.stage, event) || at.objection == ObjectionPhase::raised;
  }
  // What the calendar brings, whatever the phase.
  if (named(describe::spec_of<RecomputeLimits>.type)) return at.stage != Phase::none;
  return stage_region().takes(at.stage, event);
}

RoleSet roles_for(std::string_view command) { return step_of(command).roles; }

std::string SupervisionDecider::diagram() {
  return lifecycle::mermaid("Supervision",
                            {stage_region().diagram(), objection_region().diagram("objection_"),
                             sample_region().diagram("sample_")});
}

}  // namespace recourse::casework::supervision
