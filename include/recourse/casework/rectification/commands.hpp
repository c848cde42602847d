// What can be asked about a rectification.
#pragma once

#include <recourse/casework/rectification/values.hpp>
#include <variant>

namespace recourse::casework::rectification {

/// Takes up a class of failures: matter, reason and period (R29).
struct Open {
  std::string matter{};
  std::string reason{};
  std::optional<Line> line{};
  std::string period{};
  std::vector<std::string> stations{};
  std::vector<std::string> cases{};
  std::uint64_t found = 0;
  std::uint64_t overall = 0;
  std::string lead{};
  friend bool operator==(const Open&, const Open&) = default;
};
BOOST_DESCRIBE_STRUCT(Open, (),
                      (matter, reason, line, period, stations, cases, found, overall, lead))
constexpr auto recourse_spec(const Open*) {
  return describe::spec(
      "rectification.open", 1, "Takes up a class of failures: matter, reason and period (R29).",
      {{"matter", 1, "Code of the matter in the catalogue; empty: every matter of the line.",
        kOpen},
       describe::needed({"reason", 1, "Code of the failure reason in the catalogue.", kOpen}),
       {"line", 1, "Business line; known where a matter is named.", kOpen},
       describe::needed(
           {"period", 1, "The period: 2023Q3, 2023-07, or 2023-07-01..2023-09-30.", kOpen}),
       describe::needed({"stations", 1, "Stations in which it was found.", kInternal}),
       {"cases", 1, "Numbers of cases behind it.", kInternal},
       describe::needed({"found", 1, "Cases of the class in the period.", kOpen}),
       describe::needed({"overall", 1, "Cases of every class in the period.", kOpen}),
       {"lead", 1, "Unit in charge; else the opener's department, or the city's of the line.",
        kOpen}});
}
constexpr std::string_view recourse_zh(const Open*) { return "立项整改"; }

/// Makes it part of a topic of the month (R42).
struct SetTopic {
  std::string month{};
  friend bool operator==(const SetTopic&, const SetTopic&) = default;
};
BOOST_DESCRIBE_STRUCT(SetTopic, (), (month))
constexpr auto recourse_spec(const SetTopic*) {
  return describe::spec("rectification.set_topic", 1,
                        "Makes it part of a topic of the month (R42).",
                        {describe::needed({"month", 1, "The month, as 2023-11.", kOpen})});
}
constexpr std::string_view recourse_zh(const SetTopic*) { return "列入每月一题"; }

/// Says what the cause is.
struct Analyse {
  std::string cause{};
  friend bool operator==(const Analyse&, const Analyse&) = default;
};
BOOST_DESCRIBE_STRUCT(Analyse, (), (cause))
constexpr auto recourse_spec(const Analyse*) {
  return describe::spec("rectification.analyse", 1, "Says what the cause is.",
                        {describe::needed({"cause", 1, "The cause, in words.", kBasis})});
}
constexpr std::string_view recourse_zh(const Analyse*) { return "原因分析"; }

/// Proposes a measure.
struct Propose {
  std::optional<MeasureKind> kind{};
  std::string text{};
  std::string owner{};
  std::optional<LocalDay> due{};
  friend bool operator==(const Propose&, const Propose&) = default;
};
BOOST_DESCRIBE_STRUCT(Propose, (), (kind, text, owner, due))
constexpr auto recourse_spec(const Propose*) {
  return describe::spec(
      "rectification.propose", 1, "Proposes a measure.",
      {describe::needed({"kind", 1, "What sort of measure it is.", kOpen}),
       describe::needed({"text", 1, "What is to be done.", kOpen}),
       describe::needed({"owner", 1, "Unit that is to carry it out.", kOpen}),
       describe::needed({"due", 1, "The last day on which it may be carried out.", kOpen})});
}
constexpr std::string_view recourse_zh(const Propose*) { return "提出措施"; }

/// Adopts measures, as the level that may.
struct Adopt {
  std::vector<std::uint32_t> measures{};
  friend bool operator==(const Adopt&, const Adopt&) = default;
};
BOOST_DESCRIBE_STRUCT(Adopt, (), (measures))
constexpr auto recourse_spec(const Adopt*) {
  return describe::spec("rectification.adopt", 1, "Adopts measures, as the level that may.",
                        {describe::needed({"measures", 1, "Numbers of the measures.", kOpen})});
}
constexpr std::string_view recourse_zh(const Adopt*) { return "采纳措施"; }

/// Rejects measures, as the level that may.
struct Reject {
  std::vector<std::uint32_t> measures{};
  std::string reason{};
  friend bool operator==(const Reject&, const Reject&) = default;
};
BOOST_DESCRIBE_STRUCT(Reject, (), (measures, reason))
constexpr auto recourse_spec(const Reject*) {
  return describe::spec("rectification.reject", 1, "Rejects measures, as the level that may.",
                        {describe::needed({"measures", 1, "Numbers of the measures.", kOpen}),
                         describe::needed({"reason", 1, "Why, in words.", kInternal})});
}
constexpr std::string_view recourse_zh(const Reject*) { return "不予采纳"; }

/// Reports one's own measure as carried out.
struct CarryOut {
  std::uint32_t measure = 0;
  std::string report{};
  friend bool operator==(const CarryOut&, const CarryOut&) = default;
};
BOOST_DESCRIBE_STRUCT(CarryOut, (), (measure, report))
constexpr auto recourse_spec(const CarryOut*) {
  return describe::spec("rectification.carry_out", 1, "Reports one's own measure as carried out.",
                        {describe::needed({"measure", 1, "Number of the measure.", kOpen}),
                         describe::needed({"report", 1, "What was done.", kInternal})});
}
constexpr std::string_view recourse_zh(const CarryOut*) { return "措施落实"; }

/// Publishes what came of it, with the changed papers and notice of a matter (R30).
struct Publish {
  std::string how{};
  std::string matter{};
  std::vector<Paper> added{};
  std::vector<std::string> removed{};
  std::vector<Paper> reworded{};
  std::string notice{};
  std::uint32_t observe_days = 0;
  friend bool operator==(const Publish&, const Publish&) = default;
};
BOOST_DESCRIBE_STRUCT(Publish, (), (how, matter, added, removed, reworded, notice, observe_days))
constexpr auto recourse_spec(const Publish*) {
  return describe::spec(
      "rectification.publish", 1,
      "Publishes what came of it, with the changed papers and notice of a matter (R30).",
      {describe::needed({"how", 1, "Where and how people learn of it.", kOpen}),
       {"matter", 1, "Code of the matter that changes; that of the class need not be named.",
        kOpen},
       {"added", 1, "Papers that join its list, behind the others.", kOpen},
       {"removed", 1, "Codes of the papers that leave it.", kOpen},
       {"reworded", 1, "Papers that take the place of those of their code.", kOpen},
       {"notice", 1, "What its notices say from now on; empty: what they said.", kOpen},
       {"observe_days", 1, "Days of the observation; 0: as many as the period has.", kOpen}});
}
constexpr std::string_view recourse_zh(const Publish*) { return "公布整改成果"; }

/// Ends the observation. The timer's.
struct EndObservation {
  friend bool operator==(const EndObservation&, const EndObservation&) = default;
};
BOOST_DESCRIBE_STRUCT(EndObservation, (), ())
constexpr auto recourse_spec(const EndObservation*) {
  return describe::spec("rectification.end_observation", 1, "Ends the observation. The timer's.");
}
constexpr std::string_view recourse_zh(const EndObservation*) { return "观察期满"; }

/// Compares recurrence before and after, by the counts of both periods.
struct Assess {
  Position position{};
  std::uint64_t before = 0;
  std::uint64_t before_all = 0;
  std::uint64_t after = 0;
  std::uint64_t after_all = 0;
  friend bool operator==(const Assess&, const Assess&) = default;
};
BOOST_DESCRIBE_STRUCT(Assess, (), (position, before, before_all, after, after_all))
constexpr auto recourse_spec(const Assess*) {
  return describe::spec(
      "rectification.assess", 1,
      "Compares recurrence before and after, by the counts of both periods.",
      {describe::needed(
           {"position", 1, "Position of the log as of which the cases were counted.", kInternal}),
       {"before", 1, "Cases of the class in the period before.", kOpen},
       {"before_all", 1, "Cases of every class in it.", kOpen},
       {"after", 1, "Cases of the class in the period after.", kOpen},
       {"after_all", 1, "Cases of every class in it.", kOpen}});
}
constexpr std::string_view recourse_zh(const Assess*) { return "验证成效"; }

/// Goes on with another round.
struct Continue {
  std::string reason{};
  friend bool operator==(const Continue&, const Continue&) = default;
};
BOOST_DESCRIBE_STRUCT(Continue, (), (reason))
constexpr auto recourse_spec(const Continue*) {
  return describe::spec("rectification.continue", 1, "Goes on with another round.",
                        {describe::needed({"reason", 1, "Why, in words.", kInternal})});
}
constexpr std::string_view recourse_zh(const Continue*) { return "继续整改"; }

/// Closes it; where the effect is not proved, for a reason.
struct Close {
  std::string reason{};
  friend bool operator==(const Close&, const Close&) = default;
};
BOOST_DESCRIBE_STRUCT(Close, (), (reason))
constexpr auto recourse_spec(const Close*) {
  return describe::spec(
      "rectification.close", 1, "Closes it; where the effect is not proved, for a reason.",
      {{"reason", 1, "Why, in words; empty where the effect was proved.", kOpen}});
}
constexpr std::string_view recourse_zh(const Close*) { return "整改销号"; }

/// Records that a limit passed. The timer's.
struct MissLimit {
  Step step{};
  std::uint32_t measure = 0;
  friend bool operator==(const MissLimit&, const MissLimit&) = default;
};
BOOST_DESCRIBE_STRUCT(MissLimit, (), (step, measure))
constexpr auto recourse_spec(const MissLimit*) {
  return describe::spec("rectification.miss_limit", 1, "Records that a limit passed. The timer's.",
                        {{"step", 1, "What was to be done.", kInternal},
                         {"measure", 1, "Of which measure; 0: of none.", kInternal}});
}
constexpr std::string_view recourse_zh(const MissLimit*) { return "逾期未办"; }

/// Counts limits again that a notice moves. The engine's.
struct RecomputeLimits {
  friend bool operator==(const RecomputeLimits&, const RecomputeLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(RecomputeLimits, (), ())
constexpr auto recourse_spec(const RecomputeLimits*) {
  return describe::spec("rectification.recompute_limits", 1,
                        "Counts limits again that a notice moves. The engine's.");
}
constexpr std::string_view recourse_zh(const RecomputeLimits*) { return "重算时限"; }

using Command = std::variant<Open, SetTopic, Analyse, Propose, Adopt, Reject, CarryOut, Publish,
                             EndObservation, Assess, Continue, Close, MissLimit, RecomputeLimits>;

}  // namespace recourse::casework::rectification
