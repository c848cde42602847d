// Commands of the scope statement (R44).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Says back what was understood and what is wanted.
struct StateScope {
  std::optional<Sealed<std::string>> understood{};
  std::optional<Sealed<std::string>> wanted{};
  friend bool operator==(const StateScope&, const StateScope&) = default;
};
BOOST_DESCRIBE_STRUCT(StateScope, (), (understood, wanted))
constexpr auto recourse_spec(const StateScope*) {
  return describe::spec(
      "case.state_scope", 1, "Says back what was understood and what is wanted.",
      {describe::needed({"understood", 1, "What happened, as the station understood it.",
                         describe::Access::identity, describe::Subject::reporter,
                         describe::Access::words}),
       describe::needed({"wanted", 1, "What is wanted.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::words})});
}
constexpr std::string_view recourse_zh(const StateScope*) { return "诉求认定"; }
/// Corrects what was said back, once.
struct CorrectScope {
  std::optional<Sealed<std::string>> text{};
  std::string code{};
  friend bool operator==(const CorrectScope&, const CorrectScope&) = default;
};
BOOST_DESCRIBE_STRUCT(CorrectScope, (), (text, code))
constexpr auto recourse_spec(const CorrectScope*) {
  return describe::spec("case.correct_scope", 1, "Corrects what was said back, once.",
                        {describe::needed({"text", 1, "What is right.", describe::Access::identity,
                                           describe::Subject::reporter, describe::Access::words}),
                         {"code", 1, kCodeDoc, describe::Access::secret}});
}
constexpr std::string_view recourse_zh(const CorrectScope*) { return "诉求更正"; }

}  // namespace recourse::casework::complaint
