// What is owed, and the limits it has: both follow from the state alone (R16, R29).
#include <algorithm>
#include <array>

#include "casework/rectification/decision_context.hpp"

namespace recourse::casework::rectification {
namespace {

constexpr std::string_view kObserve = "observe";

/// "measure_1" and so on, for as many as there may be.
std::string_view measure_timer(std::uint32_t number) {
  static const auto kNames = [] {
    std::array<std::string, kMeasuresMax> names;
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = "measure_" + std::to_string(i + 1);
    return names;
  }();
  return kNames.at(number - 1);
}

bool is_owed(const Measure& one) { return one.status == MeasureStatus::adopted; }

Duty duty_of(Step step, std::string unit, std::optional<Due> due) {
  return {describe::enum_name(step), zh(step), "R29", std::move(unit), due};
}

/// Those who decide on what is proposed: each once.
std::vector<std::string> deciding_units(const State& state) {
  std::vector<std::string> units;
  for (const auto& one : state.measures) {
    if (one.status != MeasureStatus::proposed) continue;
    const bool city_alone = !contains(competence_for(one.kind).roles, Role::district_officer);
    const bool by_lead = !city_alone && is_of_line(state.line, state.lead);
    auto unit = by_lead ? state.lead : department_unit(kCityBureau, state.line);
    if (std::ranges::find(units, unit) == units.end()) units.push_back(std::move(unit));
  }
  return units;
}

}  // namespace

std::vector<Duty> RectificationDecider::duties(const State& state) const {
  const auto step = step_of(state.phase);
  if (!step) return {};
  std::vector<Duty> duties;
  switch (*step) {
    case Step::adopt:
      for (auto& unit : deciding_units(state)) {
        duties.push_back(duty_of(*step, std::move(unit), state.until));
      }
      break;
    case Step::carry_out:
      for (const auto& one : state.measures) {
        if (is_owed(one)) duties.push_back(duty_of(*step, one.owner, one.due));
      }
      break;
    case Step::publish: {
      const bool city = changes_catalogue(state);
      duties.push_back(duty_of(*step, city ? department_unit(kCityBureau, state.line) : state.lead,
                               state.until));
      break;
    }
    case Step::verify:
      // Somebody uninvolved: no unit can be named.
      duties.push_back(duty_of(*step, "", state.until));
      break;
    default:
      duties.push_back(duty_of(*step, state.lead, state.until));
  }
  return duties;
}

std::vector<core::Timer> RectificationDecider::timers(const State& state) const {
  std::vector<core::Timer> running;
  if (state.phase == Phase::observed && state.until) running.push_back({kObserve, state.until->at});
  const auto step = step_of(state.phase);
  if (step && state.until && !state.late) {
    running.push_back({describe::enum_name(*step), state.until->at});
  }
  if (state.phase != Phase::adopted) return running;
  for (const auto& one : state.measures) {
    if (is_owed(one) && !one.late) running.push_back({measure_timer(one.number), one.due.at});
  }
  return running;
}

Command RectificationDecider::on_timer(const State& state, std::string_view name) const {
  if (name == kObserve) return EndObservation{};
  for (const auto& one : state.measures) {
    if (measure_timer(one.number) == name) return MissLimit{Step::carry_out, one.number};
  }
  Step step{};
  describe::enum_from_name(name, step);
  return MissLimit{step, 0};
}

}  // namespace recourse::casework::rectification
