// How well an order of the hotline fits a case: a sum of points, at most 100 (R27).
//
//     the same order number                                        100
//     the same person, by a keyed hash of number, or name and address  50
//     the same matter, or else the same line                       20, 5
//     the same station, or else the same district                  15, 5
//     days between the call and the report, d of 30                15 · (1 − d/30), rounded down
//
// The order's number says alone which case it is, if one case has it. Without it an order is about
// the one case that has kMatched or more; where several have, and from kLikely on, a person
// decides; below it is about another. Without the person the points come to 50 at most: then a
// person always decides. Points alone do not tell whether the number was there: a sum may come to
// 100 as well. The points are our inference: no rule names any. Pure.
#pragma once

#include <cstdint>

namespace recourse::casework::hotline {

struct Resemblance {
  bool order = false;
  bool person = false;
  bool matter = false;
  bool line = false;
  bool station = false;
  bool district = false;
  std::int64_t days = 0;  ///< Between the call and the report, whichever came first.
};

inline constexpr std::uint32_t kMatched = 80;
inline constexpr std::uint32_t kLikely = 40;
/// Cases that were reported further away are not looked at, but for those with the order's number.
inline constexpr std::int64_t kDaysMost = 90;

constexpr std::uint32_t score_of(const Resemblance& r) {
  constexpr std::int64_t kMonth = 30;
  if (r.order) return 100;
  std::uint32_t points = r.person ? 50 : 0;
  points += r.matter ? 20 : r.line ? 5 : 0;
  points += r.station ? 15 : r.district ? 5 : 0;
  if (r.days < kMonth) points += static_cast<std::uint32_t>(15 * (kMonth - r.days) / kMonth);
  return points;
}
static_assert(score_of({.person = true, .matter = true, .station = true}) == 100);
static_assert(score_of({.matter = true, .station = true}) < kMatched);

}  // namespace recourse::casework::hotline
