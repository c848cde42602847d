// What can be recorded of the liaison of a line for a station.
#pragma once

#include <recourse/casework/common/recounting.hpp>
#include <recourse/casework/liaison/values.hpp>
#include <variant>

namespace recourse::casework::liaison {

/// A person of the department became the liaison of the line for the station.
struct Appointed {
  std::string by{};
  Line line{};
  std::string station{};
  std::string unit{};
  std::string staff{};
  std::string stand_in{};
  std::optional<Due> next{};
  friend bool operator==(const Appointed&, const Appointed&) = default;
};
BOOST_DESCRIBE_STRUCT(Appointed, (), (by, line, station, unit, staff, stand_in, next))
constexpr auto recourse_spec(const Appointed*) {
  return describe::spec(
      "liaison.appointed", 1,
      "A person of the department became the liaison of the line for the station.",
      {{"by", 1, "Staff number of who did it."},
       {"line", 1, "Business line.", describe::Access::open},
       {"station", 1, "Code of the station.", describe::Access::open},
       {"unit", 1, "The department whose person it is.", describe::Access::open},
       {"staff", 1, "Staff number of the liaison."},
       {"stand_in", 1, "Staff number of who stands in."},
       {"next", 1, "When the next digest is issued; none: the day that was set holds."}});
}
constexpr std::string_view recourse_zh(const Appointed*) { return "任命对接专人"; }

/// Another person became the liaison or stands in.
struct Replaced {
  std::string by{};
  std::string staff{};
  std::string stand_in{};
  std::string why{};
  friend bool operator==(const Replaced&, const Replaced&) = default;
};
BOOST_DESCRIBE_STRUCT(Replaced, (), (by, staff, stand_in, why))
constexpr auto recourse_spec(const Replaced*) {
  return describe::spec("liaison.replaced", 1, "Another person became the liaison or stands in.",
                        {{"by", 1, "Staff number of who did it."},
                         {"staff", 1, "Staff number of the liaison."},
                         {"stand_in", 1, "Staff number of who stands in."},
                         {"why", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const Replaced*) { return "更换对接专人"; }

/// The liaison or who stands in will be away.
struct AbsenceNoted {
  std::string by{};
  Absence absence{};
  friend bool operator==(const AbsenceNoted&, const AbsenceNoted&) = default;
};
BOOST_DESCRIBE_STRUCT(AbsenceNoted, (), (by, absence))
constexpr auto recourse_spec(const AbsenceNoted*) {
  return describe::spec(
      "liaison.absence_noted", 1, "The liaison or who stands in will be away.",
      {{"by", 1, "Staff number of who did it."}, {"absence", 1, "Who, and on which days."}});
}
constexpr std::string_view recourse_zh(const AbsenceNoted*) { return "登记离岗"; }

/// The liaison left, and nobody follows yet.
struct Left {
  std::string by{};
  std::string why{};
  Due due{};
  friend bool operator==(const Left&, const Left&) = default;
};
BOOST_DESCRIBE_STRUCT(Left, (), (by, why, due))
constexpr auto recourse_spec(const Left*) {
  return describe::spec("liaison.left", 1, "The liaison left, and nobody follows yet.",
                        {{"by", 1, "Staff number of who did it."},
                         {"why", 1, "Why."},
                         {"due", 1, "Until when the department appoints another."}});
}
constexpr std::string_view recourse_zh(const Left*) { return "离任"; }

/// A difficult matter was collected.
struct Collected {
  std::string by{};
  std::uint32_t number = 0;
  std::string from_case{};
  std::string matter{};
  std::string what{};
  std::optional<Due> next{};
  friend bool operator==(const Collected&, const Collected&) = default;
};
BOOST_DESCRIBE_STRUCT(Collected, (), (by, number, from_case, matter, what, next))
constexpr auto recourse_spec(const Collected*) {
  return describe::spec(
      "liaison.collected", 1, "A difficult matter was collected.",
      {{"by", 1, "Staff number of who did it."},
       {"number", 1, "Its number in this stream, from 1."},
       {"from_case", 1, "Stream of the case; empty: none."},
       {"matter", 1, "Code of the matter in the catalogue; may be empty."},
       {"what", 1, "What is difficult about it, without personal data."},
       {"next", 1, "When the next digest is issued; none: the day that was set holds."}});
}
constexpr std::string_view recourse_zh(const Collected*) { return "收集疑难事项"; }

/// A digest of all matters without an answer was issued.
struct DigestIssued {
  std::uint32_t digest = 0;
  LocalDay day{};
  std::string unit{};
  std::vector<DigestItem> matters{};
  std::optional<Due> answer{};
  std::optional<Due> next{};
  friend bool operator==(const DigestIssued&, const DigestIssued&) = default;
};
BOOST_DESCRIBE_STRUCT(DigestIssued, (), (digest, day, unit, matters, answer, next))
constexpr auto recourse_spec(const DigestIssued*) {
  return describe::spec(
      "liaison.digest_issued", 1, "A digest of all matters without an answer was issued.",
      {{"digest", 1, "Its number in this stream, from 1."},
       {"day", 1, "Its date."},
       {"unit", 1, "The department that answers."},
       {"matters", 1, "All that had no answer; may be empty."},
       {"answer", 1, "Until when the department answers; none: there is nothing to answer."},
       {"next", 1, "When the next one is issued; none: nobody collects and nothing is open."}});
}
constexpr std::string_view recourse_zh(const DigestIssued*) { return "发出疑难事项汇总"; }

/// The department answered a matter.
struct MatterAnswered {
  std::string by{};
  std::uint32_t number = 0;
  std::string from_case{};
  std::string solution{};
  std::string next_step{};
  bool late = false;
  friend bool operator==(const MatterAnswered&, const MatterAnswered&) = default;
};
BOOST_DESCRIBE_STRUCT(MatterAnswered, (), (by, number, from_case, solution, next_step, late))
constexpr auto recourse_spec(const MatterAnswered*) {
  return describe::spec(
      "liaison.matter_answered", 1, "The department answered a matter.",
      {{"by", 1, "Staff number of who did it."},
       {"number", 1, "Its number in this stream, from 1."},
       {"from_case", 1, "Stream of the case; empty: none."},
       {"solution", 1, "What to do; may be empty if there is a next step."},
       {"next_step", 1, "What the department does next; may be empty if there is a solution."},
       {"late", 1, "The first digest that it stood in was to be answered before."}});
}
constexpr std::string_view recourse_zh(const MatterAnswered*) { return "答复疑难事项"; }

/// Every matter of the digest has an answer.
struct DigestAnswered {
  std::uint32_t digest = 0;
  bool late = false;
  friend bool operator==(const DigestAnswered&, const DigestAnswered&) = default;
};
BOOST_DESCRIBE_STRUCT(DigestAnswered, (), (digest, late))
constexpr auto recourse_spec(const DigestAnswered*) {
  return describe::spec(
      "liaison.digest_answered", 1, "Every matter of the digest has an answer.",
      {{"digest", 1, "Its number."}, {"late", 1, "It was to be answered before."}});
}
constexpr std::string_view recourse_zh(const DigestAnswered*) { return "汇总答复完毕"; }

/// A limit passed, and what it was for was not done.
struct LimitMissed {
  LimitKind limit{};
  std::string unit{};
  Due due{};
  std::vector<std::uint32_t> matters{};
  friend bool operator==(const LimitMissed&, const LimitMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitMissed, (), (limit, unit, due, matters))
constexpr auto recourse_spec(const LimitMissed*) {
  return describe::spec("liaison.limit_missed", 1,
                        "A limit passed, and what it was for was not done.",
                        {{"limit", 1, "Which limit."},
                         {"unit", 1, "Who owed it."},
                         {"due", 1, "Its last moment."},
                         {"matters", 1, "Numbers of the matters without an answer."}});
}
constexpr std::string_view recourse_zh(const LimitMissed*) { return "逾期"; }

/// A limit passed, and nothing was to be done.
struct TimerDeclined {
  std::string timer{};
  std::string refusal{};
  friend bool operator==(const TimerDeclined&, const TimerDeclined&) = default;
};
BOOST_DESCRIBE_STRUCT(TimerDeclined, (), (timer, refusal))
constexpr auto recourse_spec(const TimerDeclined*) {
  return describe::spec(
      "liaison.timer_declined", 1, "A limit passed, and nothing was to be done.",
      {{"timer", 1, "Name of the timer."}, {"refusal", 1, "Name of the refusal."}});
}
constexpr std::string_view recourse_zh(const TimerDeclined*) { return "到时未处理"; }

/// Limits were counted again by the notices that are published by now.
struct LimitsRecomputed {
  std::string calendar{};
  std::vector<RecountedLimit> limits{};
  friend bool operator==(const LimitsRecomputed&, const LimitsRecomputed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitsRecomputed, (), (calendar, limits))
constexpr auto recourse_spec(const LimitsRecomputed*) {
  return describe::spec("liaison.limits_recomputed", 1,
                        "Limits were counted again by the notices that are published by now.",
                        {{"calendar", 1, "Edition of the calendar that they are counted by."},
                         {"limits", 1, "Those that it counts otherwise."}});
}
constexpr std::string_view recourse_zh(const LimitsRecomputed*) { return "重算时限"; }

using Event =
    std::variant<Appointed, Replaced, AbsenceNoted, Left, Collected, DigestIssued, MatterAnswered,
                 DigestAnswered, LimitMissed, TimerDeclined, LimitsRecomputed>;

}  // namespace recourse::casework::liaison
