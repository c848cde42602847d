// Who may: a department inspects its own line in its own district, a supervisor across lines, and
// nobody his own unit (R23, R24).
#include "casework/supervision/decide.hpp"
#include "casework/supervision/lifecycle_table.hpp"

namespace recourse::casework::supervision {
namespace {

/// What is done to the unit, and what it does itself.
template <class C>
constexpr bool kOfTheUnit = std::is_same_v<C, ReportCorrection> || std::is_same_v<C, Object>;

std::string_view label_of(const Command& command) {
  return std::visit(
      [](const auto& c) {
        return recourse_zh(static_cast<const std::remove_cvref_t<decltype(c)>*>(nullptr));
      },
      command);
}

/// The actor is of the unit, or of a department of it.
bool is_of(std::string_view own, std::string_view unit) {
  if (own.empty() || unit.empty()) return false;
  const bool bureau = unit.find('.') == std::string_view::npos;
  return own == unit || (bureau && bureau_of_unit(own) == unit);
}

/// What the inspection is about: as it stands, or as the plan says.
struct About {
  std::string unit;
  std::string district;
  std::optional<Line> line;
  Level level;
};
About about(const Deciding& d, const Command& command) {
  const auto* plan = std::get_if<Plan>(&command);
  if (plan == nullptr) return {d.state.unit, d.state.district, d.state.line, d.state.level};
  return {plan->unit, plan->district, plan->line, Level::district};
}

std::optional<core::Refusal> check_inspects(const Deciding& d, const About& it) {
  const auto& own = d.context.actor.unit;
  if (is_of(own, it.unit)) return refuse<refusals::own_unit>(Put<"unit">{it.unit});
  if (d.role == Role::supervisor) return std::nullopt;
  const auto line = line_of_department(own);
  // What is of no department's line is for any department of the bureau.
  const bool covers = it.line ? line == it.line || (*it.line == Line::other && line) : false;
  if (!covers) {
    const Put<"line"> of{it.line ? std::string_view{describe::enum_name(*it.line)} : "all lines",
                         it.line ? zh(*it.line) : "各条线"};
    return refuse<refusals::not_your_line>(of);
  }
  if (d.role == Role::city_officer) return std::nullopt;
  if (bureau_of_unit(own) != it.district) {
    return refuse<refusals::not_your_district>(Put<"district">{it.district});
  }
  if (it.level == Level::city) return refuse<refusals::level_risen>();
  return std::nullopt;
}

}  // namespace

std::optional<core::Refusal> check_may(const Deciding& d, const Command& command) {
  const auto& actor = d.context.actor;
  const bool engine = d.context.standing.kind() == core::ActorKind::engine;
  if (d.role == Role{}) return refuse<refusals::unknown_role>(Put<"actor">{actor.to_string()});
  if (blank(actor.id)) return refuse<refusals::no_actor>();
  if (!contains(roles_for(describe::type_of(command)), d.role)) {
    return refuse<refusals::not_your_role>(
        Put<"command">{describe::type_of(command), label_of(command)},
        Put<"role">{describe::enum_name(d.role), zh(d.role)});
  }
  if (engine) return std::nullopt;
  const bool of_the_unit = std::visit(
      [](const auto& c) { return kOfTheUnit<std::remove_cvref_t<decltype(c)>>; }, command);
  if (!of_the_unit) return check_inspects(d, about(d, command));
  if (is_of(actor.unit, d.state.unit)) return std::nullopt;
  return refuse<refusals::not_your_unit>(Put<"unit">{d.state.unit});
}

core::Visibility SupervisionDecider::sees(const State& state, const core::Viewer& viewer) const {
  using describe::Access;
  const core::Visibility all{.any = true,
                             .classes = {Access::open, Access::internal, Access::basis}};
  if (viewer.standing.kind() == core::ActorKind::engine) return all;
  Role role{};
  if (!describe::enum_from_name(viewer.actor.role, role)) return {.rule = "authority"};
  // It may come unannounced.
  const bool still_to_come =
      state.phases.stage == Phase::planned || state.phases.stage == Phase::under_way;
  switch (role) {
    case Role::supervisor:
    case Role::city_officer:
      return all;
    case Role::district_officer:
    case Role::liaison:
      if (still_to_come && is_of(viewer.actor.unit, state.unit)) return {.rule = "R23"};
      if (bureau_of_unit(viewer.actor.unit) == state.district) return all;
      return {.rule = "R23"};
    case Role::window_officer:
    case Role::counter_lead:
    case Role::station_chief: {
      if (is_of(viewer.actor.unit, state.unit) && !still_to_come) return all;
      return {.rule = "R23"};
    }
    default:
      return {.rule = "authority"};
  }
}

}  // namespace recourse::casework::supervision
