// What stations and departments are called: codes are for programs.
//
//     station_names(*office, head)   → {"31010101", "黄浦分局第01派出所", "310101"}, …
//     unit_names(norms)              → {"310101.RK", "黄浦分局人口条线", …}, …
//
// Free functions; thread-safety: as the office.
#pragma once

#include <recourse/office.hpp>

namespace recourse::server {

struct StationName {
  std::string code;
  std::string name;      ///< As the register of windows has it; empty: it does not know it.
  std::string district;  ///< Likewise.
};
/// The places of the register of windows, and the stations that cases name besides; by code.
/// Errors: those of Engine::rows.
Result<std::vector<StationName>> station_names(const Office& office, Position at_least);

struct UnitName {
  std::string code;
  std::string zh;
  std::string en;
};
/// The city, the district bureaus, and the department of each line in each of them.
std::vector<UnitName> unit_names(const casework::Norms& norms);

}  // namespace recourse::server
