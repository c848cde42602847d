// The order of the checks; what each command needs stands in answer_*.cpp.
#include <algorithm>
#include <recourse/base/text.hpp>
#include <recourse/casework/case/decider.hpp>

#include "casework/case/desk.hpp"
#include "casework/case/lifecycle_table.hpp"

namespace recourse::casework {
namespace {

/// Only the engine's timers give it.
template <class C>
inline constexpr bool kIsTimer =
    std::is_same_v<C, LapseReview> || std::is_same_v<C, EndDay> || std::is_same_v<C, Lapse> ||
    std::is_same_v<C, ReachCap> || std::is_same_v<C, GoOverdue> || std::is_same_v<C, EndRating> ||
    std::is_same_v<C, Settle>;

core::Refusal not_allowed(const State& state, std::string_view command,
                          std::string_view command_zh) {
  const auto& at = state.phases;
  auto no =
      refuse("not_allowed_in_phase", "lifecycle",
             "The case is in phase " + std::string{describe::enum_name(at.life)} + " (clock " +
                 std::string{describe::enum_name(at.clock)} + "), which does not take " +
                 std::string{command} + ".",
             "案件当前为“" + std::string{zh(at.life)} + "”（计时：" + std::string{zh(at.clock)} +
                 "），不能进行“" + std::string{command_zh} + "”。");
  for (const auto name : allowed_commands(at)) no.allowed.emplace_back(name);
  return no;
}

core::Refusal wrong_role(std::string_view command, std::string_view given, RoleSet roles) {
  std::string en;
  std::string zh_names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
    if (!contains(roles, d.value)) return;
    en.append(en.empty() ? "" : ", ").append(d.name);
    zh_names.append(zh_names.empty() ? "" : "、").append(zh(d.value));
  });
  return refuse("not_your_role", "authority",
                std::string{command} + " is for " + en + " here, not for " +
                    (given.empty() ? std::string{"nobody"} : std::string{given}) + ".",
                "此操作由" + zh_names + "进行。");
}

/// Nobody acts without a name: a rule about who did something before would be empty.
std::optional<core::Refusal> no_actor(const core::Actor& actor, Role role) {
  const auto shown = base::excerpt(actor.to_string(), 60);
  if (role == Role{}) {
    return refuse("unknown_role", "authority",
                  "'" + shown + "' does not name a role; an actor is role:id@unit.",
                  "“" + shown + "”未注明角色，应为“角色:编号@单位”。");
  }
  const bool named = !blank(actor.id) && std::ranges::none_of(shown, [](char c) {
    return static_cast<unsigned char>(c) < 0x20;
  });
  if (named) return std::nullopt;
  return refuse("no_actor", "authority", "The actor has no id; an actor is role:id@unit.",
                "操作人未注明编号，应为“角色:编号@单位”。");
}

/// The unit that an actor of this role must belong to; empty: any.
std::string unit_wanted(const State& state, Role role) {
  const auto& ladder = state.ladder;
  const Phase at = state.phases.life;
  const bool on_ladder = at == Phase::escalated_district || at == Phase::escalated_city ||
                         at == Phase::answered || at == Phase::facts_wanted;
  switch (role) {
    case Role::window_officer:
    case Role::counter_lead:
    case Role::station_chief:
      return state.intake.station;
    case Role::district_officer:
      return on_ladder ? ladder.district_department : std::string{};
    case Role::city_officer:
      return on_ladder && ladder.department != ladder.district_department ? ladder.department
                                                                          : std::string{};
    default:
      return {};
  }
}

/// A review is decided in the bureau that has it; by which of its departments is for it to say,
/// since the line `other` has none of its own.
std::string bureau_of(const std::string& unit) { return unit.substr(0, unit.find('.')); }

std::optional<core::Refusal> wrong_unit(const State& state, Role role, const std::string& unit) {
  auto wanted = unit_wanted(state, role);
  const bool reviews = (state.phases.life == Phase::review_1 && role == Role::district_officer) ||
                       (state.phases.life == Phase::review_2 && role == Role::city_officer);
  if (reviews) wanted = bureau_of(owner_of(state));
  if (wanted.empty() || wanted == (reviews ? bureau_of(unit) : unit)) return std::nullopt;
  const bool department = role == Role::district_officer || role == Role::city_officer;
  return refuse(department ? "not_your_department" : "not_your_station", "R16",
                "The case belongs to " + wanted + ", you belong to " +
                    (unit.empty() ? std::string{"no unit"} : unit) + ".",
                "案件归属" + wanted + "，您属于" +
                    (unit.empty() ? std::string{"（未注明单位）"} : unit) + "。");
}

