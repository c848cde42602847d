// The phases of a registered place: of its window, of the window's sign and of its roster.
//
// Their numbers are on disk and permanent. Values; no shared state.
#pragma once

#include <cstdint>
#include <recourse/casework/common/labels.hpp>
#include <recourse/describe/spec.hpp>

namespace recourse::casework::registry {

/// Where a window is in its life.
enum class Phase : std::uint8_t {
  none = 0,
  registered = 1,
  planned = 2,
  open = 3,
  suspended = 4,
  moved = 5,
  closed = 6,
  shared = 7,
};
BOOST_DESCRIBE_ENUM(Phase, none, registered, planned, open, suspended, moved, closed, shared)
constexpr auto recourse_labels(const Phase*) {
  return describe::labels<Phase>({
      {Phase::none, "未登记"},
      {Phase::registered, "已登记"},
      {Phase::planned, "已定方案"},
      {Phase::open, "已开放"},
      {Phase::suspended, "暂停开放"},
      {Phase::moved, "迁址待开放"},
      {Phase::closed, "已撤销"},
      {Phase::shared, "并入中心窗口"},
  });
}

/// How the window's sign stands (R4).
enum class SignPhase : std::uint8_t {
  none = 0,
  unchecked = 1,
  failed = 2,
  clear = 3,
  obstructed = 4,
};
BOOST_DESCRIBE_ENUM(SignPhase, none, unchecked, failed, clear, obstructed)
constexpr auto recourse_labels(const SignPhase*) {
  return describe::labels<SignPhase>({
      {SignPhase::none, "未设置"},
      {SignPhase::unchecked, "待核查"},
      {SignPhase::failed, "核查不合格"},
      {SignPhase::clear, "合格"},
      {SignPhase::obstructed, "被遮挡或移位"},
  });
}

/// Whether somebody is on the roster who may serve (R5).
enum class RosterPhase : std::uint8_t {
  unstaffed = 0,
  staffed = 1,
};
BOOST_DESCRIBE_ENUM(RosterPhase, unstaffed, staffed)
constexpr auto recourse_labels(const RosterPhase*) {
  return describe::labels<RosterPhase>({
      {RosterPhase::unstaffed, "无人在岗"},
      {RosterPhase::staffed, "有人在岗"},
  });
}

/// Where a place is in each of the three regions.
struct Phases {
  Phase window = Phase::none;
  SignPhase sign = SignPhase::none;
  RosterPhase roster = RosterPhase::unstaffed;
  friend bool operator==(const Phases&, const Phases&) = default;
};
BOOST_DESCRIBE_STRUCT(Phases, (), (window, sign, roster))
constexpr auto recourse_spec(const Phases*) {
  return describe::spec("registry.phases", 1, "Where a place is in each region of its lifecycle.",
                        {{"window", 1, "Of its window.", describe::Access::open},
                         {"sign", 1, "Of the window's sign."},
                         {"roster", 1, "Of its roster."}});
}

}  // namespace recourse::casework::registry
