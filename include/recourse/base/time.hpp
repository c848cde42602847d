// Time as the log knows it: UTC milliseconds; and the local day on which limits count.
//
//     Timestamp t = parse_timestamp("2023-06-01T09:30:00+08:00").value();
//     LocalDay d = local_day(t, kShanghaiOffset);       // 2023-06-01
//
// No function here reads a clock (base/clock.hpp does). Ranges: years 1970 to 9999.
#pragma once

#include <chrono>
#include <recourse/base/result.hpp>
#include <string>
#include <string_view>

namespace recourse {

/// A moment: UTC, milliseconds since 1970-01-01.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;
/// A calendar day at the place of the deployment.
using LocalDay = std::chrono::local_days;
/// East-positive distance from UTC.
using UtcOffset = std::chrono::minutes;

/// China has used UTC+8 without summer time since 1991-09-15.
inline constexpr UtcOffset kShanghaiOffset{8 * 60};

/// Years 1 to 9999: what can be written, stored and shifted by an offset.
constexpr bool in_range(Timestamp t) {
  const auto millis = t.time_since_epoch().count();
  return millis >= -62'135'596'800'000 && millis <= 253'402'300'799'999;
}
constexpr bool in_range(LocalDay day) {
  const auto days = day.time_since_epoch().count();
  return days >= -719'162 && days <= 2'932'896;
}

/// The day on which `t` falls at the place.
LocalDay local_day(Timestamp t, UtcOffset offset);
/// The first moment of `day` at the place.
Timestamp start_of(LocalDay day, UtcOffset offset);
/// The last millisecond of `day` at the place: a limit "by that day" is kept until here, inclusive.
Timestamp end_of(LocalDay day, UtcOffset offset);

/// ISO 8601: "2023-06-01T01:30:00.000Z".
std::string to_string(Timestamp t);
/// The same at a place: "2023-06-01T09:30:00+08:00" (milliseconds only when not zero).
std::string to_string(Timestamp t, UtcOffset offset);
/// "2023-06-01".
std::string to_string(LocalDay day);

/// Reads `YYYY-MM-DDThh:mm[:ss[.fff]][Z|±hh:mm]`; a blank instead of T is accepted; without a zone
/// `assumed` holds. malformed if it is not of that form or names no real moment.
Result<Timestamp> parse_timestamp(std::string_view text, UtcOffset assumed = UtcOffset{0});
/// Reads `YYYY-MM-DD`. malformed otherwise, or if there is no such day.
Result<LocalDay> parse_day(std::string_view text);

}  // namespace recourse
