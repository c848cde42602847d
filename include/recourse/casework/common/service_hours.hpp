// Service hours: when citizens are called and reminded, on working days (R36).
//
//     auto hours = parse_service_hours("08:30-17:30").value();
//     ServicePlan plan{hours, Calendar::china(), kShanghaiOffset};
//     plan.open_at(saturday)       →  false
//     plan.next_from(saturday)     →  Monday, 08:30
//
// The hours of a working day: from inclusive, until exclusive, both by the clock of one offset from
// UTC without summer time. Pure; values that borrow the calendar; safe from any thread.
#pragma once

#include <recourse/base/calendar.hpp>
#include <string_view>

namespace recourse::casework {

/// Minutes from midnight: 0 ≤ from < until ≤ 24 hours.
struct ServiceHours {
  std::chrono::minutes from{};
  std::chrono::minutes until{};
  friend bool operator==(const ServiceHours&, const ServiceHours&) = default;
};

/// Reads "08:30-17:30"; "24:00" ends a day. invalid_argument if it is not of that form, names no
/// time of day, or ends before it begins.
Result<ServiceHours> parse_service_hours(std::string_view text);

/// The service hours of a place.
class ServicePlan {
 public:
  /// `days` must outlive it.
  ServicePlan(ServiceHours hours, const Calendar& days, UtcOffset offset)
      : hours_(hours), days_(&days), offset_(offset) {}

  /// The moment lies in the service hours of a working day.
  bool open_at(Timestamp t) const;
  /// The first moment in service hours that is not before `t`: `t` itself while they run.
  Timestamp next_from(Timestamp t) const;
  /// The last minute in service hours that is not after `t`: `t` itself while they run.
  Timestamp last_until(Timestamp t) const;

 private:
  Timestamp opening_of(LocalDay day) const { return start_of(day, offset_) + hours_.from; }
  Timestamp closing_of(LocalDay day) const { return start_of(day, offset_) + hours_.until; }

  ServiceHours hours_;
  const Calendar* days_;
  UtcOffset offset_;
};

}  // namespace recourse::casework
