// What can be asked of the liaison of a line for a station.
#pragma once

#include <recourse/casework/liaison/values.hpp>
#include <variant>

namespace recourse::casework::liaison {

/// Appoints the liaison and who stands in.
struct Appoint {
  std::string staff{};
  std::string stand_in{};
  friend bool operator==(const Appoint&, const Appoint&) = default;
};
BOOST_DESCRIBE_STRUCT(Appoint, (), (staff, stand_in))
constexpr auto recourse_spec(const Appoint*) {
  return describe::spec("liaison.appoint", 1, "Appoints the liaison and who stands in.",
                        {describe::needed({"staff", 1, "Staff number of the liaison."}),
                         describe::needed({"stand_in", 1, "Staff number of who stands in."})});
}
constexpr std::string_view recourse_zh(const Appoint*) { return "任命对接专人"; }

/// Puts another person in the place of the liaison or of who stands in.
struct Replace {
  std::string staff{};
  std::string stand_in{};
  std::string why{};
  friend bool operator==(const Replace&, const Replace&) = default;
};
BOOST_DESCRIBE_STRUCT(Replace, (), (staff, stand_in, why))
constexpr auto recourse_spec(const Replace*) {
  return describe::spec("liaison.replace", 1,
                        "Puts another person in the place of the liaison or of who stands in.",
                        {{"staff", 1, "Staff number of the liaison; empty: stays."},
                         {"stand_in", 1, "Staff number of who stands in; empty: stays."},
                         describe::needed({"why", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Replace*) { return "更换对接专人"; }

/// Says on which days the liaison or who stands in is away.
struct NoteAbsence {
  std::string staff{};
  std::optional<LocalDay> from{};
  std::optional<LocalDay> until{};
  friend bool operator==(const NoteAbsence&, const NoteAbsence&) = default;
};
BOOST_DESCRIBE_STRUCT(NoteAbsence, (), (staff, from, until))
constexpr auto recourse_spec(const NoteAbsence*) {
  return describe::spec("liaison.note_absence", 1,
                        "Says on which days the liaison or who stands in is away.",
                        {{"staff", 1, "Staff number; empty: the liaison."},
                         {"from", 1, "First day; empty: today."},
                         describe::needed({"until", 1, "Last day."})});
}
constexpr std::string_view recourse_zh(const NoteAbsence*) { return "登记离岗"; }

/// Says that the liaison leaves and nobody follows yet.
struct Leave {
  std::string why{};
  friend bool operator==(const Leave&, const Leave&) = default;
};
BOOST_DESCRIBE_STRUCT(Leave, (), (why))
constexpr auto recourse_spec(const Leave*) {
  return describe::spec("liaison.leave", 1, "Says that the liaison leaves and nobody follows yet.",
                        {describe::needed({"why", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Leave*) { return "离任"; }

/// Collects a difficult matter.
struct Collect {
  std::string what{};
  std::string from_case{};
  std::string matter{};
  friend bool operator==(const Collect&, const Collect&) = default;
};
BOOST_DESCRIBE_STRUCT(Collect, (), (what, from_case, matter))
constexpr auto recourse_spec(const Collect*) {
  return describe::spec(
      "liaison.collect", 1, "Collects a difficult matter.",
      {describe::needed({"what", 1, "What is difficult about it, without personal data."}),
       {"from_case", 1, "Stream of the case; may be empty."},
       {"matter", 1, "Code of the matter in the catalogue; may be empty."}});
}
constexpr std::string_view recourse_zh(const Collect*) { return "收集疑难事项"; }

/// Answers a matter for the department.
struct Answer {
  std::uint32_t number = 0;
  std::string solution{};
  std::string next_step{};
  friend bool operator==(const Answer&, const Answer&) = default;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (number, solution, next_step))
constexpr auto recourse_spec(const Answer*) {
  return describe::spec(
      "liaison.answer", 1, "Answers a matter for the department.",
      {describe::needed({"number", 1, "Number of the matter."}),
       {"solution", 1, "What to do; may be empty if there is a next step."},
       {"next_step", 1, "What the department does next; may be empty if there is a solution."}});
}
constexpr std::string_view recourse_zh(const Answer*) { return "答复疑难事项"; }

/// Says that a limit has passed. The timer's.
struct PassLimit {
  LimitKind limit{};
  friend bool operator==(const PassLimit&, const PassLimit&) = default;
};
BOOST_DESCRIBE_STRUCT(PassLimit, (), (limit))
constexpr auto recourse_spec(const PassLimit*) {
  return describe::spec("liaison.pass_limit", 1, "Says that a limit has passed. The timer's.",
                        {{"limit", 1, "Which limit."}});
}
constexpr std::string_view recourse_zh(const PassLimit*) { return "时限届满"; }

/// Counts limits again that a notice moves. The engine's.
struct RecomputeLimits {
  friend bool operator==(const RecomputeLimits&, const RecomputeLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(RecomputeLimits, (), ())
constexpr auto recourse_spec(const RecomputeLimits*) {
  return describe::spec("liaison.recompute_limits", 1,
                        "Counts limits again that a notice moves. The engine's.");
}
constexpr std::string_view recourse_zh(const RecomputeLimits*) { return "重算时限"; }

using Command =
    std::variant<Appoint, Replace, NoteAbsence, Leave, Collect, Answer, PassLimit, RecomputeLimits>;

}  // namespace recourse::casework::liaison
