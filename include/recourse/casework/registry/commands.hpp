// What can be asked of a place with a window.
#pragma once

#include <recourse/casework/registry/values.hpp>
#include <recourse/describe/event_set.hpp>
#include <variant>

namespace recourse::casework::registry {

/// Registers a station (R1).
struct Register {
  std::string district{};
  std::string name{};
  std::string chief{};
  friend bool operator==(const Register&, const Register&) = default;
};
BOOST_DESCRIBE_STRUCT(Register, (), (district, name, chief))
constexpr auto recourse_spec(const Register*) {
  return describe::spec(
      "registry.register", 1, "Registers a station (R1).",
      {{"district", 1,
        "Code of its district bureau; missing: that of a district officer who registers it.",
        describe::Access::open},
       describe::needed({"name", 1, "Its name.", describe::Access::open}),
       {"chief", 1, "Staff number of who leads it; missing: the chief who registers it."}});
}
constexpr std::string_view recourse_zh(const Register*) { return "登记派出所"; }

/// Registers a service centre whose window stations share (R1).
struct RegisterCentre {
  std::string district{};
  std::string name{};
  std::string chief{};
  friend bool operator==(const RegisterCentre&, const RegisterCentre&) = default;
};
BOOST_DESCRIBE_STRUCT(RegisterCentre, (), (district, name, chief))
constexpr auto recourse_spec(const RegisterCentre*) {
  return describe::spec(
      "registry.register_centre", 1, "Registers a service centre whose window stations share (R1).",
      {{"district", 1,
        "Code of its district bureau; missing: that of a district officer who registers it.",
        describe::Access::open},
       describe::needed({"name", 1, "Its name.", describe::Access::open}),
       {"chief", 1, "Staff number of who leads it; missing: the chief who registers it."}});
}
constexpr std::string_view recourse_zh(const RegisterCentre*) { return "登记服务中心"; }

/// Makes the station share the window of a centre (R1).
struct JoinCentre {
  std::string centre{};
  friend bool operator==(const JoinCentre&, const JoinCentre&) = default;
};
BOOST_DESCRIBE_STRUCT(JoinCentre, (), (centre))
constexpr auto recourse_spec(const JoinCentre*) {
  return describe::spec(
      "registry.join_centre", 1, "Makes the station share the window of a centre (R1).",
      {describe::needed({"centre", 1, "Code of the centre.", describe::Access::open})});
}
constexpr std::string_view recourse_zh(const JoinCentre*) { return "并入中心窗口"; }

/// Gives the station a window of its own again.
struct LeaveCentre {
  std::string centre{};
  std::string reason{};
  friend bool operator==(const LeaveCentre&, const LeaveCentre&) = default;
};
BOOST_DESCRIBE_STRUCT(LeaveCentre, (), (centre, reason))
constexpr auto recourse_spec(const LeaveCentre*) {
  return describe::spec("registry.leave_centre", 1, "Gives the station a window of its own again.",
                        {describe::needed({"centre", 1, "Code of the centre that it leaves.",
                                           describe::Access::open}),
                         describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const LeaveCentre*) { return "退出中心窗口"; }

/// Records how busy a counter of the hall is; again: corrects it (R2).
struct RecordCounter {
  std::string counter{};
  std::uint32_t items_per_day = 0;
  std::uint32_t minutes_per_item = 0;
  friend bool operator==(const RecordCounter&, const RecordCounter&) = default;
};
BOOST_DESCRIBE_STRUCT(RecordCounter, (), (counter, items_per_day, minutes_per_item))
constexpr auto recourse_spec(const RecordCounter*) {
  return describe::spec("registry.record_counter", 1,
                        "Records how busy a counter of the hall is; again: corrects it (R2).",
                        {describe::needed({"counter", 1, "Its name.", describe::Access::open}),
                         describe::needed({"items_per_day", 1, "Items that it handles in a day."}),
                         describe::needed({"minutes_per_item", 1, "Minutes that one takes."})});
}
constexpr std::string_view recourse_zh(const RecordCounter*) { return "登记柜台业务量"; }

/// Settles how the window stands, and where (R2).
struct Plan {
  std::optional<WindowForm> form{};
  std::string place{};
  std::string counter{};
  std::string reason{};
  friend bool operator==(const Plan&, const Plan&) = default;
};
BOOST_DESCRIBE_STRUCT(Plan, (), (form, place, counter, reason))
constexpr auto recourse_spec(const Plan*) {
  return describe::spec(
      "registry.plan", 1, "Settles how the window stands, and where (R2).",
      {describe::needed({"form", 1, "Independent or overlaid.", describe::Access::open}),
       describe::needed({"place", 1, "Where it is.", describe::Access::open}),
       {"counter", 1, "Counter to overlay; missing: the one that the figures propose.",
        describe::Access::open},
       {"reason", 1, "Why another counter than the proposed one."}});
}
constexpr std::string_view recourse_zh(const Plan*) { return "确定设置方案"; }

/// Attaches a separate room for slow matters (R3).
struct AttachRoom {
  std::string name{};
  std::string place{};
  friend bool operator==(const AttachRoom&, const AttachRoom&) = default;
};
BOOST_DESCRIBE_STRUCT(AttachRoom, (), (name, place))
constexpr auto recourse_spec(const AttachRoom*) {
  return describe::spec(
      "registry.attach_room", 1, "Attaches a separate room for slow matters (R3).",
      {describe::needed({"name", 1, "What it is called: 连心屋.", describe::Access::open}),
       describe::needed({"place", 1, "Where it is.", describe::Access::open})});
}
constexpr std::string_view recourse_zh(const AttachRoom*) { return "设置专用接待室"; }

/// Gives the separate room up.
struct DetachRoom {
  std::string reason{};
  friend bool operator==(const DetachRoom&, const DetachRoom&) = default;
};
BOOST_DESCRIBE_STRUCT(DetachRoom, (), (reason))
constexpr auto recourse_spec(const DetachRoom*) {
  return describe::spec("registry.detach_room", 1, "Gives the separate room up.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const DetachRoom*) { return "撤销专用接待室"; }

/// Checks the sign, as opening wants it (R4).
struct CheckSign {
  std::string place{};
  std::optional<bool> clear_position{};
  std::optional<bool> unobstructed{};
  std::string note{};
  friend bool operator==(const CheckSign&, const CheckSign&) = default;
};
BOOST_DESCRIBE_STRUCT(CheckSign, (), (place, clear_position, unobstructed, note))
constexpr auto recourse_spec(const CheckSign*) {
  return describe::spec(
      "registry.check_sign", 1, "Checks the sign, as opening wants it (R4).",
      {describe::needed({"place", 1, "Where it stands.", describe::Access::open}),
       describe::needed({"clear_position", 1, "It stands where everybody sees it."}),
       describe::needed({"unobstructed", 1, "Nothing stands before it."}),
       {"note", 1, "What else was seen."}});
}
constexpr std::string_view recourse_zh(const CheckSign*) { return "核查标识"; }

/// Records what an inspection found of the sign (R4).
struct InspectSign {
  std::optional<bool> clear_position{};
  std::optional<bool> unobstructed{};
  std::string finding{};
  friend bool operator==(const InspectSign&, const InspectSign&) = default;
};
BOOST_DESCRIBE_STRUCT(InspectSign, (), (clear_position, unobstructed, finding))
constexpr auto recourse_spec(const InspectSign*) {
  return describe::spec(
      "registry.inspect_sign", 1, "Records what an inspection found of the sign (R4).",
      {describe::needed({"clear_position", 1, "It stands where everybody sees it."}),
       describe::needed({"unobstructed", 1, "Nothing stands before it."}),
       {"finding", 1, "What was found; needed unless all is in order."}});
}
constexpr std::string_view recourse_zh(const InspectSign*) { return "检查标识"; }

/// Says that the sign stands clear again.
struct CorrectSign {
  std::string how{};
  friend bool operator==(const CorrectSign&, const CorrectSign&) = default;
};
BOOST_DESCRIBE_STRUCT(CorrectSign, (), (how))
constexpr auto recourse_spec(const CorrectSign*) {
  return describe::spec("registry.correct_sign", 1, "Says that the sign stands clear again.",
                        {describe::needed({"how", 1, "What was done."})});
}
constexpr std::string_view recourse_zh(const CorrectSign*) { return "标识整改完成"; }

/// Opens the window, or opens it again.
struct Open {
  friend bool operator==(const Open&, const Open&) = default;
};
BOOST_DESCRIBE_STRUCT(Open, (), ())
constexpr auto recourse_spec(const Open*) {
  return describe::spec("registry.open", 1, "Opens the window, or opens it again.");
}
constexpr std::string_view recourse_zh(const Open*) { return "开放窗口"; }

/// Shuts the window until a named day; again: until another.
struct Suspend {
  std::string reason{};
  std::optional<LocalDay> until{};
  friend bool operator==(const Suspend&, const Suspend&) = default;
};
BOOST_DESCRIBE_STRUCT(Suspend, (), (reason, until))
constexpr auto recourse_spec(const Suspend*) {
  return describe::spec("registry.suspend", 1,
                        "Shuts the window until a named day; again: until another.",
                        {describe::needed({"reason", 1, "Why.", describe::Access::open}),
                         describe::needed({"until", 1, "The last day.", describe::Access::open})});
}
constexpr std::string_view recourse_zh(const Suspend*) { return "暂停开放"; }

/// Moves the window; it opens again after a new sign check.
struct Move {
  std::string place{};
  std::string reason{};
  friend bool operator==(const Move&, const Move&) = default;
};
BOOST_DESCRIBE_STRUCT(Move, (), (place, reason))
constexpr auto recourse_spec(const Move*) {
  return describe::spec(
      "registry.move", 1, "Moves the window; it opens again after a new sign check.",
      {describe::needed({"place", 1, "Where it is then.", describe::Access::open}),
       describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Move*) { return "迁址"; }

/// Closes the window for good.
struct Close {
  std::string reason{};
  std::string instead{};
  friend bool operator==(const Close&, const Close&) = default;
};
BOOST_DESCRIBE_STRUCT(Close, (), (reason, instead))
constexpr auto recourse_spec(const Close*) {
  return describe::spec(
      "registry.close", 1, "Closes the window for good.",
      {describe::needed({"reason", 1, "Why.", describe::Access::open}),
       describe::needed({"instead", 1, "Where people go instead.", describe::Access::open})});
}
constexpr std::string_view recourse_zh(const Close*) { return "撤销窗口"; }

/// Puts an officer on the list of who may come to serve (R5).
struct AddOfficer {
  std::string staff{};
  std::optional<StaffKind> kind{};
  std::optional<PoliceRank> rank{};
  std::uint32_t years = 0;
  bool all_met = false;
  friend bool operator==(const AddOfficer&, const AddOfficer&) = default;
};
BOOST_DESCRIBE_STRUCT(AddOfficer, (), (staff, kind, rank, years, all_met))
constexpr auto recourse_spec(const AddOfficer*) {
  return describe::spec(
      "registry.add_officer", 1, "Puts an officer on the list of who may come to serve (R5).",
      {describe::needed({"staff", 1, "Staff number."}),
       describe::needed({"kind", 1, "What sort of staff; only sworn officers are taken."}),
       describe::needed({"rank", 1, "Sworn rank."}),
       {"years", 1, "Years of service with the police."},
       {"all_met", 1, "All four standards were assessed by who says this, and are met."}});
}
constexpr std::string_view recourse_zh(const AddOfficer*) { return "列入人选"; }

/// Assesses an officer by one or more of the four standards (R5).
struct Assess {
  std::string staff{};
  std::vector<Standard> met{};
  std::vector<Standard> not_met{};
  bool all_met = false;
  friend bool operator==(const Assess&, const Assess&) = default;
};
BOOST_DESCRIBE_STRUCT(Assess, (), (staff, met, not_met, all_met))
constexpr auto recourse_spec(const Assess*) {
  return describe::spec("registry.assess", 1,
                        "Assesses an officer by one or more of the four standards (R5).",
                        {describe::needed({"staff", 1, "Staff number."}),
                         {"met", 1, "Standards that are met."},
                         {"not_met", 1, "Standards that are not met."},
                         {"all_met", 1, "All four are met."}});
}
constexpr std::string_view recourse_zh(const Assess*) { return "考核人选"; }

/// Asks for a change of the roster: somebody leaves, joins, or both (R6).
struct AskSwap {
  std::string leaving{};
  std::string joining{};
  std::string reason{};
  friend bool operator==(const AskSwap&, const AskSwap&) = default;
};
BOOST_DESCRIBE_STRUCT(AskSwap, (), (leaving, joining, reason))
constexpr auto recourse_spec(const AskSwap*) {
  return describe::spec("registry.ask_swap", 1,
                        "Asks for a change of the roster: somebody leaves, joins, or both (R6).",
                        {{"leaving", 1, "Who is to leave."},
                         {"joining", 1, "Who is to join."},
                         describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const AskSwap*) { return "申请换岗"; }

/// Approves or refuses a change of the roster (R6).
struct DecideSwap {
  std::uint32_t number = 0;
  std::optional<bool> approved{};
  std::string reason{};
  friend bool operator==(const DecideSwap&, const DecideSwap&) = default;
};
BOOST_DESCRIBE_STRUCT(DecideSwap, (), (number, approved, reason))
constexpr auto recourse_spec(const DecideSwap*) {
  return describe::spec(
      "registry.decide_swap", 1, "Approves or refuses a change of the roster (R6).",
      {{"number", 1, "Which; missing: the one that is open, if it is the only one."},
       describe::needed({"approved", 1, "It is approved."}),
       {"reason", 1, "Why not."}});
}
constexpr std::string_view recourse_zh(const DecideSwap*) { return "审批换岗"; }

/// Lets an officer stand in for another in an emergency (R6).
struct StandIn {
  std::string staff{};
  std::string absent{};
  std::uint32_t days = 0;
  std::string reason{};
  friend bool operator==(const StandIn&, const StandIn&) = default;
};
BOOST_DESCRIBE_STRUCT(StandIn, (), (staff, absent, days, reason))
constexpr auto recourse_spec(const StandIn*) {
  return describe::spec("registry.stand_in", 1,
                        "Lets an officer stand in for another in an emergency (R6).",
                        {describe::needed({"staff", 1, "Who stands in."}),
                         describe::needed({"absent", 1, "For whom."}),
                         describe::needed({"days", 1, "Working days after today."}),
                         describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const StandIn*) { return "紧急顶岗"; }

/// Says that who was absent is back.
struct EndStandIn {
  std::string absent{};
  friend bool operator==(const EndStandIn&, const EndStandIn&) = default;
};
BOOST_DESCRIBE_STRUCT(EndStandIn, (), (absent))
constexpr auto recourse_spec(const EndStandIn*) {
  return describe::spec("registry.end_stand_in", 1, "Says that who was absent is back.",
                        {describe::needed({"absent", 1, "Who is back."})});
}
constexpr std::string_view recourse_zh(const EndStandIn*) { return "顶岗结束"; }

/// Timer: a limit passed unmet.
struct MissLimit {
  std::optional<LimitKind> kind{};
  friend bool operator==(const MissLimit&, const MissLimit&) = default;
};
BOOST_DESCRIBE_STRUCT(MissLimit, (), (kind))
constexpr auto recourse_spec(const MissLimit*) {
  return describe::spec("registry.miss_limit", 1, "Timer: a limit passed unmet.",
                        {{"kind", 1, "Which limit."}});
}
constexpr std::string_view recourse_zh(const MissLimit*) { return "逾期未办"; }

/// Moves a slow matter to the separate room, out of the hall.
struct TakeRoom {
  std::string from_case{};
  std::string why{};
  friend bool operator==(const TakeRoom&, const TakeRoom&) = default;
};
BOOST_DESCRIBE_STRUCT(TakeRoom, (), (from_case, why))
constexpr auto recourse_spec(const TakeRoom*) {
  return describe::spec(
      "registry.take_room", 1, "Moves a slow matter to the separate room, out of the hall (R3).",
      {describe::needed({"from_case", 1, "Number or stream of the case."}),
       describe::needed({"why", 1, "Why it takes long, without personal data."})});
}
constexpr std::string_view recourse_zh(const TakeRoom*) { return "转入专用接待室"; }

/// Says that the matter in the separate room has been dealt with.
struct FreeRoom {
  friend bool operator==(const FreeRoom&, const FreeRoom&) = default;
};
BOOST_DESCRIBE_STRUCT(FreeRoom, (), ())
constexpr auto recourse_spec(const FreeRoom*) {
  return describe::spec("registry.free_room", 1,
                        "Says that the matter in the separate room has been dealt with (R3).");
}
constexpr std::string_view recourse_zh(const FreeRoom*) { return "接待室空出"; }

/// Counts limits again that a notice moves. The engine's.
struct RecomputeLimits {
  friend bool operator==(const RecomputeLimits&, const RecomputeLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(RecomputeLimits, (), ())
constexpr auto recourse_spec(const RecomputeLimits*) {
  return describe::spec("registry.recompute_limits", 1,
                        "Counts limits again that a notice moves. The engine's.");
}
constexpr std::string_view recourse_zh(const RecomputeLimits*) { return "重算时限"; }

using CommandAlternatives =
    std::variant<Register, RegisterCentre, JoinCentre, LeaveCentre, RecordCounter, Plan, AttachRoom,
                 DetachRoom, CheckSign, InspectSign, CorrectSign, Open, Suspend, Move, Close,
                 AddOfficer, Assess, AskSwap, DecideSwap, StandIn, EndStandIn, MissLimit,
                 RecomputeLimits, TakeRoom, FreeRoom>;

/// One of CommandAlternatives, as a class of its own, so that copying and comparing it is compiled
/// once (ADR 22).
struct Command : CommandAlternatives {
  using CommandAlternatives::variant;

  /// The first alternative, empty.
  Command();
  Command(const Command&);
  Command(Command&&) noexcept;
  Command& operator=(const Command&);
  Command& operator=(Command&&) noexcept;
  ~Command();

  friend bool operator==(const Command& a, const Command& b);
};

}  // namespace recourse::casework::registry

namespace recourse::describe {

// Its table is compiled once, in commands.cpp.
extern template const SetInfo& set_info<casework::registry::Command>();
extern template casework::registry::Command make_alternative<casework::registry::Command>(
    std::size_t alternative);

}  // namespace recourse::describe
