// The bounds of the casework, beside those of base/limits.hpp.
#pragma once

#include <recourse/base/limits.hpp>

namespace recourse::limits {

/// Calendar days that a norm may give: ten years, as long as files are kept.
inline constexpr std::int64_t kCalendarDaysMax = 3650;
/// Calendar days before today that a norm may reach back: a century, longer than anybody complains.
inline constexpr std::int64_t kPastDaysMax = 36525;
/// Bytes of a file of norms: a complete one has eight thousand.
inline constexpr std::size_t kNormsBytesMax = 256 * 1024;
/// Bytes of a profile's name: it is written into each case's first event.
inline constexpr std::size_t kProfileNameBytesMax = 32;
/// Bytes of a profile's list of districts: a large city's has half a thousand.
inline constexpr std::size_t kDistrictsBytesMax = 4096;
/// Working days between a limit and a rung of its urging ladder: a year.
inline constexpr std::int64_t kUrgingDaysMax = 250;
/// Bytes of an urging ladder: three rungs have eighty.
inline constexpr std::size_t kUrgingBytesMax = 256;
/// Minutes in which a report may have to be taken in hand: a week.
inline constexpr std::int64_t kReceiptMinutesMax = 7 * 24 * 60;

}  // namespace recourse::limits
