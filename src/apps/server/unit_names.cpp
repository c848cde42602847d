#include "apps/server/unit_names.hpp"

#include <map>
#include <recourse/casework/common/line.hpp>
#include <recourse/casework/complaint/views/places.hpp>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/core/state_view.hpp>

namespace recourse::server {
namespace {

namespace complaint = casework::complaint;
using casework::Level;
using casework::Line;
using casework::registry::RegistryDecider;

/// Adds the departments of a level's bureau.
void add_departments(Level level, const casework::District& district, const std::string& zh,
                     const std::string& en, std::vector<UnitName>& to) {
  for (const auto& word : describe::enum_info<Line>.words) {
    Line line{};
    if (!describe::enum_from_name(word.name, line)) continue;
    if (line == Line::other) continue;  // the bureau itself
    to.push_back({complaint::department_of(level, district.code, line),
                  zh + std::string{word.zh} + "条线", en + ", " + std::string{casework::en(line)}});
  }
}

}  // namespace

Result<std::vector<StationName>> station_names(const Office& office, Position at_least) {
  std::map<std::string, StationName> found;
  RECOURSE_TRY_ASSIGN(const auto cases,
                      office.engine().rows(complaint::CasesView::kName, at_least));
  RECOURSE_TRY_ASSIGN(const auto listed, complaint::listed_stations(*cases));
  for (const auto& code : listed) found[code] = {code, {}, {}};
  // A program may serve cases without the register.
  if (office.engine().workflow(RegistryDecider::kKind) != nullptr) {
    RECOURSE_TRY_ASSIGN(
        const auto rows,
        office.engine().rows(office.engine().view_of(RegistryDecider::kKind), at_least));
    RECOURSE_TRY(core::each_state<RegistryDecider::State>(
        *rows, [&](std::string_view stream, const RegistryDecider::State& state) {
          const std::string code{stream.substr(RegistryDecider::kKind.size() + 1)};
          found[code] = {code, state.name, state.district};
        }));
  }
  std::vector<StationName> names;
  for (auto& [code, one] : found) names.push_back(std::move(one));
  return names;
}

std::vector<UnitName> unit_names(const casework::Norms& norms) {
  std::vector<UnitName> names{{"city", "市局", "City bureau"}};
  add_departments(Level::city, {}, "市局", "City bureau", names);
  for (const auto& district : norms.district_list()) {
    // A profile may name a district by its code alone.
    const auto& called = district.name.empty() ? district.code : district.name;
    const auto zh = called + "分局";
    const auto en = called + " district bureau";
    names.push_back({district.code, zh, en});
    add_departments(Level::district, district, zh, en, names);
  }
  return names;
}

}  // namespace recourse::server
