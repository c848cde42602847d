// Commands of supervision, of limits that passed, and the dated plan of a late case (R13, R16).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Puts the case under supervision.
struct Supervise {
  std::string reason{};
  friend bool operator==(const Supervise&, const Supervise&) = default;
};
BOOST_DESCRIBE_STRUCT(Supervise, (), (reason))
constexpr auto recourse_spec(const Supervise*) {
  return describe::spec("case.supervise", 1, "Puts the case under supervision.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Supervise*) { return "督办"; }
/// Timer: a supervision was not answered, or its answer not verified, in time.
struct RaiseSupervision {
  friend bool operator==(const RaiseSupervision&, const RaiseSupervision&) = default;
};
BOOST_DESCRIBE_STRUCT(RaiseSupervision, (), ())
constexpr auto recourse_spec(const RaiseSupervision*) {
  return describe::spec(
      "case.raise_supervision", 1,
      "Timer: a supervision was not answered, or its answer not verified, in time.");
}
constexpr std::string_view recourse_zh(const RaiseSupervision*) { return "督办升级"; }
/// Timer: a rung of the urging ladder was reached.
struct Urge {
  friend bool operator==(const Urge&, const Urge&) = default;
};
BOOST_DESCRIBE_STRUCT(Urge, (), ())
constexpr auto recourse_spec(const Urge*) {
  return describe::spec("case.urge", 1, "Timer: a rung of the urging ladder was reached.");
}
constexpr std::string_view recourse_zh(const Urge*) { return "催办"; }
/// Timer: a limit passed, and what was owed by then was not done.
struct MissLimit {
  std::optional<DeadlineKind> kind{};
  friend bool operator==(const MissLimit&, const MissLimit&) = default;
};
BOOST_DESCRIBE_STRUCT(MissLimit, (), (kind))
constexpr auto recourse_spec(const MissLimit*) {
  return describe::spec("case.miss_limit", 1,
                        "Timer: a limit passed, and what was owed by then was not done.",
                        {{"kind", 1, "Which deadline."}});
}
constexpr std::string_view recourse_zh(const MissLimit*) { return "逾期未办"; }
/// Answers a supervision, for the unit.
struct AnswerSupervision {
  std::string text{};
  std::optional<SupervisionCause> cause{};
  friend bool operator==(const AnswerSupervision&, const AnswerSupervision&) = default;
};
BOOST_DESCRIBE_STRUCT(AnswerSupervision, (), (text, cause))
constexpr auto recourse_spec(const AnswerSupervision*) {
  return describe::spec(
      "case.answer_supervision", 2, "Answers a supervision, for the unit.",
      {describe::needed({"text", 1, "What was done, and why it came to this."}),
       {"cause", 2, "Which one, by its cause; may be left out where the unit has but one."}});
}
constexpr std::string_view recourse_zh(const AnswerSupervision*) { return "督办反馈"; }
/// Says whether the answer is enough.
struct VerifySupervision {
  std::optional<bool> accepted{};
  std::string reason{};
  std::optional<SupervisionCause> cause{};
  std::string unit{};
  friend bool operator==(const VerifySupervision&, const VerifySupervision&) = default;
};
BOOST_DESCRIBE_STRUCT(VerifySupervision, (), (accepted, reason, cause, unit))
constexpr auto recourse_spec(const VerifySupervision*) {
  return describe::spec(
      "case.verify_supervision", 2, "Says whether the answer is enough.",
      {describe::needed({"accepted", 1, "Whether it is; there is no default."}),
       {"reason", 1, "Why not."},
       {"cause", 2, "Which one, by its cause; may be left out where one answer waits."},
       {"unit", 2, "Whose answer, where several units answered for that cause."}});
}
constexpr std::string_view recourse_zh(const VerifySupervision*) { return "督办核实"; }
/// Gives a late case a dated plan, after the citizen was told.
struct Plan {
  std::optional<LateReason> why_late{};
  std::string plan{};
  std::string in_charge{};
  std::optional<LocalDay> until{};
  std::optional<Told> told{};
  friend bool operator==(const Plan&, const Plan&) = default;
};
BOOST_DESCRIBE_STRUCT(Plan, (), (why_late, plan, in_charge, until, told))
constexpr auto recourse_spec(const Plan*) {
  return describe::spec(
      "case.plan", 1, "Gives a late case a dated plan, after the citizen was told.",
      {describe::needed({"why_late", 1, "Why it is late."}),
       describe::needed({"plan", 1, "What will be done."}),
       {"in_charge", 1, "Who is in charge; empty: the officer it is assigned to."},
       describe::needed({"until", 1, "By when."}),
       describe::needed({"told", 1, "How the citizen was told."})});
}
constexpr std::string_view recourse_zh(const Plan*) { return "超期计划"; }

}  // namespace recourse::casework::complaint
