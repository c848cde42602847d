// Values of the register of windows: closed lists, and what states, events and commands hold.
//
// The numbers are on disk and never reused.
#pragma once

#include <optional>
#include <recourse/casework/common/values.hpp>
#include <recourse/casework/registry/phases.hpp>
#include <string>
#include <vector>

namespace recourse::casework::registry {

/// What a stream of the registry is about.
enum class PlaceKind : std::uint8_t {
  station = 1,
  centre = 2,
};
BOOST_DESCRIBE_ENUM(PlaceKind, station, centre)
constexpr auto recourse_labels(const PlaceKind*) {
  return describe::labels<PlaceKind>({
      {PlaceKind::station, "派出所"},
      {PlaceKind::centre, "服务中心"},
  });
}

/// How a window stands in its hall (R2).
enum class WindowForm : std::uint8_t {
  independent = 1,
  overlaid = 2,
};
BOOST_DESCRIBE_ENUM(WindowForm, independent, overlaid)
constexpr auto recourse_labels(const WindowForm*) {
  return describe::labels<WindowForm>({
      {WindowForm::independent, "独立设置"},
      {WindowForm::overlaid, "叠加设置"},
  });
}

/// A standard that who serves at the window meets (R5).
enum class Standard : std::uint8_t {
  political = 1,
  skill = 2,
  coordination = 3,
  service = 4,
};
BOOST_DESCRIBE_ENUM(Standard, political, skill, coordination, service)
constexpr auto recourse_labels(const Standard*) {
  return describe::labels<Standard>({
      {Standard::political, "政治素质"},
      {Standard::skill, "业务能力"},
      {Standard::coordination, "协调能力"},
      {Standard::service, "服务意识"},
  });
}

/// What sort of staff somebody is; only sworn officers serve (R5).
enum class StaffKind : std::uint8_t {
  sworn = 1,
  civilian = 2,
  auxiliary = 3,
};
BOOST_DESCRIBE_ENUM(StaffKind, sworn, civilian, auxiliary)
constexpr auto recourse_labels(const StaffKind*) {
  return describe::labels<StaffKind>({
      {StaffKind::sworn, "民警"},
      {StaffKind::civilian, "文职"},
      {StaffKind::auxiliary, "辅警"},
  });
}

/// A sworn rank (People's Police Ranks Act, art 7).
enum class PoliceRank : std::uint8_t {
  commissioner_general = 1,
  deputy_commissioner_general = 2,
  commissioner_1 = 3,
  commissioner_2 = 4,
  commissioner_3 = 5,
  supervisor_1 = 6,
  supervisor_2 = 7,
  supervisor_3 = 8,
  superintendent_1 = 9,
  superintendent_2 = 10,
  superintendent_3 = 11,
  constable_1 = 12,
  constable_2 = 13,
};
BOOST_DESCRIBE_ENUM(PoliceRank, commissioner_general, deputy_commissioner_general, commissioner_1,
                    commissioner_2, commissioner_3, supervisor_1, supervisor_2, supervisor_3,
                    superintendent_1, superintendent_2, superintendent_3, constable_1, constable_2)
constexpr auto recourse_labels(const PoliceRank*) {
  return describe::labels<PoliceRank>({
      {PoliceRank::commissioner_general, "总警监"},
      {PoliceRank::deputy_commissioner_general, "副总警监"},
      {PoliceRank::commissioner_1, "一级警监"},
      {PoliceRank::commissioner_2, "二级警监"},
      {PoliceRank::commissioner_3, "三级警监"},
      {PoliceRank::supervisor_1, "一级警督"},
      {PoliceRank::supervisor_2, "二级警督"},
      {PoliceRank::supervisor_3, "三级警督"},
      {PoliceRank::superintendent_1, "一级警司"},
      {PoliceRank::superintendent_2, "二级警司"},
      {PoliceRank::superintendent_3, "三级警司"},
      {PoliceRank::constable_1, "一级警员"},
      {PoliceRank::constable_2, "二级警员"},
  });
}

/// How somebody on the list stands to the roster.
enum class OfficerStatus : std::uint8_t {
  candidate = 1,
  serving = 2,
};
BOOST_DESCRIBE_ENUM(OfficerStatus, candidate, serving)
constexpr auto recourse_labels(const OfficerStatus*) {
  return describe::labels<OfficerStatus>({
      {OfficerStatus::candidate, "人选"},
      {OfficerStatus::serving, "在岗"},
  });
}

/// A limit that a place is under.
enum class LimitKind : std::uint8_t {
  sign_check = 1,
  sign_correction = 2,
  reopening = 3,
  stand_in = 4,
  swap_decision = 5,
  staffing = 6,
};
BOOST_DESCRIBE_ENUM(LimitKind, sign_check, sign_correction, reopening, stand_in, swap_decision,
                    staffing)
constexpr auto recourse_labels(const LimitKind*) {
  return describe::labels<LimitKind>({
      {LimitKind::sign_check, "标识核查"},
      {LimitKind::sign_correction, "标识整改"},
      {LimitKind::reopening, "恢复开放"},
      {LimitKind::stand_in, "顶岗"},
      {LimitKind::swap_decision, "换岗审批"},
      {LimitKind::staffing, "人员配备"},
  });
}

/// Why a stand-in serves no longer though who is absent is not back.
enum class StopCause : std::uint8_t {
  time_over = 1,
  unfit = 2,
};
BOOST_DESCRIBE_ENUM(StopCause, time_over, unfit)
constexpr auto recourse_labels(const StopCause*) {
  return describe::labels<StopCause>({
      {StopCause::time_over, "顶岗期满"},
      {StopCause::unfit, "不符合标准"},
  });
}

/// Why a window takes no cases.
enum class NotTaking : std::uint8_t {
  none = 0,
  not_registered = 1,
  shared = 2,
  not_opened = 3,
  suspended = 4,
  moved = 5,
  closed = 6,
  roster_empty = 7,
};
BOOST_DESCRIBE_ENUM(NotTaking, none, not_registered, shared, not_opened, suspended, moved, closed,
                    roster_empty)
constexpr auto recourse_labels(const NotTaking*) {
  return describe::labels<NotTaking>({
      {NotTaking::none, "正常受理"},
      {NotTaking::not_registered, "未登记"},
      {NotTaking::shared, "由中心窗口受理"},
      {NotTaking::not_opened, "尚未开放"},
      {NotTaking::suspended, "暂停开放"},
      {NotTaking::moved, "迁址待开放"},
      {NotTaking::closed, "已撤销"},
      {NotTaking::roster_empty, "无人在岗"},
  });
}

/// A counter of the hall, and how busy it is (R2).
struct Counter {
  std::string name{};
  std::uint32_t items_per_day = 0;
  std::uint32_t minutes_per_item = 0;
  friend bool operator==(const Counter&, const Counter&) = default;
};
BOOST_DESCRIBE_STRUCT(Counter, (), (name, items_per_day, minutes_per_item))
constexpr auto recourse_spec(const Counter*) {
  return describe::spec("registry.counter", 1, "A counter of the hall, and how busy it is (R2).",
                        {{"name", 1, "Its name.", describe::Access::open},
                         {"items_per_day", 1, "Items that it handles in a day."},
                         {"minutes_per_item", 1, "Minutes that one takes."}});
}

/// The most that can be recorded of a counter: five hundred clerks' work of a day, and a whole day.
inline constexpr std::uint32_t kItemsPerDayMax = 10'000;
inline constexpr std::uint32_t kMinutesPerItemMax = 1'440;

/// A separate room for slow matters (R3).
struct Room {
  std::string name{};
  std::string place{};
  friend bool operator==(const Room&, const Room&) = default;
};
BOOST_DESCRIBE_STRUCT(Room, (), (name, place))
constexpr auto recourse_spec(const Room*) {
  return describe::spec("registry.room", 1, "A separate room for slow matters (R3).",
                        {{"name", 1, "What it is called: 连心屋.", describe::Access::open},
                         {"place", 1, "Where it is.", describe::Access::open}});
}

/// What the separate room has been used for (R3).
struct RoomUse {
  std::string from_case{};
  std::optional<Timestamp> since{};
  std::uint32_t matters = 0;
  std::uint32_t minutes = 0;
  friend bool operator==(const RoomUse&, const RoomUse&) = default;
};
BOOST_DESCRIBE_STRUCT(RoomUse, (), (from_case, since, matters, minutes))
constexpr auto recourse_spec(const RoomUse*) {
  return describe::spec("registry.room_use", 1, "What the separate room has been used for (R3).",
                        {{"from_case", 1, "Stream of the case that is there; empty: none is."},
                         {"since", 1, "Since when."},
                         {"matters", 1, "Matters that were moved there so far."},
                         {"minutes", 1, "Minutes that those took there which are over."}});
}

/// What an assessment found of one standard (R5).
struct Finding {
  Standard standard{};
  bool met = false;
  friend bool operator==(const Finding&, const Finding&) = default;
};
BOOST_DESCRIBE_STRUCT(Finding, (), (standard, met))
constexpr auto recourse_spec(const Finding*) {
  return describe::spec("registry.finding", 1, "What an assessment found of one standard (R5).",
                        {{"standard", 1, "The standard."}, {"met", 1, "It is met."}});
}

/// An assessment that holds: the last one of its standard.
struct Assessment {
  Standard standard{};
  bool met = false;
  std::string by{};
  Timestamp at{};
  friend bool operator==(const Assessment&, const Assessment&) = default;
};
BOOST_DESCRIBE_STRUCT(Assessment, (), (standard, met, by, at))
constexpr auto recourse_spec(const Assessment*) {
  return describe::spec("registry.assessment", 1,
                        "An assessment that holds: the last one of its standard.",
                        {{"standard", 1, "The standard."},
                         {"met", 1, "It is met."},
                         {"by", 1, "Staff number of who assessed it."},
                         {"at", 1, "When."}});
}

/// Somebody on the list of who serves at the window, may come to serve, or has served.
struct Officer {
  std::string staff{};
  PoliceRank rank{};
  std::uint32_t years = 0;
  OfficerStatus status{};
  std::vector<Assessment> assessments{};
  friend bool operator==(const Officer&, const Officer&) = default;
};
BOOST_DESCRIBE_STRUCT(Officer, (), (staff, rank, years, status, assessments))
constexpr auto recourse_spec(const Officer*) {
  return describe::spec(
      "registry.officer", 1,
      "Somebody on the list of who serves at the window, may come to serve, or has served.",
      {{"staff", 1, "Staff number."},
       {"rank", 1, "Sworn rank."},
       {"years", 1, "Years of service with the police when listed."},
       {"status", 1, "How they stand to the roster."},
       {"assessments", 1, "The assessments that hold, in the order of the standards."}});
}

/// A time in which somebody served at the window; those of stand-ins are none.
struct Service {
  std::string staff{};
  Timestamp began{};
  std::optional<Timestamp> ended{};
  friend bool operator==(const Service&, const Service&) = default;
};
BOOST_DESCRIBE_STRUCT(Service, (), (staff, began, ended))
constexpr auto recourse_spec(const Service*) {
  return describe::spec(
      "registry.service", 1,
      "A time in which somebody served at the window; those of stand-ins are none.",
      {{"staff", 1, "Staff number."},
       {"began", 1, "When it began; not before the window first opened."},
       {"ended", 1, "When it ended; missing: it goes on."}});
}

/// A change of the roster that was asked for and is not decided (R6).
struct Swap {
  std::uint32_t number = 0;
  std::string leaving{};
  std::string joining{};
  std::string reason{};
  std::string by{};
  Due due{};
  bool missed = false;
  friend bool operator==(const Swap&, const Swap&) = default;
};
BOOST_DESCRIBE_STRUCT(Swap, (), (number, leaving, joining, reason, by, due, missed))
constexpr auto recourse_spec(const Swap*) {
  return describe::spec("registry.swap", 1,
                        "A change of the roster that was asked for and is not decided (R6).",
                        {{"number", 1, "Which of this place, from 1."},
                         {"leaving", 1, "Who is to leave; empty: nobody."},
                         {"joining", 1, "Who is to join; empty: nobody."},
                         {"reason", 1, "Why."},
                         {"by", 1, "Staff number of who asked."},
                         {"due", 1, "Until when it is to be decided."},
                         {"missed", 1, "It was not decided in time; the district owes it."}});
}

/// Somebody who stands in for an officer in an emergency (R6).
struct Substitute {
  std::string staff{};
  std::string absent{};
  std::string reason{};
  Due until{};
  bool stopped = false;
  friend bool operator==(const Substitute&, const Substitute&) = default;
};
BOOST_DESCRIBE_STRUCT(Substitute, (), (staff, absent, reason, until, stopped))
constexpr auto recourse_spec(const Substitute*) {
  return describe::spec("registry.substitute", 1,
                        "Somebody who stands in for an officer in an emergency (R6).",
                        {{"staff", 1, "Who stands in."},
                         {"absent", 1, "For whom."},
                         {"reason", 1, "Why."},
                         {"until", 1, "The last day."},
                         {"stopped", 1, "They serve no longer, and who is absent is not back."}});
}

/// A limit that runs, or has passed unmet.
struct OpenLimit {
  Due due{};
  bool missed = false;
  friend bool operator==(const OpenLimit&, const OpenLimit&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenLimit, (), (due, missed))
constexpr auto recourse_spec(const OpenLimit*) {
  return describe::spec(
      "registry.open_limit", 1, "A limit that runs, or has passed unmet.",
      {{"due", 1, "Until when."}, {"missed", 1, "It has passed; the district owes it."}});
}

/// A window that is shut for a while.
struct Suspension {
  std::string reason{};
  Timestamp since{};
  Due until{};
  bool missed = false;
  friend bool operator==(const Suspension&, const Suspension&) = default;
};
BOOST_DESCRIBE_STRUCT(Suspension, (), (reason, since, until, missed))
constexpr auto recourse_spec(const Suspension*) {
  return describe::spec(
      "registry.suspension", 1, "A window that is shut for a while.",
      {{"reason", 1, "Why.", describe::Access::open},
       {"since", 1, "Since when.", describe::Access::open},
       {"until", 1, "The last day; the window is to be open again after it.",
        describe::Access::open},
       {"missed", 1, "The day has passed without reopening; the district owes it."}});
}

}  // namespace recourse::casework::registry
