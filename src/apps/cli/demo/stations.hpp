// Stations: Shanghai's sixteen districts, and 311 stations made up for them.
//
//     districts()[0].zh            → "黄浦"
//     make_stations(seed)[0].name  → "黄浦分局第01派出所"
//
// Districts and their codes (GB/T 2260) are real; the number of stations in all is the published
// one. How they spread over the districts, their names, sizes and opening days are simulated.
#pragma once

#include <recourse/base/time.hpp>
#include <string>
#include <string_view>

#include "hours.hpp"

namespace recourse::cli {

struct District {
  std::string_view code;  ///< "310101".
  std::string_view zh;    ///< "黄浦".
  std::uint32_t stations;
};

struct Station {
  std::string code;      ///< "31010101": the district's, and a number in it.
  std::string name;      ///< "黄浦分局第01派出所".
  std::string district;  ///< "310101".
  LocalDay opens;        ///< The window's first day; always a working day.
  std::uint32_t size;    ///< How many matters it draws beside others.
};

inline constexpr std::size_t kStations = 311;

std::span<const District> districts();
/// All of them, in the order of their codes. Pilots open on the first day, the last one in
/// November.
std::vector<Station> make_stations(std::uint64_t seed);

}  // namespace recourse::cli
