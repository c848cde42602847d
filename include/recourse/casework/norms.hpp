// Norms: the numbers that a deployment follows. They are configuration; the code has none of them.
//
//     Norms norms = Norms::shanghai();
//     norms.ordinary = 7;                 // working days
//     norms.name = "example"; norms.version = 1;
//
// Name and version are stored in each case's first event, so that a due time can be traced to the
// norms it was computed with. Change a number, change the version. Values; no shared state.
#pragma once

#include <cstdint>
#include <recourse/base/time.hpp>
#include <string>

namespace recourse::casework {

struct Norms {
  std::string name = "shanghai";
  std::uint32_t version = 1;
  /// Where local days begin.
  UtcOffset utc_offset = kShanghaiOffset;

  // Working days from the report, the day itself not counted (police procedure rules, art 35).
  /// Contact the citizen. Shanghai's "1、5、15".
  std::int64_t contact = 1;
  /// Finish an ordinary matter. Shanghai's "1、5、15"; that 5 means ordinary is our reading.
  std::int64_t ordinary = 5;
  /// Finish a difficult matter. Shanghai's "1、5、15"; that 15 means difficult is our reading.
  std::int64_t difficult = 15;

  // Working days from the event that starts them.
  /// Review of a declining. Jiangsu trial norm 2023 has the review; the number is our inference.
  std::int64_t decline_review = 2;
  /// Answer of another body to a referral; silence counts as refusal. Our inference.
  std::int64_t referral = 5;
  /// Answer of the district department, and again of the city's: the station keeps 5 of the 15.
  /// Our inference.
  std::int64_t department_answer = 5;
  /// Bringing what a written notice lists, if the notice names no day. Our inference.
  std::int64_t supplement = 15;
  /// Grace between the promised day and the finish limit of an acceptance with papers lacking.
  /// Several cities' rules.
  std::int64_t promise_grace = 2;
  /// The longest pause. Our rule: an unlimited one would empty the overdue loop.
  std::int64_t pause_cap = 30;

  // Calendar days.
  /// Rating after closing. Our inference.
  std::int64_t rating_days = 15;
  /// From rating to the archive. Our inference.
  std::int64_t settling_days = 7;
  /// Reopening what was not solved; with new facts at any time. Our inference.
  std::int64_t reopening_days = 30;
  /// First and second review. Petition rules 2005, art 34 and 35: thirty days each.
  std::int64_t review_days = 30;

  // Counts and switches.
  /// Failed attempts that discharge the duty to contact. Shanghai's norm: three logged attempts.
  std::uint32_t contact_attempts = 3;
  /// The written notice for every line; else for traffic only, as the seed has it (R11).
  bool notice_for_every_line = false;

  /// The default profile.
  static Norms shanghai() { return {}; }
};

}  // namespace recourse::casework
