// Commands of assisting units (R40).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Asks an assisting unit.
struct AskUnit {
  std::string unit{};
  std::optional<Sealed<std::string>> question{};
  friend bool operator==(const AskUnit&, const AskUnit&) = default;
};
BOOST_DESCRIBE_STRUCT(AskUnit, (), (unit, question))
constexpr auto recourse_spec(const AskUnit*) {
  return describe::spec(
      "case.ask_unit", 1, "Asks an assisting unit.",
      {describe::needed({"unit", 1, "A station or a department."}),
       describe::needed({"question", 1, "What is asked.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::internal})});
}
constexpr std::string_view recourse_zh(const AskUnit*) { return "请求协办"; }
/// Answers, for the assisting unit.
struct AnswerUnit {
  std::optional<Sealed<std::string>> answer{};
  friend bool operator==(const AnswerUnit&, const AnswerUnit&) = default;
};
BOOST_DESCRIBE_STRUCT(AnswerUnit, (), (answer))
constexpr auto recourse_spec(const AnswerUnit*) {
  return describe::spec(
      "case.answer_unit", 1, "Answers, for the assisting unit.",
      {describe::needed({"answer", 1, "The answer.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::internal})});
}
constexpr std::string_view recourse_zh(const AnswerUnit*) { return "协办答复"; }

}  // namespace recourse::casework::complaint
