#include "casework/rectification/decision_context.hpp"

#include <recourse/casework/common/working_days.hpp>

namespace recourse::casework::rectification {

Due DecisionContext::after(std::int64_t n) const {
  return WorkingDays{calendar, rules.utc_offset}.after(today(), n);
}

Due DecisionContext::last_day(LocalDay day) const {
  return WorkingDays{calendar, rules.utc_offset}.last_day(day);
}

bool is_of_line(Line line, std::string_view unit) {
  if (line == Line::other) return !blank(unit);
  const auto dot = unit.rfind('.');
  return dot != std::string_view::npos && unit.substr(dot + 1) == code(line);
}

Competence competence_for(MeasureKind kind) {
  constexpr RoleSet kCity = role_bit(Role::city_officer);
  constexpr RoleSet kEither = kCity | role_bit(Role::district_officer);
  switch (kind) {
    case MeasureKind::rule:
      return {kCity, "the city", "市局业务部门"};
    case MeasureKind::process:
      return {kEither, "the district or the city", "分局或市局业务部门"};
    case MeasureKind::notice:
    case MeasureKind::material_list:
      // The catalogue is one for the whole city.
      return {kCity, "the city's department of the line", "市局条线主管部门"};
    case MeasureKind::training:
      break;
  }
  return {kEither, "a department of the line", "条线业务部门"};
}

std::optional<core::Refusal> check_in_charge(const DecisionContext& ctx) {
  if (ctx.role == Role::supervisor || ctx.unit() == ctx.state.lead) return std::nullopt;
  const auto& own = ctx.unit();
  return refuse<refusals::not_in_charge>(
      Put<"lead">{ctx.state.lead},
      Put<"own">{own.empty() ? "no unit" : own, own.empty() ? "（未注明单位）" : own});
}

std::optional<core::Refusal> check_own_line(const DecisionContext& ctx, Line line) {
  if (is_of_line(line, ctx.unit())) return std::nullopt;
  const auto& own = ctx.unit();
  return refuse<refusals::not_your_line>(
      Put<"line">{en(line), zh(line)},
      Put<"own">{own.empty() ? "no unit" : own, own.empty() ? "（未注明单位）" : own});
}

}  // namespace recourse::casework::rectification
