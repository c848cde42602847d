// What can be recorded of a training.
#pragma once

#include <recourse/casework/common/recounting.hpp>
#include <recourse/casework/training/values.hpp>
#include <variant>

namespace recourse::casework::training {

/// A training was planned (R25).
struct Planned {
  std::string by{};
  std::string topic{};
  std::vector<Line> lines{};
  std::vector<TypicalCase> cases{};
  std::string unit{};
  std::uint32_t pass_mark = 0;
  Due due{};
  friend bool operator==(const Planned&, const Planned&) = default;
};
BOOST_DESCRIBE_STRUCT(Planned, (), (by, topic, lines, cases, unit, pass_mark, due))
constexpr auto recourse_spec(const Planned*) {
  return describe::spec("training.planned", 1, "A training was planned (R25).",
                        {{"by", 1, "Staff number of who planned it."},
                         {"topic", 1, "What it is about."},
                         {"lines", 1, "Business lines that it is for."},
                         {"cases", 1, "Cases that it is built on."},
                         {"unit", 1, "The unit that gives it."},
                         {"pass_mark", 1, "Score from which the test is passed."},
                         {"due", 1, "The last moment of its day."}});
}
constexpr std::string_view recourse_zh(const Planned*) { return "计划培训"; }

/// It was announced to those who are to come.
struct Announced {
  std::string by{};
  std::string place{};
  std::vector<std::string> invited{};
  friend bool operator==(const Announced&, const Announced&) = default;
};
BOOST_DESCRIBE_STRUCT(Announced, (), (by, place, invited))
constexpr auto recourse_spec(const Announced*) {
  return describe::spec("training.announced", 1, "It was announced to those who are to come.",
                        {{"by", 1, "Staff number of who announced it."},
                         {"place", 1, "Where and at what time."},
                         {"invited", 1, "Staff numbers of who is to come."}});
}
constexpr std::string_view recourse_zh(const Announced*) { return "通知培训"; }

/// It was held.
struct Held {
  std::string by{};
  std::vector<std::string> attended{};
  std::vector<Absence> absent{};
  LocalDay day{};
  Due test{};
  std::optional<Due> make_up{};
  friend bool operator==(const Held&, const Held&) = default;
};
BOOST_DESCRIBE_STRUCT(Held, (), (by, attended, absent, day, test, make_up))
constexpr auto recourse_spec(const Held*) {
  return describe::spec(
      "training.held", 1, "It was held.",
      {{"by", 1, "Staff number of who gave it."},
       {"attended", 1, "Staff numbers of who was there."},
       {"absent", 1, "Who was invited and was not there, and why."},
       {"day", 1, "On which day."},
       {"test", 1, "Until when the scores must be entered."},
       {"make_up", 1, "Until when the absent must make up for it; none: nobody was."}});
}
constexpr std::string_view recourse_zh(const Held*) { return "开展培训"; }

/// Some who were absent made up for it.
struct MadeUp {
  std::string by{};
  std::vector<std::string> staff{};
  friend bool operator==(const MadeUp&, const MadeUp&) = default;
};
BOOST_DESCRIBE_STRUCT(MadeUp, (), (by, staff))
constexpr auto recourse_spec(const MadeUp*) {
  return describe::spec(
      "training.made_up", 1, "Some who were absent made up for it.",
      {{"by", 1, "Staff number of who gave it."}, {"staff", 1, "Staff numbers of who did."}});
}
constexpr std::string_view recourse_zh(const MadeUp*) { return "缺席补训"; }

/// Scores of the test were entered.
struct Tested {
  std::string by{};
  std::vector<Score> scores{};
  std::optional<Due> evaluation{};
  friend bool operator==(const Tested&, const Tested&) = default;
};
BOOST_DESCRIBE_STRUCT(Tested, (), (by, scores, evaluation))
constexpr auto recourse_spec(const Tested*) {
  return describe::spec(
      "training.tested", 1, "Scores of the test were entered.",
      {{"by", 1, "Staff number of who entered them."},
       {"scores", 1, "Scores; a later one of somebody takes the place of the earlier."},
       {"evaluation", 1,
        "Until when the effect must be recorded; none: that limit runs already."}});
}
constexpr std::string_view recourse_zh(const Tested*) { return "录入考核"; }

/// The figures of the attendees before and after were compared.
struct EffectRecorded {
  std::string by{};
  Counts before{};
  Counts after{};
  std::optional<Change> repeated{};
  std::optional<Change> bad{};
  friend bool operator==(const EffectRecorded&, const EffectRecorded&) = default;
};
BOOST_DESCRIBE_STRUCT(EffectRecorded, (), (by, before, after, repeated, bad))
constexpr auto recourse_spec(const EffectRecorded*) {
  return describe::spec(
      "training.effect_recorded", 1, "The figures of the attendees before and after were compared.",
      {{"by", 1, "Staff number of who had it counted."},
       {"before", 1, "What was counted before the training."},
       {"after", 1, "What was counted after it."},
       {"repeated", 1,
        "Change of the share of cases with repeated trips; none: one of the periods has no case."},
       {"bad", 1, "Change of the share of bad ratings; none: one of the periods has no rating."}});
}
constexpr std::string_view recourse_zh(const EffectRecorded*) { return "评估效果"; }

/// Everything about it is done.
struct Closed {
  std::string by{};
  std::string note{};
  friend bool operator==(const Closed&, const Closed&) = default;
};
BOOST_DESCRIBE_STRUCT(Closed, (), (by, note))
constexpr auto recourse_spec(const Closed*) {
  return describe::spec(
      "training.closed", 1, "Everything about it is done.",
      {{"by", 1, "Staff number of who closed it."}, {"note", 1, "What is learnt from it."}});
}
constexpr std::string_view recourse_zh(const Closed*) { return "培训办结"; }

/// It was given up before it was held.
struct Cancelled {
  std::string by{};
  std::string reason{};
  friend bool operator==(const Cancelled&, const Cancelled&) = default;
};
BOOST_DESCRIBE_STRUCT(Cancelled, (), (by, reason))
constexpr auto recourse_spec(const Cancelled*) {
  return describe::spec("training.cancelled", 1, "It was given up before it was held.",
                        {{"by", 1, "Staff number of who gave it up."}, {"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const Cancelled*) { return "取消培训"; }

/// A duty of the training was not done in time; it stays.
struct LimitMissed {
  LimitKind kind{};
  Due due{};
  std::string unit{};
  friend bool operator==(const LimitMissed&, const LimitMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitMissed, (), (kind, due, unit))
constexpr auto recourse_spec(const LimitMissed*) {
  return describe::spec("training.limit_missed", 1,
                        "A duty of the training was not done in time; it stays.",
                        {{"kind", 1, "Which duty."},
                         {"due", 1, "The limit that passed."},
                         {"unit", 1, "The unit that owes it."}});
}
constexpr std::string_view recourse_zh(const LimitMissed*) { return "逾期未办"; }

/// A limit passed, and there was nothing to record about it.
struct LimitDeclined {
  std::string timer{};
  std::string refusal{};
  friend bool operator==(const LimitDeclined&, const LimitDeclined&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitDeclined, (), (timer, refusal))
constexpr auto recourse_spec(const LimitDeclined*) {
  return describe::spec("training.limit_declined", 1,
                        "A limit passed, and there was nothing to record about it.",
                        {{"timer", 1, "Which limit."}, {"refusal", 1, "Why not."}});
}
constexpr std::string_view recourse_zh(const LimitDeclined*) { return "计时未生效"; }

/// Limits were counted again by the notices that are published by now.
struct LimitsRecomputed {
  std::string calendar{};
  std::vector<RecountedLimit> limits{};
  friend bool operator==(const LimitsRecomputed&, const LimitsRecomputed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitsRecomputed, (), (calendar, limits))
constexpr auto recourse_spec(const LimitsRecomputed*) {
  return describe::spec("training.limits_recomputed", 1,
                        "Limits were counted again by the notices that are published by now.",
                        {{"calendar", 1, "Edition of the calendar that they are counted by."},
                         {"limits", 1, "Those that it counts otherwise."}});
}
constexpr std::string_view recourse_zh(const LimitsRecomputed*) { return "重算时限"; }

using Event = std::variant<Planned, Announced, Held, MadeUp, Tested, EffectRecorded, Closed,
                           Cancelled, LimitMissed, LimitDeclined, LimitsRecomputed>;

}  // namespace recourse::casework::training
