// Commands about recusal, personal data and legal holds.
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Recuses somebody from the case; with the description of the report, says who that was.
struct Recuse {
  std::string staff{};
  std::string described{};
  std::optional<Role> role{};
  std::string reason{};
  friend bool operator==(const Recuse&, const Recuse&) = default;
};
BOOST_DESCRIBE_STRUCT(Recuse, (), (staff, described, role, reason))
constexpr auto recourse_spec(const Recuse*) {
  return describe::spec(
      "case.recuse", 1, "Recuses somebody; with the description of the report, says who that was.",
      {{"staff", 1, "Staff number; may be empty if described.", describe::Access::accused},
       {"described", 1, "What is known of the person.", describe::Access::accused},
       {"role", 1, "The role, if it is the chief.", describe::Access::accused},
       describe::needed({"reason", 1, "Why.", describe::Access::accused})});
}
constexpr std::string_view recourse_zh(const Recuse*) { return "回避"; }
/// Reinstates somebody whose recusal was mistaken.
struct Reinstate {
  std::string staff{};
  std::string described{};
  std::string reason{};
  friend bool operator==(const Reinstate&, const Reinstate&) = default;
};
BOOST_DESCRIBE_STRUCT(Reinstate, (), (staff, described, reason))
constexpr auto recourse_spec(const Reinstate*) {
  return describe::spec(
      "case.reinstate", 1, "Reinstates somebody whose recusal was mistaken.",
      {{"staff", 1, "Staff number.", describe::Access::accused},
       {"described", 1, "The description, if there is no number.", describe::Access::accused},
       describe::needed({"reason", 1, "Why.", describe::Access::accused})});
}
constexpr std::string_view recourse_zh(const Reinstate*) { return "解除回避"; }
/// Records a look at personal data, before it is shown.
struct Unmask {
  std::string purpose{};
  std::string code{};
  friend bool operator==(const Unmask&, const Unmask&) = default;
};
BOOST_DESCRIBE_STRUCT(Unmask, (), (purpose, code))
constexpr auto recourse_spec(const Unmask*) {
  return describe::spec("case.unmask", 2, "Records a look at personal data, before it is shown.",
                        {describe::needed({"purpose", 1, "For what."}),
                         {"code", 2, kCodeDoc, describe::Access::secret}});
}
constexpr std::string_view recourse_zh(const Unmask*) { return "查看个人信息"; }
/// Forbids the erasure of the case.
struct PlaceHold {
  std::string reason{};
  friend bool operator==(const PlaceHold&, const PlaceHold&) = default;
};
BOOST_DESCRIBE_STRUCT(PlaceHold, (), (reason))
constexpr auto recourse_spec(const PlaceHold*) {
  return describe::spec("case.place_hold", 1, "Forbids the erasure of the case.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const PlaceHold*) { return "法定保留"; }
/// Allows it again.
struct LiftHold {
  std::string reason{};
  friend bool operator==(const LiftHold&, const LiftHold&) = default;
};
BOOST_DESCRIBE_STRUCT(LiftHold, (), (reason))
constexpr auto recourse_spec(const LiftHold*) {
  return describe::spec("case.lift_hold", 1, "Allows it again.",
                        {describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const LiftHold*) { return "解除保留"; }

}  // namespace recourse::casework::complaint
