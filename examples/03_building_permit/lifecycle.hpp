// What may follow what in a permit's receiving phase: three regions side by side, each with phases
// and a Boost.MSM machine of its own (lifecycle_table.hpp).
//
//     std::optional<Phases> after = follow(phases, StepDone{Step::send_confirmation, {}});
//
// The table follows what the office did in 1,434 cases: it knows their loops (adjusted and checked
// again, advice after advice) and the steps that they skipped, and refuses everything else.
#pragma once

#include <optional>
#include <recourse/describe/event_set.hpp>
#include <vector>

namespace permit {

using recourse::Timestamp;
using recourse::describe::spec;

/// The office's steps; their values are the numbers that the office gave them.
enum class Step : std::uint8_t {
  confirm_receipt = 1,
  check_confirmation = 2,
  adjust_confirmation = 3,
  determine_confirmation = 4,
  send_confirmation = 5,
  weigh_stop = 6,
  draft_advice = 7,
  request_advice = 8,
  take_advice = 9,
  decide_stop = 10,
  draft_unlicensed = 11,
  check_unlicensed = 12,
  adjust_unlicensed = 13,
  determine_unlicensed = 14,
  print_unlicensed = 15,
  report_hold = 16,
  check_report = 17,
  adjust_report = 18,
  determine_report = 19,
  print_report = 20,
};
BOOST_DESCRIBE_ENUM(Step, confirm_receipt, check_confirmation, adjust_confirmation,
                    determine_confirmation, send_confirmation, weigh_stop, draft_advice,
                    request_advice, take_advice, decide_stop, draft_unlicensed, check_unlicensed,
                    adjust_unlicensed, determine_unlicensed, print_unlicensed, report_hold,
                    check_report, adjust_report, determine_report, print_report)
inline constexpr std::size_t kSteps = 20;

// Phases are stored: values stay, new ones are added at the end.

/// The confirmation of receipt.
enum class Confirmation : std::uint8_t {
  none = 0,
  filed = 1,
  received = 2,
  checked = 3,
  adjusted = 4,
  determined = 5,
  sent = 6,
};
BOOST_DESCRIBE_ENUM(Confirmation, none, filed, received, checked, adjusted, determined, sent)
inline constexpr std::size_t kConfirmations = 7;

/// Whether the procedure must stop, and the document that follows if it must.
enum class Advice : std::uint8_t {
  none = 0,
  ready = 1,
  weighed = 2,
  drafting = 3,    ///< Internal advice is drafted.
  consulting = 4,  ///< External advice was asked for.
  decided = 5,
  unlicensed_drafted = 6,
  unlicensed_checked = 7,
  unlicensed_adjusted = 8,
  unlicensed_determined = 9,
  unlicensed_printed = 10,
  hold_reported = 11,
  report_checked = 12,
  report_adjusted = 13,
  report_determined = 14,
  report_printed = 15,
};
BOOST_DESCRIBE_ENUM(Advice, none, ready, weighed, drafting, consulting, decided, unlicensed_drafted,
                    unlicensed_checked, unlicensed_adjusted, unlicensed_determined,
                    unlicensed_printed, hold_reported, report_checked, report_adjusted,
                    report_determined, report_printed)
inline constexpr std::size_t kAdvices = 16;

/// The case and its deadline.
enum class Term : std::uint8_t { none = 0, running = 1, passed = 2, ended = 3 };
BOOST_DESCRIBE_ENUM(Term, none, running, passed, ended)

struct Phases {
  Confirmation confirmation = Confirmation::none;
  Advice advice = Advice::none;
  Term term = Term::none;
  friend bool operator==(const Phases&, const Phases&) = default;
};
BOOST_DESCRIBE_STRUCT(Phases, (), (confirmation, advice, term))
constexpr auto recourse_spec(const Phases*) {
  return spec("permit.phases", 1, "Where a case is.",
              {{"confirmation", 1, "Of its receipt."},
               {"advice", 1, "Whether the procedure must stop."},
               {"term", 1, "The case and its deadline."}});
}

// --- Events --------------------------------------------------------------------------------------

struct Filed {
  std::string channel;
  std::string department;
  std::string group;
  std::string responsible;
  Timestamp deadline{};
  Timestamp lawful_until{};
};
BOOST_DESCRIBE_STRUCT(Filed, (), (channel, department, group, responsible, deadline, lawful_until))
constexpr auto recourse_spec(const Filed*) {
  return spec("permit.filed", 1, "An application was filed.",
              {{"channel", 1, "How it came."},
               {"department", 1, "Where it is worked."},
               {"group", 1, "Group that is responsible; may be empty."},
               {"responsible", 1, "Who is responsible."},
               {"deadline", 1, "The last moment, as the office set it."},
               {"lawful_until", 1, "End of the statutory term."}});
}

struct StepDone {
  Step step{};
  std::optional<std::uint32_t> number;
};
BOOST_DESCRIBE_STRUCT(StepDone, (), (step, number))
constexpr auto recourse_spec(const StepDone*) {
  return spec("permit.step_done", 1, "A step was done.",
              {{"step", 1, "Which."}, {"number", 1, "Of the aspect or party, for advice."}});
}

struct DeadlinePassed {};
BOOST_DESCRIBE_STRUCT(DeadlinePassed, (), ())
constexpr auto recourse_spec(const DeadlinePassed*) {
  return spec("permit.deadline_passed", 1, "The deadline passed, and the case had not ended.");
}

struct Ended {
  bool late = false;
  bool unlawful = false;
};
BOOST_DESCRIBE_STRUCT(Ended, (), (late, unlawful))
constexpr auto recourse_spec(const Ended*) {
  return spec("permit.ended", 1, "The case ended.",
              {{"late", 1, "After its deadline."}, {"unlawful", 1, "After the statutory term."}});
}

struct TimerDeclined {
  std::string timer;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(TimerDeclined, (), (timer, reason))
constexpr auto recourse_spec(const TimerDeclined*) {
  return spec("permit.timer_declined", 1, "A limit passed, and the rules refused what it asks.",
              {{"timer", 1, "Which limit."}, {"reason", 1, "Name of the refusal."}});
}

using Event = std::variant<Filed, StepDone, DeadlinePassed, Ended, TimerDeclined>;

/// The phases after an event; nothing if it cannot happen in these.
std::optional<Phases> follow(const Phases& phases, const Event& event);

/// The steps that may be done next.
std::vector<Step> next_steps(const Phases& phases);

}  // namespace permit
