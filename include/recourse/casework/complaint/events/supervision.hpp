// Supervision (督办), limits that passed, and the dated plan of a late case (R13, R16).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// The case is under supervision; its owner and its clock stay.
struct Supervised {
  std::string by{};
  SupervisionCause cause{};
  std::string unit{};
  Level level{};
  Due due{};
  std::string reason{};
  std::uint32_t number = 0;
  friend bool operator==(const Supervised&, const Supervised&) = default;
};
BOOST_DESCRIBE_STRUCT(Supervised, (), (by, cause, unit, level, due, reason, number))
constexpr auto recourse_spec(const Supervised*) {
  return describe::spec("case.supervised", 2,
                        "The case is under supervision; its owner and its clock stay.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"cause", 1, "Why."},
                         {"unit", 1, "Unit that must answer."},
                         {"level", 1, "Who supervises: the district, then the city."},
                         {"due", 1, "Until when the unit must answer."},
                         {"reason", 1, "In words; empty where the cause says all."},
                         {"number", 2, "Which supervision of the case, from 1."}});
}
constexpr std::string_view recourse_zh(const Supervised*) { return "督办"; }
/// A supervision was not answered, or its answer not verified, in time; the city supervises now.
struct SupervisionRaised {
  Due due{};
  std::uint32_t number = 0;
  std::optional<SupervisionCause> cause{};
  std::string unit{};
  friend bool operator==(const SupervisionRaised&, const SupervisionRaised&) = default;
};
BOOST_DESCRIBE_STRUCT(SupervisionRaised, (), (due, number, cause, unit))
constexpr auto recourse_spec(const SupervisionRaised*) {
  return describe::spec(
      "case.supervision_raised", 2,
      "A supervision was not answered, or its answer not verified, in time; the city supervises "
      "now.",
      {{"due", 1, "Until when the unit must answer, or the answer be verified."},
       {"number", 2, "Which supervision of the case."},
       {"cause", 2, "Its cause."},
       {"unit", 2, "The unit that answers for it."}});
}
constexpr std::string_view recourse_zh(const SupervisionRaised*) { return "督办升级"; }
/// The unit under supervision answered.
struct SupervisionAnswered {
  std::string by{};
  std::string text{};
  Due due{};
  std::uint32_t number = 0;
  std::optional<SupervisionCause> cause{};
  std::string unit{};
  SupervisionPhase then = SupervisionPhase::answered;
  friend bool operator==(const SupervisionAnswered&, const SupervisionAnswered&) = default;
};
BOOST_DESCRIBE_STRUCT(SupervisionAnswered, (), (by, text, due, number, cause, unit, then))
constexpr auto recourse_spec(const SupervisionAnswered*) {
  return describe::spec("case.supervision_answered", 2, "The unit under supervision answered.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"text", 1, "What was done, and why it came to this."},
                         {"due", 1, "Until when the answer must be verified."},
                         {"number", 2, "Which supervision of the case."},
                         {"cause", 2, "Its cause."},
                         {"unit", 2, "The unit that answered."},
                         {"then", 2, "What all supervisions of the case come to with this."}});
}
constexpr std::string_view recourse_zh(const SupervisionAnswered*) { return "督办反馈"; }
/// The answer to a supervision was verified.
struct SupervisionVerified {
  std::string by{};
  bool accepted = false;
  std::string reason{};
  std::optional<Due> due{};
  std::uint32_t number = 0;
  std::optional<SupervisionCause> cause{};
  std::string unit{};
  SupervisionPhase then = SupervisionPhase::none;
  friend bool operator==(const SupervisionVerified&, const SupervisionVerified&) = default;
};
BOOST_DESCRIBE_STRUCT(SupervisionVerified, (),
                      (by, accepted, reason, due, number, cause, unit, then))
