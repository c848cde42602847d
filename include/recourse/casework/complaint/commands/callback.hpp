// The command of the call-back (R37).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Records a call-back: contacted? solved? satisfied?
struct ConfirmOutcome {
  std::optional<Told> how{};
  std::optional<bool> contacted{};
  std::optional<bool> solved{};
  std::optional<bool> satisfied{};
  std::optional<bool> own_cause{};
  std::optional<Sealed<std::string>> words{};
  friend bool operator==(const ConfirmOutcome&, const ConfirmOutcome&) = default;
};
BOOST_DESCRIBE_STRUCT(ConfirmOutcome, (), (how, contacted, solved, satisfied, own_cause, words))
constexpr auto recourse_spec(const ConfirmOutcome*) {
  return describe::spec(
      "case.confirm_outcome", 1,
      "Records a call-back: reached or not, solved or not, satisfied or not.",
      {describe::needed({"how", 1, "By what means."}),
       describe::needed({"contacted", 1, "The citizen was reached."}),
       {"solved", 1, "The citizen says that it is solved."},
       {"satisfied", 1, "The citizen is satisfied."},
       {"own_cause", 1, "Not solved: it is the unit's own fault, and is done again."},
       {"words", 1, "What the citizen said besides.", describe::Access::identity,
        describe::Subject::reporter, describe::Access::comment}});
}
constexpr std::string_view recourse_zh(const ConfirmOutcome*) { return "办结回访"; }

}  // namespace recourse::casework::complaint
