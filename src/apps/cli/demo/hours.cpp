#include "hours.hpp"

#include <array>

namespace recourse::cli {

std::vector<LocalDay> working_days() {
  std::vector<LocalDay> days;
  for (LocalDay day = kFirstDay; day <= kLastDay; day += std::chrono::days{1}) {
    if (Calendar::china().is_working_day(day)) days.push_back(day);
  }
  return days;
}

LocalDay working_day_after(LocalDay day, std::int64_t n) {
  // No limit of the demonstration comes near the bound that add_working_days refuses.
  return Calendar::china().add_working_days(day, n).value().day;
}

Timestamp midnight_after(LocalDay day) {
  return start_of(day + std::chrono::days{1}, kShanghaiOffset);
}

Timestamp counter_moment(LocalDay day, Random& dice) {
  // Half hours from nine to five, by how busy they are; people come after breakfast, and again
  // after the midday rest.
  constexpr std::array<std::uint32_t, 16> kBusy{7, 10, 13, 14, 12, 8, 4, 3, 4, 7, 8, 8, 7, 5, 3, 2};
  static_assert(kBusy.size() * std::chrono::minutes{30} == kCloses - kOpens);
  const auto slot = dice.weighted(std::span{kBusy});
  const auto second = static_cast<std::int64_t>(slot) * 1800 + dice.between(0, 1799);
  return start_of(day, kShanghaiOffset) + kOpens + std::chrono::seconds{second};
}

}  // namespace recourse::cli