/// The limit has passed and nobody has said so yet.
bool is_late_unsaid(const State& state, Timestamp now) {
  return !state.intake.historical && state.phases.clock == ClockPhase::running &&
         state.limits.finish && now > state.limits.finish->at;
}

/// The machine looks last: every event must lead on from the one before.
std::optional<core::Refusal> not_led_on(Phases at, const Answer& answer) {
  for (const auto& event : answer.events()) {
    const auto next = advance(at, event);
    if (!next) {
      return refuse("facts_incomplete", "lifecycle",
                    std::string{describe::type_of(event)} + " lacks facts that it must carry.",
                    "操作所需内容不完整。");
    }
    at = *next;
  }
  return std::nullopt;
}

template <class C>
Answer decide_on(const Desk& desk, const C& command) {
  const auto& state = desk.state;
  constexpr auto name = describe::spec_of<C>.type;
  const Event effect{std::in_place_type<table::effect_of<C>>};
  if (!follow(state.phases, effect)) return not_allowed(state, name, zh_name_of<C>);
  const RoleSet roles = roles_for(state.phases.life, name);
  // An importer tells what others did, but only of cases that are told afterwards anyway.
  const bool retold = state.intake.historical && desk.role == Role::importer;
  if (!retold) {
    if (!contains(roles, desk.role)) return wrong_role(name, desk.context.actor.role, roles);
    if (auto no = wrong_unit(state, desk.role, desk.context.actor.unit)) return *no;
  }
  auto result = answer(desk, command);
  if (result.is_refusal()) return result;
  if (auto no = not_led_on(state.phases, result)) return *no;
  return result;
}

template <class C>
std::optional<core::Refusal> no_case(const State& state, Role role) {
  const bool exists = state.phases.life != Phase::none;
  if constexpr (std::is_same_v<C, Report>) {
    if (!exists) return std::nullopt;
    return refuse("already_reported", "R9", "This case exists already.", "该事项已登记。");
  } else {
    if (!exists) return refuse("no_such_case", "R9", "There is no such case.", "没有该事项。");
    if (state.intake.historical && (kIsTimer<C> || role == Role::timer)) {
      return refuse("historical", "R27", "No limit fires for a case that was told afterwards.",
                    "历史导入事项不触发时限。");
    }
    return std::nullopt;
  }
}

}  // namespace

std::vector<StreamId> CaseDecider::related(const Command& command) const {
  const std::string* target = nullptr;
  if (const auto* merge = std::get_if<Merge>(&command)) target = &merge->target;
  if (const auto* unmerge = std::get_if<Unmerge>(&command)) target = &unmerge->target;
  if (target == nullptr) return {};
  auto stream = StreamId::parse(Desk::target_stream(*target));
  if (!stream || stream->kind() != kKind) return {};
  return {std::move(*stream)};
}

core::Decision<Event> CaseDecider::decide(const State& state, const Command& command,
                                          const core::Context& context,
                                          std::span<const core::Related<State>> related) const {
  Role role{};
  describe::enum_from_name(context.actor.role, role);
  const auto decide_in = [&](const State& now) {
    return std::visit(
        [&]<class C>(const C& c) -> Answer {
          if (auto no = no_actor(context.actor, role)) return *no;
          if (auto no = no_case<C>(now, role)) return *no;
          return decide_on(Desk{*this, now, context, related, role}, c);
        },
        command);
  };
  if (!is_late_unsaid(state, context.now) || std::holds_alternative<GoOverdue>(command)) {
    return decide_in(state);
  }
  // The log says that the limit passed before it says what was done after it.
  const Event late = WentOverdue{*state.limits.finish};
  State overdue = state;
  evolve(overdue, late, core::Facts{Version{state.version + 1u}, context.now, context.definition});
  auto result = decide_in(overdue);
  if (!result.is_refusal() && !result.events().empty()) {
    result.events().insert(result.events().begin(), late);
  }
  return result;
}

}  // namespace recourse::casework
