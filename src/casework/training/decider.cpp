// The order of the checks, who may, and the limits as timers and duties; what each command needs
// stands in decide_course.cpp.
#include <algorithm>

#include "casework/training/decide.hpp"
#include "casework/training/lifecycle_table.hpp"

namespace recourse::casework::training {
namespace {

Role role_of(const core::Context& context) {
  if (context.standing.kind() == core::ActorKind::engine) return Role::timer;
  Role role{};
  describe::enum_from_name(context.actor.role, role);
  return role;
}

std::string_view label_of(const Command& command) {
  return std::visit(
      [](const auto& c) {
        return recourse_zh(static_cast<const std::remove_cvref_t<decltype(c)>*>(nullptr));
      },
      command);
}

/// What the plan says by leaving it out: a department's own line.
Command completed(Command command, const core::Actor& actor) {
  auto* plan = std::get_if<Plan>(&command);
  const auto line = line_of_department(actor.unit);
  if (plan != nullptr && plan->lines.empty() && line) plan->lines = {*line};
  return command;
}

/// A department trains its own line, a supervisor any; whoever planned it, the same unit goes on.
std::optional<core::Refusal> check_may(const Deciding& d, const Command& command) {
  const auto& actor = d.context.actor;
  if (d.role == Role{}) return refuse<refusals::unknown_role>(Put<"actor">{actor.to_string()});
  if (blank(actor.id)) return refuse<refusals::no_actor>();
  const auto type = describe::type_of(command);
  if (!contains(roles_for(type), d.role)) {
    return refuse<refusals::not_your_role>(Put<"command">{type, label_of(command)},
                                           Put<"role">{describe::enum_name(d.role), zh(d.role)});
  }
  if (d.role == Role::supervisor || d.role == Role::timer) return std::nullopt;
  const auto* plan = std::get_if<Plan>(&command);
  if (plan == nullptr) {
    if (actor.unit == d.state.unit) return std::nullopt;
    return refuse<refusals::not_your_training>(Put<"unit">{d.state.unit});
  }
  const auto own = line_of_department(actor.unit);
  for (const auto line : plan->lines) {
    if (line != own) {
      return refuse<refusals::not_your_line>(Put<"line">{describe::enum_name(line), zh(line)});
    }
  }
  return std::nullopt;
}

struct DutyWords {
  LimitKind kind;
  std::string_view name;
  std::string_view zh;
};
constexpr DutyWords kDuties[] = {
    {LimitKind::hold, "hold_training", "开展培训"},
    {LimitKind::test, "enter_scores", "录入考核"},
    {LimitKind::evaluation, "evaluate_training", "评估培训效果"},
    {LimitKind::make_up, "make_up_training", "缺席补训"},
};

}  // namespace

TrainingDecider TrainingDecider::with(const Reference& reference) {
  TrainingDecider rules;
  rules.current_calendar = reference.current_calendar;
  rules.utc_offset = reference.norms.utc_offset;
  return rules;
}

Decision TrainingDecider::decide(const State& state, const Command& command,
                                 const core::Context& context) const {
  const auto& days = current_calendar ? current_calendar->current() : *calendar;
  const Deciding d{*this, state, context, role_of(context), {days, utc_offset}};
  const auto whole = completed(command, context.actor);
  const auto type = describe::type_of(whole);
  if (!takes(state.phase, type)) {
    if (state.phase == Phase::none) return refuse<refusals::no_such_training>();
    auto no =
        refuse<refusals::not_now>(Put<"command">{type, label_of(whole)},
                                  Put<"phase">{describe::enum_name(state.phase), zh(state.phase)});
    for (const auto name : next_for(state, context)) no.allowed.emplace_back(name);
    return no;
  }
  if (auto no = check_may(d, whole)) return *no;
  return std::visit(d, whole);
}

std::vector<std::string_view> TrainingDecider::next(const State& state) const {
  std::vector<std::string_view> names;
  for (const auto* type : describe::set_info<Command>().types) {
    const bool by_hand = roles_for(type->type) != role_bit(Role::timer);
    if (by_hand && takes(state.phase, type->type)) names.push_back(type->type);
  }
  return names;
}

std::vector<std::string_view> TrainingDecider::next_for(const State& state,
                                                        const core::Context& context) const {
  const auto role = role_of(context);
  const bool theirs = role == Role::supervisor || context.actor.unit == state.unit;
  auto names = next(state);
  std::erase_if(names, [&](std::string_view name) {
    const bool plans = name == describe::spec_of<Plan>.type;
    return !contains(roles_for(name), role) || !(plans || theirs);
  });
  return names;
}

std::vector<core::Timer> TrainingDecider::timers(const State& state) const {
  std::vector<core::Timer> running;
  for (const auto& limit : open_limits(state)) {
    if (!limit.missed) running.push_back({describe::enum_name(limit.kind), limit.due.at});
  }
  return running;
}

Command TrainingDecider::on_timer(const State&, std::string_view name) const {
  MissLimit command;
  describe::enum_from_name(name, command.kind);
  return command;
}

Event TrainingDecider::timer_declined(const core::ArmedTimer& timer,
                                      const core::Refusal& refusal) const {
  return LimitDeclined{timer.name, refusal.name};
}

core::Visibility TrainingDecider::sees(const State&, const core::Viewer& viewer) const {
  using describe::Access;
  Role role{};
  describe::enum_from_name(viewer.actor.role, role);
  if (!is_staff(role) && viewer.standing.kind() != core::ActorKind::engine) {
    return {.rule = "authority"};
  }
  return {.any = true, .classes = {Access::open, Access::internal, Access::basis}};
}

std::vector<Duty> TrainingDecider::duties(const State& state) const {
  std::vector<Duty> list;
  for (const auto& limit : open_limits(state)) {
    const auto& words = *std::ranges::find(kDuties, limit.kind, &DutyWords::kind);
    list.push_back({words.name, words.zh, "R25", state.unit, limit.due});
  }
  return list;
}

}  // namespace recourse::casework::training
