// What can be recorded of a place with a window: registering, window, sign, roster, limits.
#pragma once

#include <recourse/casework/common/recounting.hpp>
#include <recourse/casework/registry/values.hpp>
#include <recourse/describe/event_set.hpp>
#include <variant>

namespace recourse::casework::registry {

/// A station was registered (R1).
struct StationRegistered {
  std::string code{};
  std::string district{};
  std::string name{};
  std::string chief{};
  std::string by{};
  friend bool operator==(const StationRegistered&, const StationRegistered&) = default;
};
BOOST_DESCRIBE_STRUCT(StationRegistered, (), (code, district, name, chief, by))
constexpr auto recourse_spec(const StationRegistered*) {
  return describe::spec("registry.station_registered", 1, "A station was registered (R1).",
                        {{"code", 1, "Its code, as cases name it.", describe::Access::open},
                         {"district", 1, "Code of its district bureau.", describe::Access::open},
                         {"name", 1, "Its name.", describe::Access::open},
                         {"chief", 1, "Staff number of who leads it."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const StationRegistered*) { return "登记派出所"; }

/// A service centre was registered whose window stations share (R1).
struct CentreRegistered {
  std::string code{};
  std::string district{};
  std::string name{};
  std::string chief{};
  std::string by{};
  friend bool operator==(const CentreRegistered&, const CentreRegistered&) = default;
};
BOOST_DESCRIBE_STRUCT(CentreRegistered, (), (code, district, name, chief, by))
constexpr auto recourse_spec(const CentreRegistered*) {
  return describe::spec("registry.centre_registered", 1,
                        "A service centre was registered whose window stations share (R1).",
                        {{"code", 1, "Its code.", describe::Access::open},
                         {"district", 1, "Code of its district bureau.", describe::Access::open},
                         {"name", 1, "Its name.", describe::Access::open},
                         {"chief", 1, "Staff number of who leads it."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const CentreRegistered*) { return "登记服务中心"; }

/// The station shares the window of a centre from now on; what was its own ends.
struct CentreJoined {
  std::string centre{};
  std::string by{};
  friend bool operator==(const CentreJoined&, const CentreJoined&) = default;
};
BOOST_DESCRIBE_STRUCT(CentreJoined, (), (centre, by))
constexpr auto recourse_spec(const CentreJoined*) {
  return describe::spec(
      "registry.centre_joined", 1,
      "The station shares the window of a centre from now on; what was its own ends.",
      {{"centre", 1, "Code of the centre.", describe::Access::open},
       {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const CentreJoined*) { return "并入中心窗口"; }

/// The station shares the window of the centre no longer.
struct CentreLeft {
  std::string centre{};
  std::string reason{};
  std::string by{};
  friend bool operator==(const CentreLeft&, const CentreLeft&) = default;
};
BOOST_DESCRIBE_STRUCT(CentreLeft, (), (centre, reason, by))
constexpr auto recourse_spec(const CentreLeft*) {
  return describe::spec("registry.centre_left", 1,
                        "The station shares the window of the centre no longer.",
                        {{"centre", 1, "Code of the centre.", describe::Access::open},
                         {"reason", 1, "Why."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const CentreLeft*) { return "退出中心窗口"; }

/// A station shares this centre's window from now on.
struct MemberAdded {
  std::string station{};
  friend bool operator==(const MemberAdded&, const MemberAdded&) = default;
};
BOOST_DESCRIBE_STRUCT(MemberAdded, (), (station))
constexpr auto recourse_spec(const MemberAdded*) {
  return describe::spec("registry.member_added", 1,
                        "A station shares this centre's window from now on.",
                        {{"station", 1, "Code of the station.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const MemberAdded*) { return "成员派出所加入"; }

/// A station shares this centre's window no longer.
struct MemberRemoved {
  std::string station{};
  friend bool operator==(const MemberRemoved&, const MemberRemoved&) = default;
};
BOOST_DESCRIBE_STRUCT(MemberRemoved, (), (station))
constexpr auto recourse_spec(const MemberRemoved*) {
  return describe::spec("registry.member_removed", 1,
                        "A station shares this centre's window no longer.",
                        {{"station", 1, "Code of the station.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const MemberRemoved*) { return "成员派出所退出"; }

/// How busy a counter of the hall is (R2).
struct CounterRecorded {
  Counter counter{};
  std::string by{};
  friend bool operator==(const CounterRecorded&, const CounterRecorded&) = default;
};
BOOST_DESCRIBE_STRUCT(CounterRecorded, (), (counter, by))
constexpr auto recourse_spec(const CounterRecorded*) {
  return describe::spec("registry.counter_recorded", 1, "How busy a counter of the hall is (R2).",
                        {{"counter", 1, "The counter and its figures.", describe::Access::open},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const CounterRecorded*) { return "登记柜台业务量"; }

/// It was settled how the window stands, and where (R2).
struct Planned {
  WindowForm form{};
  std::string place{};
  std::string counter{};
  std::string proposed{};
  std::uint32_t load = 0;
  std::string reason{};
  Due sign_due{};
  std::optional<Due> staffing_due{};
  std::string by{};
  friend bool operator==(const Planned&, const Planned&) = default;
};
BOOST_DESCRIBE_STRUCT(Planned, (),
                      (form, place, counter, proposed, load, reason, sign_due, staffing_due, by))
constexpr auto recourse_spec(const Planned*) {
  return describe::spec(
      "registry.planned", 1, "It was settled how the window stands, and where (R2).",
      {{"form", 1, "Independent or overlaid.", describe::Access::open},
       {"place", 1, "Where it is.", describe::Access::open},
       {"counter", 1, "Counter that it is overlaid on; empty: none.", describe::Access::open},
       {"proposed", 1, "Counter that the figures proposed; empty: none."},
       {"load", 1, "Minutes a day of the chosen counter, as recorded then."},
       {"reason", 1, "Why another counter than the proposed one; empty: it is that."},
       {"sign_due", 1, "Until when the sign is to be checked."},
       {"staffing_due", 1, "Until when somebody is to serve; missing: somebody does."},
       {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const Planned*) { return "确定设置方案"; }

/// A separate room for slow matters was attached (R3).
struct RoomAttached {
  Room room{};
  std::string by{};
  friend bool operator==(const RoomAttached&, const RoomAttached&) = default;
};
BOOST_DESCRIBE_STRUCT(RoomAttached, (), (room, by))
constexpr auto recourse_spec(const RoomAttached*) {
  return describe::spec(
      "registry.room_attached", 1, "A separate room for slow matters was attached (R3).",
      {{"room", 1, "The room.", describe::Access::open}, {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const RoomAttached*) { return "设置专用接待室"; }

/// The separate room was given up.
struct RoomDetached {
  std::string name{};
  std::string reason{};
  std::string by{};
  friend bool operator==(const RoomDetached&, const RoomDetached&) = default;
};
BOOST_DESCRIBE_STRUCT(RoomDetached, (), (name, reason, by))
constexpr auto recourse_spec(const RoomDetached*) {
  return describe::spec("registry.room_detached", 1, "The separate room was given up.",
                        {{"name", 1, "What it was called.", describe::Access::open},
                         {"reason", 1, "Why."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const RoomDetached*) { return "撤销专用接待室"; }

/// The sign was checked (R4).
struct SignChecked {
  std::string place{};
  bool clear_position = false;
  bool unobstructed = false;
  std::string note{};
  std::optional<Due> due{};
  std::string by{};
  friend bool operator==(const SignChecked&, const SignChecked&) = default;
};
BOOST_DESCRIBE_STRUCT(SignChecked, (), (place, clear_position, unobstructed, note, due, by))
constexpr auto recourse_spec(const SignChecked*) {
  return describe::spec("registry.sign_checked", 1, "The sign was checked (R4).",
                        {{"place", 1, "Where it stands.", describe::Access::open},
                         {"clear_position", 1, "It stands where everybody sees it."},
                         {"unobstructed", 1, "Nothing stands before it."},
                         {"note", 1, "What else was seen."},
                         {"due", 1, "Until when it is to be checked again; missing: it passed."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const SignChecked*) { return "核查标识"; }

/// An inspection looked at the sign (R4).
struct SignInspected {
  bool clear_position = false;
  bool unobstructed = false;
  std::string finding{};
  std::optional<Due> due{};
  std::string by{};
  friend bool operator==(const SignInspected&, const SignInspected&) = default;
};
BOOST_DESCRIBE_STRUCT(SignInspected, (), (clear_position, unobstructed, finding, due, by))
constexpr auto recourse_spec(const SignInspected*) {
  return describe::spec("registry.sign_inspected", 1, "An inspection looked at the sign (R4).",
                        {{"clear_position", 1, "It stands where everybody sees it."},
                         {"unobstructed", 1, "Nothing stands before it."},
                         {"finding", 1, "What was found."},
                         {"due", 1, "Until when it is to be corrected; missing: it is in order."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const SignInspected*) { return "检查标识"; }

/// The sign stands clear again.
struct SignCorrected {
  std::string how{};
  std::string by{};
  friend bool operator==(const SignCorrected&, const SignCorrected&) = default;
};
BOOST_DESCRIBE_STRUCT(SignCorrected, (), (how, by))
constexpr auto recourse_spec(const SignCorrected*) {
  return describe::spec("registry.sign_corrected", 1, "The sign stands clear again.",
                        {{"how", 1, "What was done."}, {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const SignCorrected*) { return "标识整改完成"; }

/// The window was opened, or opened again.
struct Opened {
  std::vector<std::string> roster{};
  std::string by{};
  friend bool operator==(const Opened&, const Opened&) = default;
};
BOOST_DESCRIBE_STRUCT(Opened, (), (roster, by))
constexpr auto recourse_spec(const Opened*) {
  return describe::spec(
      "registry.opened", 1, "The window was opened, or opened again.",
      {{"roster", 1, "Staff numbers of who serves."}, {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const Opened*) { return "开放窗口"; }

/// The window is shut until a named day.
struct Suspended {
  std::string reason{};
  Due until{};
  std::string by{};
  friend bool operator==(const Suspended&, const Suspended&) = default;
};
BOOST_DESCRIBE_STRUCT(Suspended, (), (reason, until, by))
constexpr auto recourse_spec(const Suspended*) {
  return describe::spec("registry.suspended", 1, "The window is shut until a named day.",
                        {{"reason", 1, "Why.", describe::Access::open},
                         {"until", 1, "The last day.", describe::Access::open},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const Suspended*) { return "暂停开放"; }

/// The window moved; its sign is to be checked again.
struct Moved {
  std::string place{};
  std::string reason{};
  Due sign_due{};
  std::string by{};
  friend bool operator==(const Moved&, const Moved&) = default;
};
BOOST_DESCRIBE_STRUCT(Moved, (), (place, reason, sign_due, by))
constexpr auto recourse_spec(const Moved*) {
  return describe::spec("registry.moved", 1, "The window moved; its sign is to be checked again.",
                        {{"place", 1, "Where it is now.", describe::Access::open},
                         {"reason", 1, "Why."},
                         {"sign_due", 1, "Until when the sign is to be checked."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const Moved*) { return "迁址"; }

/// The window was closed for good.
struct Closed {
  std::string reason{};
  std::string instead{};
  std::string by{};
  friend bool operator==(const Closed&, const Closed&) = default;
};
BOOST_DESCRIBE_STRUCT(Closed, (), (reason, instead, by))
constexpr auto recourse_spec(const Closed*) {
  return describe::spec("registry.closed", 1, "The window was closed for good.",
                        {{"reason", 1, "Why.", describe::Access::open},
                         {"instead", 1, "Where people go instead.", describe::Access::open},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const Closed*) { return "撤销窗口"; }

/// An officer was put on the list of who may come to serve (R5).
struct OfficerAdded {
  std::string staff{};
  PoliceRank rank{};
  std::uint32_t years = 0;
  std::string by{};
  friend bool operator==(const OfficerAdded&, const OfficerAdded&) = default;
};
BOOST_DESCRIBE_STRUCT(OfficerAdded, (), (staff, rank, years, by))
constexpr auto recourse_spec(const OfficerAdded*) {
  return describe::spec("registry.officer_added", 1,
                        "An officer was put on the list of who may come to serve (R5).",
                        {{"staff", 1, "Staff number."},
                         {"rank", 1, "Sworn rank."},
                         {"years", 1, "Years of service with the police."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const OfficerAdded*) { return "列入人选"; }

/// An officer was assessed by standards (R5).
struct OfficerAssessed {
  std::string staff{};
  std::vector<Finding> findings{};
  std::string by{};
  friend bool operator==(const OfficerAssessed&, const OfficerAssessed&) = default;
};
BOOST_DESCRIBE_STRUCT(OfficerAssessed, (), (staff, findings, by))
constexpr auto recourse_spec(const OfficerAssessed*) {
  return describe::spec("registry.officer_assessed", 1,
                        "An officer was assessed by standards (R5).",
                        {{"staff", 1, "Staff number."},
                         {"findings", 1, "What was found, each standard once."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const OfficerAssessed*) { return "考核人选"; }

/// An officer serves at the window from now on.
struct ServiceBegan {
  std::string staff{};
  friend bool operator==(const ServiceBegan&, const ServiceBegan&) = default;
};
BOOST_DESCRIBE_STRUCT(ServiceBegan, (), (staff))
constexpr auto recourse_spec(const ServiceBegan*) {
  return describe::spec("registry.service_began", 1, "An officer serves at the window from now on.",
                        {{"staff", 1, "Staff number."}});
}
constexpr std::string_view recourse_zh(const ServiceBegan*) { return "上岗"; }

/// An officer serves at the window no longer.
struct ServiceEnded {
  std::string staff{};
  std::uint32_t left = 0;
  std::optional<Due> staffing_due{};
  friend bool operator==(const ServiceEnded&, const ServiceEnded&) = default;
};
BOOST_DESCRIBE_STRUCT(ServiceEnded, (), (staff, left, staffing_due))
constexpr auto recourse_spec(const ServiceEnded*) {
  return describe::spec(
      "registry.service_ended", 1, "An officer serves at the window no longer.",
      {{"staff", 1, "Staff number."},
       {"left", 1, "How many serve after it."},
       {"staffing_due", 1, "Until when somebody is to serve; missing: somebody does."}});
}
constexpr std::string_view recourse_zh(const ServiceEnded*) { return "离岗"; }

/// A change of the roster was asked for (R6).
struct SwapAsked {
  std::uint32_t number = 0;
  std::string leaving{};
  std::string joining{};
  std::string reason{};
  Due due{};
  std::string by{};
  friend bool operator==(const SwapAsked&, const SwapAsked&) = default;
};
BOOST_DESCRIBE_STRUCT(SwapAsked, (), (number, leaving, joining, reason, due, by))
constexpr auto recourse_spec(const SwapAsked*) {
  return describe::spec("registry.swap_asked", 1, "A change of the roster was asked for (R6).",
                        {{"number", 1, "Which of this place, from 1."},
                         {"leaving", 1, "Who is to leave; empty: nobody."},
                         {"joining", 1, "Who is to join; empty: nobody."},
                         {"reason", 1, "Why."},
                         {"due", 1, "Until when it is to be decided."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const SwapAsked*) { return "申请换岗"; }

/// A change of the roster was approved (R6).
struct SwapApproved {
  std::uint32_t number = 0;
  std::string by{};
  friend bool operator==(const SwapApproved&, const SwapApproved&) = default;
};
BOOST_DESCRIBE_STRUCT(SwapApproved, (), (number, by))
constexpr auto recourse_spec(const SwapApproved*) {
  return describe::spec("registry.swap_approved", 1, "A change of the roster was approved (R6).",
                        {{"number", 1, "Which."}, {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const SwapApproved*) { return "批准换岗"; }

/// A change of the roster was refused (R6).
struct SwapRefused {
  std::uint32_t number = 0;
  std::string reason{};
  std::string by{};
  friend bool operator==(const SwapRefused&, const SwapRefused&) = default;
};
BOOST_DESCRIBE_STRUCT(SwapRefused, (), (number, reason, by))
constexpr auto recourse_spec(const SwapRefused*) {
  return describe::spec(
      "registry.swap_refused", 1, "A change of the roster was refused (R6).",
      {{"number", 1, "Which."}, {"reason", 1, "Why."}, {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const SwapRefused*) { return "不批准换岗"; }

/// Somebody stands in for an officer in an emergency (R6).
struct StandInBegan {
  std::string staff{};
  std::string absent{};
  std::string reason{};
  Due until{};
  std::string by{};
  friend bool operator==(const StandInBegan&, const StandInBegan&) = default;
};
BOOST_DESCRIBE_STRUCT(StandInBegan, (), (staff, absent, reason, until, by))
constexpr auto recourse_spec(const StandInBegan*) {
  return describe::spec("registry.stand_in_began", 1,
                        "Somebody stands in for an officer in an emergency (R6).",
                        {{"staff", 1, "Who stands in."},
                         {"absent", 1, "For whom."},
                         {"reason", 1, "Why."},
                         {"until", 1, "The last day."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const StandInBegan*) { return "紧急顶岗"; }

/// Who was absent is back, and nobody stands in any more.
struct StandInEnded {
  std::string staff{};
  std::string absent{};
  std::string by{};
  friend bool operator==(const StandInEnded&, const StandInEnded&) = default;
};
BOOST_DESCRIBE_STRUCT(StandInEnded, (), (staff, absent, by))
constexpr auto recourse_spec(const StandInEnded*) {
  return describe::spec("registry.stand_in_ended", 1,
                        "Who was absent is back, and nobody stands in any more.",
                        {{"staff", 1, "Who stood in."},
                         {"absent", 1, "For whom."},
                         {"by", 1, "Staff number of who did it."}});
}
constexpr std::string_view recourse_zh(const StandInEnded*) { return "顶岗结束"; }

/// A stand-in serves no longer, and who is absent is not back.
struct StandInStopped {
  std::string staff{};
  std::string absent{};
  StopCause cause{};
  std::uint32_t left = 0;
  std::optional<Due> staffing_due{};
  friend bool operator==(const StandInStopped&, const StandInStopped&) = default;
};
BOOST_DESCRIBE_STRUCT(StandInStopped, (), (staff, absent, cause, left, staffing_due))
constexpr auto recourse_spec(const StandInStopped*) {
  return describe::spec(
      "registry.stand_in_stopped", 1, "A stand-in serves no longer, and who is absent is not back.",
      {{"staff", 1, "Who stood in."},
       {"absent", 1, "For whom."},
       {"cause", 1, "Why."},
       {"left", 1, "How many serve after it."},
       {"staffing_due", 1, "Until when somebody is to serve; missing: somebody does."}});
}
constexpr std::string_view recourse_zh(const StandInStopped*) { return "顶岗中止"; }

/// A limit passed unmet; the duty stays, and is the district's to see to.
struct LimitMissed {
  LimitKind kind{};
  std::uint32_t number = 0;
  Due due{};
  std::string unit{};
  std::string escalated_to{};
  friend bool operator==(const LimitMissed&, const LimitMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitMissed, (), (kind, number, due, unit, escalated_to))
constexpr auto recourse_spec(const LimitMissed*) {
  return describe::spec("registry.limit_missed", 1,
                        "A limit passed unmet; the duty stays, and is the district's to see to.",
                        {{"kind", 1, "Which limit."},
                         {"number", 1, "Of a swap: which; otherwise 0."},
                         {"due", 1, "When it ended."},
                         {"unit", 1, "Code of the unit that owed it."},
                         {"escalated_to", 1, "Code of the bureau that owes it now."}});
}
constexpr std::string_view recourse_zh(const LimitMissed*) { return "逾期未办"; }

/// A limit ended, and something stood against saying so.
struct LimitDeclined {
  std::string limit{};
  std::string refusal{};
  friend bool operator==(const LimitDeclined&, const LimitDeclined&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitDeclined, (), (limit, refusal))
constexpr auto recourse_spec(const LimitDeclined*) {
  return describe::spec(
      "registry.limit_declined", 1, "A limit ended, and something stood against saying so.",
      {{"limit", 1, "Name of the timer."}, {"refusal", 1, "Name of the refusal."}});
}
constexpr std::string_view recourse_zh(const LimitDeclined*) { return "逾期未认定"; }

/// A slow matter was moved to the separate room.
struct RoomTaken {
  std::string from_case{};
  std::string why{};
  std::string by{};
  friend bool operator==(const RoomTaken&, const RoomTaken&) = default;
};
BOOST_DESCRIBE_STRUCT(RoomTaken, (), (from_case, why, by))
constexpr auto recourse_spec(const RoomTaken*) {
  return describe::spec("registry.room_taken", 1,
                        "A slow matter was moved to the separate room, out of the hall (R3).",
                        {{"from_case", 1, "Stream of the case."},
                         {"why", 1, "Why it takes long."},
                         {"by", 1, "Staff number of who moved it."}});
}
constexpr std::string_view recourse_zh(const RoomTaken*) { return "转入专用接待室"; }

/// The matter in the separate room was dealt with.
struct RoomFreed {
  std::string from_case{};
  std::uint32_t minutes = 0;
  std::string by{};
  friend bool operator==(const RoomFreed&, const RoomFreed&) = default;
};
BOOST_DESCRIBE_STRUCT(RoomFreed, (), (from_case, minutes, by))
constexpr auto recourse_spec(const RoomFreed*) {
  return describe::spec("registry.room_freed", 1,
                        "The matter in the separate room was dealt with (R3).",
                        {{"from_case", 1, "Stream of the case."},
                         {"minutes", 1, "Whole minutes that it was there."},
                         {"by", 1, "Staff number of who said it."}});
}
constexpr std::string_view recourse_zh(const RoomFreed*) { return "接待室空出"; }

/// Limits were counted again by the notices that are published by now.
struct LimitsRecomputed {
  std::string calendar{};
  std::vector<RecountedLimit> limits{};
  friend bool operator==(const LimitsRecomputed&, const LimitsRecomputed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitsRecomputed, (), (calendar, limits))
constexpr auto recourse_spec(const LimitsRecomputed*) {
  return describe::spec("registry.limits_recomputed", 1,
                        "Limits were counted again by the notices that are published by now.",
                        {{"calendar", 1, "Edition of the calendar that they are counted by."},
                         {"limits", 1, "Those that it counts otherwise."}});
}
constexpr std::string_view recourse_zh(const LimitsRecomputed*) { return "重算时限"; }

using EventAlternatives =
    std::variant<StationRegistered, CentreRegistered, CentreJoined, CentreLeft, MemberAdded,
                 MemberRemoved, CounterRecorded, Planned, RoomAttached, RoomDetached, SignChecked,
                 SignInspected, SignCorrected, Opened, Suspended, Moved, Closed, OfficerAdded,
                 OfficerAssessed, ServiceBegan, ServiceEnded, SwapAsked, SwapApproved, SwapRefused,
                 StandInBegan, StandInEnded, StandInStopped, LimitMissed, LimitDeclined,
                 LimitsRecomputed, RoomTaken, RoomFreed>;

/// One of EventAlternatives, as a class of its own, so that copying and comparing it is compiled
/// once (ADR 22).
struct Event : EventAlternatives {
  using EventAlternatives::variant;

  /// The first alternative, empty.
  Event();
  Event(const Event&);
  Event(Event&&) noexcept;
  Event& operator=(const Event&);
  Event& operator=(Event&&) noexcept;
  ~Event();

  friend bool operator==(const Event& a, const Event& b);
};

}  // namespace recourse::casework::registry

namespace recourse::describe {

// Its table is compiled once, in events.cpp.
extern template const SetInfo& set_info<casework::registry::Event>();
extern template casework::registry::Event make_alternative<casework::registry::Event>(
    std::size_t alternative);

}  // namespace recourse::describe
