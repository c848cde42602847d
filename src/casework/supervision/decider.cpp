// The order of the checks, the limits as timers and duties; what each command needs stands in
// decide_*.cpp.
#include <algorithm>
#include <stdexcept>

#include "casework/supervision/decide.hpp"
#include "casework/supervision/lifecycle_table.hpp"

namespace recourse::casework::supervision {
namespace {

Role role_of(const core::Context& context) {
  if (context.standing.kind() == core::ActorKind::engine) return Role::timer;
  Role role{};
  describe::enum_from_name(context.actor.role, role);
  return role;
}

Deciding deciding(const SupervisionDecider& rules, const State& state,
                  const core::Context& context) {
  const auto& calendar =
      rules.current_calendar ? rules.current_calendar->current() : *rules.calendar;
  return {rules, state, context, role_of(context), {calendar, rules.utc_offset}};
}

/// What the command says by leaving it out: the district in which the unit is registered, else a
/// department's own, and its line.
Command completed(Command command, const core::Actor& actor, const Registered& unit) {
  auto* plan = std::get_if<Plan>(&command);
  if (plan == nullptr) return command;
  const auto line = line_of_department(actor.unit);
  if (!plan->line) plan->line = line;
  const auto bureau = bureau_of_unit(actor.unit);
  if (plan->district.empty()) plan->district = unit.district;
  const bool district = actor.role == describe::enum_name(Role::district_officer);
  if (plan->district.empty() && district) plan->district = bureau;
  return command;
}

/// The district of a plan is the one in which its unit is registered.
std::optional<core::Refusal> check_district(const Command& command, const Registered& unit) {
  const auto* plan = std::get_if<Plan>(&command);
  if (plan == nullptr || unit.district.empty() || plan->district == unit.district) {
    return std::nullopt;
  }
  return refuse<refusals::district_differs>(Put<"unit">{plan->unit}, Put<"district">{unit.district},
                                            Put<"named">{plan->district});
}

std::optional<core::Refusal> check_phase(const State& state, const Command& command) {
  const auto type = describe::type_of(command);
  if (takes(state.phases, type)) return std::nullopt;
  if (state.phases.stage == Phase::none) return refuse<refusals::no_such_inspection>();
  const bool again =
      std::holds_alternative<Object>(command) && state.phases.objection != ObjectionPhase::none;
  if (again) return refuse<refusals::objected_once>();
  const auto label = std::visit(
      [](const auto& c) {
        return recourse_zh(static_cast<const std::remove_cvref_t<decltype(c)>*>(nullptr));
      },
      command);
  return refuse<refusals::not_now>(
      Put<"command">{type, label},
      Put<"phase">{describe::enum_name(state.phases.stage), zh(state.phases.stage)});
}

/// Every event is a legal transition from the one before. It throws: whoever gave the command can
/// do nothing about it.
void expect_legal(Phases at, const Decision& decision) {
  for (const auto& event : decision.events()) {
    const auto to = advance(at, event);
    if (!to) throw std::logic_error{"no transition of " + std::string{describe::type_of(event)}};
    at = *to;
  }
}

struct DutyWords {
  LimitKind kind;
  std::string_view name;
  std::string_view zh;
  std::string_view rule;
};
constexpr DutyWords kDuties[] = {
    {LimitKind::carry_out, "carry_out", "开展检查", "R23"},
    {LimitKind::circular, "issue_circular", "发出通报", "R24"},
    {LimitKind::correction, "report_correction", "反馈整改", "R24"},
    {LimitKind::verification, "verify_correction", "核实整改", "R24"},
    {LimitKind::ruling, "rule_on_objection", "裁定异议", "R24"},
};

}  // namespace

SupervisionDecider SupervisionDecider::with(const Reference& reference) {
  SupervisionDecider rules;
  rules.current_calendar = reference.current_calendar;
  rules.utc_offset = reference.norms.utc_offset;
  rules.norms = reference.norms;
  rules.windows = reference.windows;
  rules.known_cases = reference.known_cases;
  return rules;
}

Decision SupervisionDecider::decide(const State& state, const Command& command,
                                    const core::Context& context) const {
  const auto d = deciding(*this, state, context);
  Registered unit;
  if (const auto* plan = std::get_if<Plan>(&command)) {
    if (auto no = find_registered(d, plan->unit, unit)) return *no;
  }
  const auto whole = completed(command, context.actor, unit);
  if (auto no = check_phase(state, whole)) {
    for (const auto name : next_for(state, context)) no->allowed.emplace_back(name);
    return *no;
  }
  if (auto no = check_district(whole, unit)) return *no;
  if (auto no = check_may(d, whole)) return *no;
  auto decision = std::visit(d, whole);
  if (!decision.is_refusal()) expect_legal(state.phases, decision);
  return decision;
}

std::vector<std::string_view> SupervisionDecider::next(const State& state) const {
  std::vector<std::string_view> names;
  for (const auto* type : describe::set_info<Command>().types) {
    const bool by_hand = roles_for(type->type) != role_bit(Role::timer);
    if (by_hand && takes(state.phases, type->type)) names.push_back(type->type);
  }
  return names;
}

std::vector<std::string_view> SupervisionDecider::next_for(const State& state,
                                                           const core::Context& context) const {
  auto names = next(state);
  const auto d = deciding(*this, state, context);
  const auto& commands = describe::set_info<Command>();
  std::erase_if(names, [&](std::string_view name) {
    // What a plan is about is not known before it is made.
    if (name == describe::spec_of<Plan>.type) return !contains(roles_for(name), d.role);
    return check_may(d, describe::make_alternative<Command>(commands.find(name))).has_value();
  });
  return names;
}

std::vector<core::Timer> SupervisionDecider::timers(const State& state) const {
  std::vector<core::Timer> running;
  for (const auto& limit : open_limits(state)) {
    if (!limit.missed) running.push_back({describe::enum_name(limit.kind), limit.due.at});
  }
  return running;
}

Command SupervisionDecider::on_timer(const State&, std::string_view name) const {
  MissLimit command;
  describe::enum_from_name(name, command.kind);
  return command;
}

Event SupervisionDecider::timer_declined(const core::ArmedTimer& timer,
                                         const core::Refusal& refusal) const {
  return LimitDeclined{timer.name, refusal.name};
}

std::vector<Duty> SupervisionDecider::duties(const State& state) const {
  std::vector<Duty> list;
  for (const auto& limit : open_limits(state)) {
    const auto& words = *std::ranges::find(kDuties, limit.kind, &DutyWords::kind);
    list.push_back({words.name, words.zh, words.rule, limit.unit, limit.due});
    const bool refusal =
        limit.kind == LimitKind::carry_out && state.kind == InspectionKind::counter_refusal;
    if (refusal) list.back().name = "verify_refusal", list.back().zh = "核实不予收件";
  }
  return list;
}

}  // namespace recourse::casework::supervision
