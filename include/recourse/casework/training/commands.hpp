// What can be asked about a training.
#pragma once

#include <recourse/casework/training/values.hpp>
#include <variant>

namespace recourse::casework::training {

/// Plans a training.
struct Plan {
  std::string topic{};
  std::vector<Line> lines{};
  std::vector<TypicalCase> cases{};
  std::optional<LocalDay> day{};
  std::optional<std::uint32_t> pass_mark{};
  friend bool operator==(const Plan&, const Plan&) = default;
};
BOOST_DESCRIBE_STRUCT(Plan, (), (topic, lines, cases, day, pass_mark))
constexpr auto recourse_spec(const Plan*) {
  return describe::spec(
      "training.plan", 1, "Plans a training.",
      {describe::needed({"topic", 1, "What it is about."}),
       {"lines", 1, "Business lines that it is for; none: the department's own."},
       describe::needed({"cases", 1, "Cases that it is built on."}),
       describe::needed({"day", 1, "On which day."}),
       {"pass_mark", 1, "Score from which the test is passed; none: as the limits have it."}});
}
constexpr std::string_view recourse_zh(const Plan*) { return "计划培训"; }

/// Announces it to those who are to come.
struct Announce {
  std::string place{};
  std::vector<std::string> invited{};
  friend bool operator==(const Announce&, const Announce&) = default;
};
BOOST_DESCRIBE_STRUCT(Announce, (), (place, invited))
constexpr auto recourse_spec(const Announce*) {
  return describe::spec("training.announce", 1, "Announces it to those who are to come.",
                        {describe::needed({"place", 1, "Where and at what time."}),
                         describe::needed({"invited", 1, "Staff numbers of who is to come."})});
}
constexpr std::string_view recourse_zh(const Announce*) { return "通知培训"; }

/// Says that it was held, and who was there.
struct Hold {
  std::vector<std::string> attended{};
  std::vector<Absence> absent{};
  std::optional<LocalDay> day{};
  friend bool operator==(const Hold&, const Hold&) = default;
};
BOOST_DESCRIBE_STRUCT(Hold, (), (attended, absent, day))
constexpr auto recourse_spec(const Hold*) {
  return describe::spec("training.hold", 1, "Says that it was held, and who was there.",
                        {describe::needed({"attended", 1, "Staff numbers of who was there."}),
                         {"absent", 1, "Everybody else who was invited, and why."},
                         {"day", 1, "When it was held; missing: on the day that was planned."}});
}
constexpr std::string_view recourse_zh(const Hold*) { return "开展培训"; }

/// Says who of the absent has made up for it.
struct MakeUp {
  std::vector<std::string> staff{};
  friend bool operator==(const MakeUp&, const MakeUp&) = default;
};
BOOST_DESCRIBE_STRUCT(MakeUp, (), (staff))
constexpr auto recourse_spec(const MakeUp*) {
  return describe::spec("training.make_up", 1, "Says who of the absent has made up for it.",
                        {describe::needed({"staff", 1, "Staff numbers of who did."})});
}
constexpr std::string_view recourse_zh(const MakeUp*) { return "缺席补训"; }

/// Enters scores of the test; at first those of all who were there.
struct EnterScores {
  std::vector<Score> scores{};
  friend bool operator==(const EnterScores&, const EnterScores&) = default;
};
BOOST_DESCRIBE_STRUCT(EnterScores, (), (scores))
constexpr auto recourse_spec(const EnterScores*) {
  return describe::spec("training.enter_scores", 1,
                        "Enters scores of the test; at first those of all who were there.",
                        {describe::needed({"scores", 1, "Scores."})});
}
constexpr std::string_view recourse_zh(const EnterScores*) { return "录入考核"; }

/// Compares the figures of the attendees before and after.
struct RecordEffect {
  std::optional<Counts> before{};
  std::optional<Counts> after{};
  friend bool operator==(const RecordEffect&, const RecordEffect&) = default;
};
BOOST_DESCRIBE_STRUCT(RecordEffect, (), (before, after))
constexpr auto recourse_spec(const RecordEffect*) {
  return describe::spec("training.record_effect", 1,
                        "Compares the figures of the attendees before and after.",
                        {describe::needed({"before", 1, "What was counted before the training."}),
                         describe::needed({"after", 1, "What was counted after it."})});
}
constexpr std::string_view recourse_zh(const RecordEffect*) { return "评估效果"; }

/// Says that everything about it is done.
struct Close {
  std::string note{};
  friend bool operator==(const Close&, const Close&) = default;
};
BOOST_DESCRIBE_STRUCT(Close, (), (note))
constexpr auto recourse_spec(const Close*) {
  return describe::spec("training.close", 1, "Says that everything about it is done.",
                        {describe::needed({"note", 1, "What is learnt from it."})});
}
constexpr std::string_view recourse_zh(const Close*) { return "培训办结"; }

/// Gives it up before it is held.
struct Cancel {
  std::string reason{};
  friend bool operator==(const Cancel&, const Cancel&) = default;
};
BOOST_DESCRIBE_STRUCT(Cancel, (), (reason))
constexpr auto recourse_spec(const Cancel*) {
  return describe::spec("training.cancel", 1, "Gives it up before it is held.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Cancel*) { return "取消培训"; }

/// Says that a limit has passed. The timer's.
struct MissLimit {
  LimitKind kind{};
  friend bool operator==(const MissLimit&, const MissLimit&) = default;
};
BOOST_DESCRIBE_STRUCT(MissLimit, (), (kind))
constexpr auto recourse_spec(const MissLimit*) {
  return describe::spec("training.miss_limit", 1, "Says that a limit has passed. The timer's.",
                        {{"kind", 1, "Which duty."}});
}
constexpr std::string_view recourse_zh(const MissLimit*) { return "记录逾期"; }

/// Counts limits again that a notice moves. The engine's.
struct RecomputeLimits {
  friend bool operator==(const RecomputeLimits&, const RecomputeLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(RecomputeLimits, (), ())
constexpr auto recourse_spec(const RecomputeLimits*) {
  return describe::spec("training.recompute_limits", 1,
                        "Counts limits again that a notice moves. The engine's.");
}
constexpr std::string_view recourse_zh(const RecomputeLimits*) { return "重算时限"; }

using Command = std::variant<Plan, Announce, Hold, MakeUp, EnterScores, RecordEffect, Close, Cancel,
                             MissLimit, RecomputeLimits>;

}  // namespace recourse::casework::training
