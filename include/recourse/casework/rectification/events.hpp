// What can be recorded of a rectification.
#pragma once

#include <recourse/casework/common/recounting.hpp>
#include <recourse/casework/rectification/values.hpp>
#include <variant>

namespace recourse::casework::rectification {

/// A class of failures was taken up (R29).
struct Opened {
  std::string by{};
  std::string lead{};
  std::string matter{};
  std::string reason{};
  Line line{};
  LocalDay from{};
  LocalDay to{};
  std::vector<std::string> stations{};
  std::vector<std::string> cases{};
  std::uint64_t found = 0;
  std::uint64_t overall = 0;
  Due until{};
  friend bool operator==(const Opened&, const Opened&) = default;
};
BOOST_DESCRIBE_STRUCT(Opened, (),
                      (by, lead, matter, reason, line, from, to, stations, cases, found, overall,
                       until))
constexpr auto recourse_spec(const Opened*) {
  return describe::spec(
      "rectification.opened", 1, "A class of failures was taken up (R29).",
      {{"by", 1, "Account of who did it.", kInternal},
       {"lead", 1, "Unit that is in charge of it.", kOpen},
       {"matter", 1, "Code of the matter in the catalogue; empty: every matter of the line.",
        kOpen},
       {"reason", 1, "Code of the failure reason in the catalogue.", kOpen},
       {"line", 1, "Business line of the class.", kOpen},
       {"from", 1, "First day of the period in which it was found.", kOpen},
       {"to", 1, "Last day of that period.", kOpen},
       {"stations", 1, "Stations in which it was found.", kInternal},
       {"cases", 1, "Numbers of cases behind it.", kInternal},
       {"found", 1, "Cases of the class in the period, as found.", kOpen},
       {"overall", 1, "Cases of every class in the period, as found.", kOpen},
       {"until", 1, "Until when the cause is to be known.", kOpen}});
}
constexpr std::string_view recourse_zh(const Opened*) { return "立项整改"; }

/// It became part of a topic of the month (R42).
struct TopicSet {
  std::string by{};
  std::string month{};
  friend bool operator==(const TopicSet&, const TopicSet&) = default;
};
BOOST_DESCRIBE_STRUCT(TopicSet, (), (by, month))
constexpr auto recourse_spec(const TopicSet*) {
  return describe::spec("rectification.topic_set", 1,
                        "It became part of a topic of the month (R42).",
                        {{"by", 1, "Account of who did it.", kInternal},
                         {"month", 1, "The month, as 2023-11.", kOpen}});
}
constexpr std::string_view recourse_zh(const TopicSet*) { return "列入每月一题"; }

/// The cause was found.
struct Analysed {
  std::string by{};
  std::string cause{};
  Due until{};
  friend bool operator==(const Analysed&, const Analysed&) = default;
};
BOOST_DESCRIBE_STRUCT(Analysed, (), (by, cause, until))
constexpr auto recourse_spec(const Analysed*) {
  return describe::spec("rectification.analysed", 1, "The cause was found.",
                        {{"by", 1, "Account of who did it.", kInternal},
                         {"cause", 1, "The cause, in words.", kBasis},
                         {"until", 1, "Until when measures are to be proposed.", kOpen}});
}
constexpr std::string_view recourse_zh(const Analysed*) { return "原因分析"; }

/// A measure was proposed.
struct MeasureProposed {
  std::string by{};
  std::uint32_t measure = 0;
  MeasureKind kind{};
  std::string text{};
  std::string owner{};
  Due due{};
  Due until{};
  friend bool operator==(const MeasureProposed&, const MeasureProposed&) = default;
};
BOOST_DESCRIBE_STRUCT(MeasureProposed, (), (by, measure, kind, text, owner, due, until))
constexpr auto recourse_spec(const MeasureProposed*) {
  return describe::spec("rectification.measure_proposed", 1, "A measure was proposed.",
                        {{"by", 1, "Account of who did it.", kInternal},
                         {"measure", 1, "Its number in the rectification, from 1.", kOpen},
                         {"kind", 1, "What sort of measure it is.", kOpen},
                         {"text", 1, "What is to be done.", kOpen},
                         {"owner", 1, "Unit that is to carry it out.", kOpen},
                         {"due", 1, "Until when it is to be carried out.", kOpen},
                         {"until", 1, "Until when all measures are to be decided on.", kOpen}});
}
constexpr std::string_view recourse_zh(const MeasureProposed*) { return "提出措施"; }

/// A measure was adopted by the level that may.
struct MeasureAdopted {
  std::string by{};
  std::string unit{};
  std::uint32_t measure = 0;
  std::uint32_t left = 0;
  std::optional<Due> until{};
  friend bool operator==(const MeasureAdopted&, const MeasureAdopted&) = default;
};
BOOST_DESCRIBE_STRUCT(MeasureAdopted, (), (by, unit, measure, left, until))
constexpr auto recourse_spec(const MeasureAdopted*) {
  return describe::spec(
      "rectification.measure_adopted", 1, "A measure was adopted by the level that may.",
      {{"by", 1, "Account of who did it.", kInternal},
       {"unit", 1, "Department that adopted it.", kOpen},
       {"measure", 1, "Number of the measure.", kOpen},
       {"left", 1, "Measures that are still to be decided on.", kInternal},
       {"until", 1, "Until when those are to be decided on; none if none is left.", kOpen}});
}
constexpr std::string_view recourse_zh(const MeasureAdopted*) { return "采纳措施"; }

/// A measure was rejected.
struct MeasureRejected {
  std::string by{};
  std::string unit{};
  std::uint32_t measure = 0;
  std::string reason{};
  std::uint32_t left = 0;
  std::uint32_t adopted = 0;
  std::optional<Due> until{};
  friend bool operator==(const MeasureRejected&, const MeasureRejected&) = default;
};
BOOST_DESCRIBE_STRUCT(MeasureRejected, (), (by, unit, measure, reason, left, adopted, until))
constexpr auto recourse_spec(const MeasureRejected*) {
  return describe::spec(
      "rectification.measure_rejected", 1, "A measure was rejected.",
      {{"by", 1, "Account of who did it.", kInternal},
       {"unit", 1, "Department that rejected it.", kOpen},
       {"measure", 1, "Number of the measure.", kOpen},
       {"reason", 1, "Why, in words.", kInternal},
       {"left", 1, "Measures that are still to be decided on.", kInternal},
       {"adopted", 1, "Measures of this round that were adopted.", kInternal},
       {"until", 1,
        "Until when those, or other proposals, are due; none if the rest is to be carried out.",
        kOpen}});
}
constexpr std::string_view recourse_zh(const MeasureRejected*) { return "不予采纳"; }

/// Its owner reported a measure as carried out.
struct MeasureCarriedOut {
  std::string by{};
  std::uint32_t measure = 0;
  std::string report{};
  std::uint32_t left = 0;
  std::optional<Due> until{};
  friend bool operator==(const MeasureCarriedOut&, const MeasureCarriedOut&) = default;
};
BOOST_DESCRIBE_STRUCT(MeasureCarriedOut, (), (by, measure, report, left, until))
constexpr auto recourse_spec(const MeasureCarriedOut*) {
  return describe::spec(
      "rectification.measure_carried_out", 1, "Its owner reported a measure as carried out.",
      {{"by", 1, "Account of who did it.", kInternal},
       {"measure", 1, "Number of the measure.", kOpen},
       {"report", 1, "What was done.", kInternal},
       {"left", 1, "Adopted measures that are still to be carried out.", kInternal},
       {"until", 1, "Until when the result is to be published; none if a measure is left.",
        kOpen}});
}
constexpr std::string_view recourse_zh(const MeasureCarriedOut*) { return "措施落实"; }

/// What came of it was published, with a version of the catalogue where its papers changed (R30).
struct Published {
  std::string by{};
  std::string unit{};
  std::string how{};
  std::optional<CatalogueChange> change{};
  std::string catalogue{};
  LocalDay observe_from{};
  LocalDay observe_to{};
  Due until{};
  friend bool operator==(const Published&, const Published&) = default;
};
BOOST_DESCRIBE_STRUCT(Published, (),
                      (by, unit, how, change, catalogue, observe_from, observe_to, until))
constexpr auto recourse_spec(const Published*) {
  return describe::spec(
      "rectification.published", 1,
      "What came of it was published, with a version of the catalogue where its papers changed "
      "(R30).",
      {{"by", 1, "Account of who did it.", kInternal},
       {"unit", 1, "Department that published it.", kOpen},
       {"how", 1, "Where and how people learn of it.", kOpen},
       {"change", 1, "What becomes of the catalogue; none if it stays.", kOpen},
       {"catalogue", 1, "Version of the catalogue that this makes; empty if it stays.", kOpen},
       {"observe_from", 1, "First day of the observation.", kOpen},
       {"observe_to", 1, "Its last day.", kOpen},
       {"until", 1, "The end of the observation.", kOpen}});
}
constexpr std::string_view recourse_zh(const Published*) { return "公布整改成果"; }

/// The observation is over: its effect can be judged.
struct ObservationEnded {
  Due until{};
  friend bool operator==(const ObservationEnded&, const ObservationEnded&) = default;
};
BOOST_DESCRIBE_STRUCT(ObservationEnded, (), (until))
constexpr auto recourse_spec(const ObservationEnded*) {
  return describe::spec("rectification.observation_ended", 1,
                        "The observation is over: its effect can be judged.",
                        {{"until", 1, "Until when it is to be judged.", kOpen}});
}
constexpr std::string_view recourse_zh(const ObservationEnded*) { return "观察期满"; }

/// Somebody uninvolved compared recurrence before and after (R29).
struct Verified {
  std::string by{};
  std::string unit{};
  Recurrence recurrence{};
  bool proved = false;
  Due until{};
  friend bool operator==(const Verified&, const Verified&) = default;
};
BOOST_DESCRIBE_STRUCT(Verified, (), (by, unit, recurrence, proved, until))
constexpr auto recourse_spec(const Verified*) {
  return describe::spec(
      "rectification.verified", 1,
      "Somebody uninvolved compared recurrence before and after (R29).",
      {{"by", 1, "Account of who did it.", kInternal},
       {"unit", 1, "Unit of who did it.", kInternal},
       {"recurrence", 1, "The counts, and what follows from them.", kOpen},
       {"proved", 1, "The upper bound lies below that of the limits: fewer again.", kOpen},
       {"until", 1, "Until when it is to be closed, or to go on.", kOpen}});
}
constexpr std::string_view recourse_zh(const Verified*) { return "验证成效"; }

/// It goes on with another round.
struct Continued {
  std::string by{};
  std::string reason{};
  std::uint32_t round = 0;
  Due until{};
  friend bool operator==(const Continued&, const Continued&) = default;
};
BOOST_DESCRIBE_STRUCT(Continued, (), (by, reason, round, until))
constexpr auto recourse_spec(const Continued*) {
  return describe::spec("rectification.continued", 1, "It goes on with another round.",
                        {{"by", 1, "Account of who did it.", kInternal},
                         {"reason", 1, "Why, in words.", kInternal},
                         {"round", 1, "Which round begins, from 2.", kOpen},
                         {"until", 1, "Until when the cause is to be known.", kOpen}});
}
constexpr std::string_view recourse_zh(const Continued*) { return "继续整改"; }

/// It was closed.
struct Closed {
  std::string by{};
  std::string reason{};
  friend bool operator==(const Closed&, const Closed&) = default;
};
BOOST_DESCRIBE_STRUCT(Closed, (), (by, reason))
constexpr auto recourse_spec(const Closed*) {
  return describe::spec(
      "rectification.closed", 1, "It was closed.",
      {{"by", 1, "Account of who did it.", kInternal},
       {"reason", 1, "Why, in words; empty where the effect was proved.", kOpen}});
}
constexpr std::string_view recourse_zh(const Closed*) { return "整改销号"; }

/// A limit passed, and what it asked for was not done; it stays to be done.
struct LimitMissed {
  Step step{};
  std::uint32_t measure = 0;
  std::string unit{};
  Due due{};
  friend bool operator==(const LimitMissed&, const LimitMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitMissed, (), (step, measure, unit, due))
constexpr auto recourse_spec(const LimitMissed*) {
  return describe::spec("rectification.limit_missed", 1,
                        "A limit passed, and what it asked for was not done; it stays to be done.",
                        {{"step", 1, "What was to be done.", kInternal},
                         {"measure", 1, "Of which measure; 0: of none.", kInternal},
                         {"unit", 1, "Unit that was to do it; empty: whoever may.", kInternal},
                         {"due", 1, "The limit.", kInternal}});
}
constexpr std::string_view recourse_zh(const LimitMissed*) { return "逾期未办"; }

/// A limit passed, and something stood against what it asks.
struct TimerDeclined {
  std::string timer{};
  std::string reason{};
  friend bool operator==(const TimerDeclined&, const TimerDeclined&) = default;
};
BOOST_DESCRIBE_STRUCT(TimerDeclined, (), (timer, reason))
constexpr auto recourse_spec(const TimerDeclined*) {
  return describe::spec("rectification.timer_declined", 1,
                        "A limit passed, and something stood against what it asks.",
                        {{"timer", 1, "Name of the limit.", kInternal},
                         {"reason", 1, "Name of the refusal.", kInternal}});
}
constexpr std::string_view recourse_zh(const TimerDeclined*) { return "计时未执行"; }

/// Limits were counted again by the notices that are published by now.
struct LimitsRecomputed {
  std::string calendar{};
  std::vector<RecountedLimit> limits{};
  friend bool operator==(const LimitsRecomputed&, const LimitsRecomputed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitsRecomputed, (), (calendar, limits))
constexpr auto recourse_spec(const LimitsRecomputed*) {
  return describe::spec("rectification.limits_recomputed", 1,
                        "Limits were counted again by the notices that are published by now.",
                        {{"calendar", 1, "Edition of the calendar that they are counted by."},
                         {"limits", 1, "Those that it counts otherwise."}});
}
constexpr std::string_view recourse_zh(const LimitsRecomputed*) { return "重算时限"; }

using Event =
    std::variant<Opened, TopicSet, Analysed, MeasureProposed, MeasureAdopted, MeasureRejected,
                 MeasureCarriedOut, Published, ObservationEnded, Verified, Continued, Closed,
                 LimitMissed, TimerDeclined, LimitsRecomputed>;

}  // namespace recourse::casework::rectification