constexpr auto recourse_spec(const SupervisionVerified*) {
  return describe::spec("case.supervision_verified", 2, "The answer to a supervision was verified.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"accepted", 1, "It is enough, and the supervision ends."},
                         {"reason", 1, "Why not; empty if accepted."},
                         {"due", 1, "Not accepted: until when the unit must answer again."},
                         {"number", 2, "Which supervision of the case."},
                         {"cause", 2, "Its cause."},
                         {"unit", 2, "The unit whose answer it is."},
                         {"then", 2, "What all supervisions of the case come to with this."}});
}
constexpr std::string_view recourse_zh(const SupervisionVerified*) { return "督办核实"; }
/// A limit passed, and what was owed by then was not done.
struct LimitMissed {
  DeadlineKind kind{};
  Due due{};
  std::string unit{};
  std::uint32_t number = 0;
  friend bool operator==(const LimitMissed&, const LimitMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitMissed, (), (kind, due, unit, number))
constexpr auto recourse_spec(const LimitMissed*) {
  return describe::spec("case.limit_missed", 1,
                        "A limit passed, and what was owed by then was not done.",
                        {{"kind", 1, "Which deadline."},
                         {"due", 1, "The limit that passed."},
                         {"unit", 1, "The unit that owed it."},
                         {"number", 1, "Which supervision, if the limit is of one; else 0."}});
}
constexpr std::string_view recourse_zh(const LimitMissed*) { return "逾期未办"; }
/// The deadline for resolution was set or moved, and the rungs of the urging ladder with it (R38).
struct UrgingSet {
  std::vector<UrgingDue> steps{};
  friend bool operator==(const UrgingSet&, const UrgingSet&) = default;
};
BOOST_DESCRIBE_STRUCT(UrgingSet, (), (steps))
constexpr auto recourse_spec(const UrgingSet*) {
  return describe::spec("case.urging_set", 1,
                        "The deadline for resolution was set or moved, and the rungs of the urging "
                        "ladder with it (R38).",
                        {{"steps", 1, "The rungs to come in this round, in their order."}});
}
constexpr std::string_view recourse_zh(const UrgingSet*) { return "排定催办"; }
/// A rung of the urging ladder was reached: the receiver is urged, once a round (R38).
struct Urged {
  Rung rung{};
  Level receiver{};
  std::string unit{};
  std::uint32_t late_by = 0;
  Due due{};
  friend bool operator==(const Urged&, const Urged&) = default;
};
BOOST_DESCRIBE_STRUCT(Urged, (), (rung, receiver, unit, late_by, due))
constexpr auto recourse_spec(const Urged*) {
  return describe::spec(
      "case.urged", 1,
      "A rung of the urging ladder was reached: the receiver is urged, once a round (R38).",
      {{"rung", 1, "Which rung."},
       {"receiver", 1, "Who is urged."},
       {"unit", 1, "The unit that this is."},
       {"late_by", 1, "Working days behind the deadline for resolution; 0: it has not passed."},
       {"due", 1, "The deadline for resolution."}});
}
constexpr std::string_view recourse_zh(const Urged*) { return "催办"; }
/// A late case has a dated plan, and the citizen knows it.
struct Planned {
  std::string by{};
  LateReason why_late{};
  std::string plan{};
  std::string in_charge{};
  Told told{};
  Due until{};
  friend bool operator==(const Planned&, const Planned&) = default;
};
BOOST_DESCRIBE_STRUCT(Planned, (), (by, why_late, plan, in_charge, told, until))
constexpr auto recourse_spec(const Planned*) {
  return describe::spec("case.planned", 1,
                        "A late case has a dated plan, and the citizen knows it.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"why_late", 1, "Why it is late."},
                         {"plan", 1, "What will be done.", describe::Access::open},
                         {"in_charge", 1, "Who is in charge."},
                         {"told", 1, "How the citizen was told.", describe::Access::open},
                         {"until", 1, "By when.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Planned*) { return "超期计划"; }

}  // namespace recourse::casework::complaint
