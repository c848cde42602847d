// What if: recorded cases under other norms or another calendar, without touching the store (R31).
//
//     const auto norms = load_norms("guangdong").value();
//     const auto answer = what_if(*office, {.norms = norms}, viewer).value();
//     answer.limits[0].late_now       → 214, by the limits that the log has
//     answer.limits[0].late_then      → 480, of the same cases by the other norms
//     answer.limits[0].only_then      → 271
//
// Held fixed: what people did and when they did it, as the log tells it: every acceptance, contact,
// pause, extension and closing, and which matters were found difficult. Whether somebody would have
// hurried under a shorter limit is not asked; nor whether a command would have been refused.
//
// Counted anew, case by case, from the day from which it was counted: each limit whose number of
// working days, or whose calendar, is another. Days of rest and days that were added stay added. A
// day that a person named (an extension, a day of need, a plan) stays; the end of an extension
// moves only where the ordinary limit would now be later. A department's limit leaves the station
// the reserve of the other norms. What was merged in is counted with the days of its target. A
// limit that only the other norms have (taking in hand, saying back the scope) is set, one that
// they do not have is left out.
//
// Judged are the limits by which a unit owes something to a citizen or to a case: see
// `limit_kinds`. Of a case that was told afterwards the deadline for resolution alone. A case is
// late by a kind of limit if one of that kind passed unmet in any round; what is open is judged up
// to the moment. Under the norms that the cases are pinned to, and the calendar of the office, the
// two columns are the same.
//
// Nothing here is personal. Free functions over an office; thread-safety: as the office.
#pragma once

#include <recourse/office/case_selection.hpp>
#include <span>

namespace recourse {

struct WhatIfOptions {
  CaseSelection selection = {};
  casework::Norms norms = casework::Norms::shanghai();  ///< In place of those of each case.
  /// Nothing: that of the office, and a limit whose number stays is as it was recorded. Else every
  /// limit is counted by this one; it must outlive the call.
  const Calendar* calendar = nullptr;
};

/// The kinds of limits that are judged, in the order of the answer.
std::span<const casework::complaint::DeadlineKind> limit_kinds();

/// A kind of limit over all cases of the selection.
struct LimitLateness {
  casework::complaint::DeadlineKind kind{};
  /// That were under such a limit for any time, by one or the other: not where it was met in the
  /// moment in which it was set.
  std::uint64_t cases = 0;
  std::uint64_t late_now = 0;   ///< By the limits that were recorded.
  std::uint64_t late_then = 0;  ///< By those of the other norms.
  std::uint64_t both = 0;       ///< Late by the one and the other.
  std::uint64_t only_now = 0;
  std::uint64_t only_then = 0;
  friend bool operator==(const LimitLateness&, const LimitLateness&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitLateness, (),
                      (kind, cases, late_now, late_then, both, only_now, only_then))
constexpr auto recourse_spec(const LimitLateness*) {
  using describe::Access;
  return describe::spec("office.limit_lateness", 1, "A kind of limit under two sets of norms.",
                        {{"kind", 1, "Kind of limit.", Access::open},
                         {"cases", 1, "Cases that were under such a limit.", Access::open},
                         {"late_now", 1, "Late by the recorded limits.", Access::open},
                         {"late_then", 1, "Late by the other norms.", Access::open},
                         {"both", 1, "Late by both.", Access::open},
                         {"only_now", 1, "Late by the recorded limits only.", Access::open},
                         {"only_then", 1, "Late by the other norms only.", Access::open}});
}

/// A case that is late by a kind of limit, under one set of norms or under both.
struct LateCase {
  std::string key{};
  casework::complaint::DeadlineKind kind{};
  bool late_now = false;
  bool late_then = false;
  /// The limit that passed, or else the last one of the kind; nothing: it had none.
  std::optional<Timestamp> due_now{};
  std::optional<Timestamp> due_then{};
  friend bool operator==(const LateCase&, const LateCase&) = default;
};
BOOST_DESCRIBE_STRUCT(LateCase, (), (key, kind, late_now, late_then, due_now, due_then))
constexpr auto recourse_spec(const LateCase*) {
  using describe::Access;
  return describe::spec("office.late_case", 1, "A case that is late by a kind of limit.",
                        {{"key", 1, "Key of the case.", Access::open},
                         {"kind", 1, "Kind of limit.", Access::open},
                         {"late_now", 1, "Late by the recorded limits.", Access::open},
                         {"late_then", 1, "Late by the other norms.", Access::open},
                         {"due_now", 1, "The recorded limit.", Access::open},
                         {"due_then", 1, "The limit by the other norms.", Access::open}});
}

struct WhatIf {
  std::string norms{};  ///< Name of the other norms.
  std::uint32_t version = 0;
  std::string calendar{};  ///< Edition of the calendar that was counted by.
  Position position{};     ///< Up to which the log was read.
  Timestamp moment{};      ///< Up to which open cases are judged.
  std::uint64_t cases = 0;
  std::vector<LimitLateness> limits{};  ///< In the order of `limit_kinds`; only kinds with cases.
  std::vector<LateCase> late{};         ///< In the order of registration.
  friend bool operator==(const WhatIf&, const WhatIf&) = default;
};
BOOST_DESCRIBE_STRUCT(WhatIf, (), (norms, version, calendar, position, moment, cases, limits, late))
constexpr auto recourse_spec(const WhatIf*) {
  using describe::Access;
  return describe::spec("office.what_if", 1, "Recorded cases under other norms.",
                        {{"norms", 1, "Name of the other norms.", Access::open},
                         {"version", 1, "Their version.", Access::open},
                         {"calendar", 1, "Edition of the calendar.", Access::open},
                         {"position", 1, "Up to which the log was read.", Access::open},
                         {"moment", 1, "Up to which open cases are judged.", Access::open},
                         {"cases", 1, "Cases of the selection.", Access::open},
                         {"limits", 1, "Lateness by kind of limit.", Access::open},
                         {"late", 1, "Cases that are late.", Access::open}});
}

/// Errors: those of select_cases and of Norms::check, not_found (a case is pinned to norms that are
/// not known here: give them to Office::open), those of the store, and of records that cannot be
/// read.
Result<WhatIf> what_if(const Office& office, const WhatIfOptions& options,
                       const core::Viewer& viewer);

/// A calendar with the notices of files upon it, in their order, each in the form of holiday-cn
/// (casework/calendar/holiday_cn.hpp). Errors: invalid_argument (a file that cannot be read, a
/// notice that names no day), and those of read_holiday_cn and Calendar::amended, within the path.
Result<Calendar> calendar_with(const Calendar& calendar, const std::vector<std::string>& files);

}  // namespace recourse
