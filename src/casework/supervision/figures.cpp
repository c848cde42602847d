#include <algorithm>
#include <iterator>
#include <recourse/base/ids.hpp>
#include <recourse/casework/supervision/figures.hpp>

namespace recourse::casework::supervision {
namespace {

/// A name that cannot be a key, being too long or of other letters, is stood for by its hash.
std::string key_of(const std::string& name) {
  if (StreamId::of("supervision", name)) return name;
  return derived_command_id(name).to_string();
}

}  // namespace

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
  stations.erase(std::unique(stations.begin(), stations.end()), stations.end());
  std::ranges::sort(reported);
  std::vector<std::string> silent;
  std::ranges::set_difference(stations, reported, std::back_inserter(silent));
  return silent;
}

std::string silence_key(std::string_view station, LocalDay from, LocalDay to) {
  return key_of("silent-" + std::string{station} + "-" + to_string(from) + "-" + to_string(to));
}

std::string refusal_key(std::string_view case_key) {
  return key_of("refusal-" + std::string{case_key});
}

}  // namespace recourse::casework::supervision
