#include "stations.hpp"

#include <array>

namespace recourse::cli {
namespace {

constexpr std::array<District, 16> kDistricts{{{"310101", "黄浦", 18},
                                               {"310104", "徐汇", 17},
                                               {"310105", "长宁", 12},
                                               {"310106", "静安", 18},
                                               {"310107", "普陀", 16},
                                               {"310109", "虹口", 12},
                                               {"310110", "杨浦", 16},
                                               {"310112", "闵行", 32},
                                               {"310113", "宝山", 27},
                                               {"310114", "嘉定", 20},
                                               {"310115", "浦东", 56},
                                               {"310116", "金山", 8},
                                               {"310117", "松江", 23},
                                               {"310118", "青浦", 14},
                                               {"310120", "奉贤", 14},
                                               {"310151", "崇明", 8}}};

constexpr std::size_t sum_of_stations() {
  std::size_t sum = 0;
  for (const auto& d : kDistricts) sum += d.stations;
  return sum;
}
static_assert(sum_of_stations() == kStations);

/// The last window opens this many working days before the end.
constexpr std::size_t kOpenAtLeast = 5;

std::string two_digits(std::uint32_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

/// A few large ones among many small ones.
std::uint32_t draw_size(Random& dice) {
  auto size = 3 + dice.below(6);
  if (dice.percent(15)) size += 4 + dice.below(12);
  return static_cast<std::uint32_t>(size);
}

void draw_openings(std::vector<Station>& stations, Random& dice) {
  const auto days = working_days();
  std::vector<std::size_t> later;
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (stations[i].code.substr(6) <= "03") {
      stations[i].opens = days.front();
    } else {
      later.push_back(i);
    }
  }
  dice.shuffle(later);
  // The square lets most windows open in the first months.
  const std::size_t last = days.size() - kOpenAtLeast;
  const std::size_t all = later.size() * later.size();
  for (std::size_t k = 0; k < later.size(); ++k) {
    stations[later[k]].opens = days[last * (k + 1) * (k + 1) / all];
  }
}

}  // namespace

std::span<const District> districts() { return kDistricts; }

std::vector<Station> make_stations(std::uint64_t seed) {
  Random dice{seed, 1};
  std::vector<Station> stations;
  stations.reserve(kStations);
  for (const auto& district : kDistricts) {
    for (std::uint32_t n = 1; n <= district.stations; ++n) {
      const auto number = two_digits(n);
      stations.push_back({std::string{district.code} + number,
                          std::string{district.zh} + "分局第" + number + "派出所",
                          std::string{district.code}, LocalDay{}, draw_size(dice)});
    }
  }
  draw_openings(stations, dice);
  return stations;
}

}  // namespace recourse::cli
