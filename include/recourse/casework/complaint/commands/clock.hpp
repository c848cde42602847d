// Commands about the clock, and those that every open phase takes (R13, R16).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Lets the clock rest.
struct Pause {
  std::optional<PauseGround> ground{};
  std::string reason{};
  std::optional<Told> told{};
  friend bool operator==(const Pause&, const Pause&) = default;
};
BOOST_DESCRIBE_STRUCT(Pause, (), (ground, reason, told))
constexpr auto recourse_spec(const Pause*) {
  return describe::spec("case.pause", 1, "Lets the clock rest.",
                        {describe::needed({"ground", 1, "Ground of the closed list."}),
                         describe::needed({"reason", 1, "Why the ground applies."}),
                         describe::needed({"told", 1, "How the citizen was told."})});
}
constexpr std::string_view recourse_zh(const Pause*) { return "暂停"; }

/// Lets the clock go on.
struct Resume {
  std::string reason{};
  friend bool operator==(const Resume&, const Resume&) = default;
};
BOOST_DESCRIBE_STRUCT(Resume, (), (reason))
constexpr auto recourse_spec(const Resume*) {
  return describe::spec("case.resume", 1, "Lets the clock go on.", {{"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const Resume*) { return "恢复"; }

/// Timer: the longest pause is over.
struct ReachCap {
  friend bool operator==(const ReachCap&, const ReachCap&) = default;
};
BOOST_DESCRIBE_STRUCT(ReachCap, (), ())
constexpr auto recourse_spec(const ReachCap*) {
  return describe::spec("case.reach_cap", 1, "Timer: the longest pause is over.");
}
constexpr std::string_view recourse_zh(const ReachCap*) { return "暂停期满"; }

/// Moves the deadline for resolution.
struct Extend {
  std::optional<LocalDay> until{};
  std::string reason{};
  std::optional<Told> told{};
  friend bool operator==(const Extend&, const Extend&) = default;
};
BOOST_DESCRIBE_STRUCT(Extend, (), (until, reason, told))
constexpr auto recourse_spec(const Extend*) {
  return describe::spec(
      "case.extend", 1, "Moves the deadline for resolution.",
      {describe::needed({"until", 1, "The new last day."}), describe::needed({"reason", 1, "Why."}),
       describe::needed({"told", 1, "How the citizen was told."})});
}
constexpr std::string_view recourse_zh(const Extend*) { return "延期"; }

/// Timer: the deadline for resolution passed.
struct GoOverdue {
  friend bool operator==(const GoOverdue&, const GoOverdue&) = default;
};
BOOST_DESCRIBE_STRUCT(GoOverdue, (), ())
constexpr auto recourse_spec(const GoOverdue*) {
  return describe::spec("case.go_overdue", 1, "Timer: the deadline for resolution passed.");
}
constexpr std::string_view recourse_zh(const GoOverdue*) { return "超期"; }

/// Records a contact with the citizen, or an attempt.
struct Contact {
  std::optional<Told> how{};
  bool reached = false;
  friend bool operator==(const Contact&, const Contact&) = default;
};
BOOST_DESCRIBE_STRUCT(Contact, (), (how, reached))
constexpr auto recourse_spec(const Contact*) {
  return describe::spec(
      "case.contact", 1, "Records a contact with the citizen, or an attempt.",
      {describe::needed({"how", 1, "By what means."}), {"reached", 1, "The citizen was reached."}});
}
constexpr std::string_view recourse_zh(const Contact*) { return "联系"; }

/// Finds the matter difficult.
struct SetDifficult {
  std::string reason{};
  friend bool operator==(const SetDifficult&, const SetDifficult&) = default;
};
BOOST_DESCRIBE_STRUCT(SetDifficult, (), (reason))
constexpr auto recourse_spec(const SetDifficult*) {
  return describe::spec("case.set_difficult", 1, "Finds the matter difficult.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const SetDifficult*) { return "定疑难"; }

/// Gives it to another officer of the station.
struct Reassign {
  std::string to{};
  std::string reason{};
  friend bool operator==(const Reassign&, const Reassign&) = default;
};
BOOST_DESCRIBE_STRUCT(Reassign, (), (to, reason))
constexpr auto recourse_spec(const Reassign*) {
  return describe::spec("case.reassign", 1, "Gives it to another officer of the station.",
                        {describe::needed({"to", 1, "Staff number of the officer."}),
                         describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Reassign*) { return "改派"; }

/// Asks or adds something, as the citizen.
struct Message {
  std::optional<Sealed<std::string>> text{};
  std::string code{};
  friend bool operator==(const Message&, const Message&) = default;
};
BOOST_DESCRIBE_STRUCT(Message, (), (text, code))
constexpr auto recourse_spec(const Message*) {
  return describe::spec("case.message", 2, "Asks or adds something, as the citizen.",
                        {describe::needed({"text", 1, "What is said.", describe::Access::identity,
                                           describe::Subject::reporter, describe::Access::words}),
                         {"code", 2, kCodeDoc, describe::Access::secret}});
}
constexpr std::string_view recourse_zh(const Message*) { return "追问"; }

/// Computes limits again that waited for a year's notice.
struct RecomputeLimits {
  friend bool operator==(const RecomputeLimits&, const RecomputeLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(RecomputeLimits, (), ())
constexpr auto recourse_spec(const RecomputeLimits*) {
  return describe::spec("case.recompute_limits", 1,
                        "Computes limits again that waited for a year's notice.");
}
constexpr std::string_view recourse_zh(const RecomputeLimits*) { return "重算时限"; }

}  // namespace recourse::casework::complaint
