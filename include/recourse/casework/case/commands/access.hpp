// Commands about bars, personal data and holds.
#pragma once

#include <recourse/casework/case/duties.hpp>

namespace recourse::casework {

/// Bars somebody; with the description of the report, says who that was.
struct Bar {
  std::string staff{};
  std::string described{};
  std::optional<Role> role{};
  std::string reason{};
  friend bool operator==(const Bar&, const Bar&) = default;
};
BOOST_DESCRIBE_STRUCT(Bar, (), (staff, described, role, reason))
constexpr auto recourse_spec(const Bar*) {
  return describe::spec("case.bar", 1,
                        "Bars somebody; with the description of the report, says who that was.",
                        {{"staff", 1, "Staff number; may be empty if described."},
                         {"described", 1, "What is known of the person."},
                         {"role", 1, "The role, if it is the chief."},
                         {"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const Bar*) { return "回避"; }
/// Lifts a bar that was mistaken.
struct Unbar {
  std::string staff{};
  std::string described{};
  std::string reason{};
  friend bool operator==(const Unbar&, const Unbar&) = default;
};
BOOST_DESCRIBE_STRUCT(Unbar, (), (staff, described, reason))
constexpr auto recourse_spec(const Unbar*) {
  return describe::spec("case.unbar", 1, "Lifts a bar that was mistaken.",
                        {{"staff", 1, "Staff number."},
                         {"described", 1, "The description, if there is no number."},
                         {"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const Unbar*) { return "解除回避"; }
/// Records a look at personal data, before it is shown.
struct Unmask {
  std::string purpose{};
  friend bool operator==(const Unmask&, const Unmask&) = default;
};
BOOST_DESCRIBE_STRUCT(Unmask, (), (purpose))
constexpr auto recourse_spec(const Unmask*) {
  return describe::spec("case.unmask", 1, "Records a look at personal data, before it is shown.",
                        {{"purpose", 1, "For what."}});
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
                        {{"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const PlaceHold*) { return "法定保留"; }
/// Allows it again.
struct LiftHold {
  std::string reason{};
  friend bool operator==(const LiftHold&, const LiftHold&) = default;
};
BOOST_DESCRIBE_STRUCT(LiftHold, (), (reason))
constexpr auto recourse_spec(const LiftHold*) {
  return describe::spec("case.lift_hold", 1, "Allows it again.", {{"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const LiftHold*) { return "解除保留"; }

}  // namespace recourse::casework
