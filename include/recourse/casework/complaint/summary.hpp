// CaseSummary: what follows from a case's state, for whoever shows it. What somebody may do next
// does not follow from the state alone: ComplaintDecider::next_for.
//
//     const auto now = summarize(state);
//     show(now.phase_zh, now.owner, now.limits_now);
//
// Pure functions; safe from any thread.
#pragma once

#include <recourse/casework/complaint/state.hpp>

namespace recourse::casework::complaint {

/// A limit that runs, or was met.
struct CurrentDeadline {
  DeadlineKind kind{};
  Timestamp at{};
  bool provisional = false;
  std::optional<Timestamp> met_at{};
  friend bool operator==(const CurrentDeadline&, const CurrentDeadline&) = default;
};
BOOST_DESCRIBE_STRUCT(CurrentDeadline, (), (kind, at, provisional, met_at))
constexpr auto recourse_spec(const CurrentDeadline*) {
  return describe::spec(
      "case.current_deadline", 1, "A limit that runs, or was met.",
      {{"kind", 1, "Which one.", describe::Access::open},
       {"at", 1, "Its last moment.", describe::Access::open},
       {"provisional", 1, "Waits for a year's notice.", describe::Access::open},
       {"met_at", 1, "When it was met; none while it runs.", describe::Access::open}});
}

/// What the case still asks of somebody.
struct DutyNow {
  std::string duty{};
  std::string zh{};
  std::string rule{};
  std::string unit{};
  std::optional<Timestamp> due{};
  friend bool operator==(const DutyNow&, const DutyNow&) = default;
};
BOOST_DESCRIBE_STRUCT(DutyNow, (), (duty, zh, rule, unit, due))
constexpr auto recourse_spec(const DutyNow*) {
  return describe::spec("case.duty_now", 1, "What the case still asks of somebody.",
                        {{"duty", 1, "Permanent name."},
                         {"zh", 1, "The same in Chinese."},
                         {"rule", 1, "Its source."},
                         {"unit", 1, "Who must do it; empty: whoever the roles allow."},
                         {"due", 1, "Until when, if a limit runs."}});
}

/// What follows from a case's state.
struct CaseSummary {
  std::string phase_zh{};
  std::string owner{};
  std::vector<Loop> loops{};
  std::vector<CurrentDeadline> current_deadlines{};
  std::vector<DutyNow> duties{};
  friend bool operator==(const CaseSummary&, const CaseSummary&) = default;
};
BOOST_DESCRIBE_STRUCT(CaseSummary, (), (phase_zh, owner, loops, current_deadlines, duties))
constexpr auto recourse_spec(const CaseSummary*) {
  return describe::spec(
      "case.summary", 1, "What follows from a case's state.",
      {{"phase_zh", 1, "The phase in Chinese.", describe::Access::open},
       {"owner", 1, "The unit that owns the case (R16).", describe::Access::open},
       {"loops", 1, "The closed loops that it is in (R13).", describe::Access::open},
       {"current_deadlines", 1, "The limits that it is under.", describe::Access::open},
       {"duties", 1, "What it still asks of somebody."}});
}

CaseSummary summarize(const State& state);

}  // namespace recourse::casework::complaint
