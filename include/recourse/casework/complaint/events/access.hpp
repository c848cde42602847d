// Who must not touch a case, who looked at personal data, what must not be erased.
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Somebody must not handle the case, nor see who complained.
struct Recused {
  std::string by{};
  RecusedPerson person{};
  std::string reason{};
  friend bool operator==(const Recused&, const Recused&) = default;
};
BOOST_DESCRIBE_STRUCT(Recused, (), (by, person, reason))
constexpr auto recourse_spec(const Recused*) {
  return describe::spec("case.barred", 1,
                        "Somebody must not handle the case, nor see who complained.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"person", 1, "Whom.", describe::Access::accused},
                         {"reason", 1, "Why.", describe::Access::accused}});
}
constexpr std::string_view recourse_zh(const Recused*) { return "回避"; }
/// The recusal of somebody was found to be mistaken.
struct Reinstated {
  std::string by{};
  std::string staff{};
  std::string described{};
  std::string reason{};
  friend bool operator==(const Reinstated&, const Reinstated&) = default;
};
BOOST_DESCRIBE_STRUCT(Reinstated, (), (by, staff, described, reason))
constexpr auto recourse_spec(const Reinstated*) {
  return describe::spec(
      "case.unbarred", 1, "The recusal of somebody was found to be mistaken.",
      {{"by", 1, "Staff number or account of who did it."},
       {"staff", 1, "Staff number; empty: the one described.", describe::Access::accused},
       {"described", 1, "What was known of the person.", describe::Access::accused},
       {"reason", 1, "Why.", describe::Access::accused}});
}
constexpr std::string_view recourse_zh(const Reinstated*) { return "解除回避"; }
/// Somebody looked at the personal data of the case.
struct Unmasked {
  std::string by{};
  std::string purpose{};
  friend bool operator==(const Unmasked&, const Unmasked&) = default;
};
BOOST_DESCRIBE_STRUCT(Unmasked, (), (by, purpose))
constexpr auto recourse_spec(const Unmasked*) {
  return describe::spec(
      "case.unmasked", 1, "Somebody looked at the personal data of the case.",
      {{"by", 1, "Staff number or account of who did it."}, {"purpose", 1, "For what."}});
}
constexpr std::string_view recourse_zh(const Unmasked*) { return "查看个人信息"; }
/// The case must not be erased.
struct HoldPlaced {
  std::string by{};
  std::string reason{};
  friend bool operator==(const HoldPlaced&, const HoldPlaced&) = default;
};
BOOST_DESCRIBE_STRUCT(HoldPlaced, (), (by, reason))
constexpr auto recourse_spec(const HoldPlaced*) {
  return describe::spec(
      "case.hold_placed", 1, "The case must not be erased.",
      {{"by", 1, "Staff number or account of who did it."}, {"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const HoldPlaced*) { return "法定保留"; }
/// The case may be erased again.
struct HoldLifted {
  std::string by{};
  std::string reason{};
  friend bool operator==(const HoldLifted&, const HoldLifted&) = default;
};
BOOST_DESCRIBE_STRUCT(HoldLifted, (), (by, reason))
constexpr auto recourse_spec(const HoldLifted*) {
  return describe::spec(
      "case.hold_lifted", 1, "The case may be erased again.",
      {{"by", 1, "Staff number or account of who did it."}, {"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const HoldLifted*) { return "解除保留"; }

}  // namespace recourse::casework::complaint
