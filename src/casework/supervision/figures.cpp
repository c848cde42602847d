#include <algorithm>
#include <iterator>
#include <recourse/base/ids.hpp>
#include <recourse/casework/supervision/figures.hpp>

namespace recourse::casework::supervision {

void add(UnitFigures& figures, const State& state) {
  if (state.phases.stage == Phase::cancelled) return;
  const auto standing = standing_findings(state);
  ++figures.inspections;
  if (!open_limits(state).empty()) ++figures.open;
  if (state.phases.stage == Phase::clean) ++figures.clean;
  figures.findings += standing;
  figures.circulars += state.rung;
  if (state.rung > 1) figures.repeated += state.rung - 1;
  figures.missed += state.missed;
  if (state.kind != InspectionKind::counter_refusal) return;
  ++figures.refusals;
  if (standing > 0) ++figures.refusals_without_ground;
}

std::vector<std::string> silent_stations(std::vector<std::string> stations,
                                         std::vector<std::string> reported) {
  std::ranges::sort(stations);
  stations.erase(std::ranges::unique(stations).begin(), stations.end());
  std::ranges::sort(reported);
  std::vector<std::string> silent;
  std::ranges::set_difference(stations, reported, std::back_inserter(silent));
  return silent;
}

std::string silence_key(std::string_view station, LocalDay from, LocalDay to) {
  return "silent-" + std::string{station} + "-" + to_string(from) + "-" + to_string(to);
}

std::string refusal_key(std::string_view case_key) {
  auto key = "refusal-" + std::string{case_key};
  if (StreamId::of("supervision", key)) return key;
  // A key of another system, too long to stand in another: its hash is as good a name.
  return "refusal-" + derived_command_id(case_key).to_string();
}

}  // namespace recourse::casework::supervision
