// Assisting units (协办): asked from the side, while the owner stays (R40).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// An assisting unit was asked; the owner stays.
struct UnitAsked {
  std::string by{};
  std::string unit{};
  std::optional<Sealed<std::string>> question{};
  Due due{};
  std::uint32_t number = 0;
  friend bool operator==(const UnitAsked&, const UnitAsked&) = default;
};
BOOST_DESCRIBE_STRUCT(UnitAsked, (), (by, unit, question, due, number))
constexpr auto recourse_spec(const UnitAsked*) {
  return describe::spec("case.unit_asked", 1, "An assisting unit was asked; the owner stays.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"unit", 1, "The unit.", describe::Access::open},
                         {"question", 1, "What is asked.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::internal},
                         {"due", 1, "Until when the answer is wanted."},
                         {"number", 1, "Which question of the case, from 1."}});
}
constexpr std::string_view recourse_zh(const UnitAsked*) { return "请求协办"; }
/// The assisting unit answered.
struct UnitAnswered {
  std::string by{};
  std::string unit{};
  std::optional<Sealed<std::string>> answer{};
  std::uint32_t number = 0;
  std::uint32_t working_days = 0;
  bool in_time = false;
  friend bool operator==(const UnitAnswered&, const UnitAnswered&) = default;
};
BOOST_DESCRIBE_STRUCT(UnitAnswered, (), (by, unit, answer, number, working_days, in_time))
constexpr auto recourse_spec(const UnitAnswered*) {
  return describe::spec("case.unit_answered", 1, "The assisting unit answered.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"unit", 1, "The unit that was asked.", describe::Access::open},
                         {"answer", 1, "The answer.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::internal},
                         {"number", 1, "Which question of the case."},
                         {"working_days", 1, "How many it took."},
                         {"in_time", 1, "Within the wanted time."}});
}
constexpr std::string_view recourse_zh(const UnitAnswered*) { return "协办答复"; }

}  // namespace recourse::casework::complaint
