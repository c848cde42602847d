// Commands that end a case (R8, R13).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Closes it with an outcome and a reply.
struct Close {
  std::optional<Outcome> outcome{};
  std::optional<Sealed<std::string>> reply{};
  std::string standard_reply{};
  std::optional<Told> told{};
  std::string next_step{};
  std::string late_reason{};
  bool promise_kept = false;
  std::string waiver{};
  bool applied = false;
  std::optional<LateReason> why_late{};
  std::string basis{};
  friend bool operator==(const Close&, const Close&) = default;
};
BOOST_DESCRIBE_STRUCT(Close, (),
                      (outcome, reply, standard_reply, told, next_step, late_reason, promise_kept,
                       waiver, applied, why_late, basis))
constexpr auto recourse_spec(const Close*) {
  return describe::spec(
      "case.close", 3, "Closes it with an outcome and a reply.",
      {describe::needed({"outcome", 1, "What came of it."}),
       describe::needed({"reply", 1, "What the citizen was told.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::words}),
       {"standard_reply", 1, "Standard reply that it follows."},
       describe::needed({"told", 1, "How the citizen was told."}),
       {"next_step", 1, "What the citizen can do next; needed unless it was done."},
       {"late_reason", 1, "Why it was late, if it was."},
       {"promise_kept", 1, "After accepting with papers lacking: they came."},
       {"waiver", 1, "After a notice: the written word that the citizen will not go on."},
       {"applied", 2, "After a department answered: the answer was carried out."},
       {"why_late", 2, "Why it is late, from the pick list."},
       {"basis", 3,
        "Law and article by which it cannot be done; missing: what was cited when it was "
        "explained."}});
}
constexpr std::string_view recourse_zh(const Close*) { return "办结答复"; }

/// Withdraws it, as the citizen.
struct Withdraw {
  std::optional<WithdrawProof> proof{};
  std::string reference{};
  std::string reason{};
  friend bool operator==(const Withdraw&, const Withdraw&) = default;
};
BOOST_DESCRIBE_STRUCT(Withdraw, (), (proof, reference, reason))
constexpr auto recourse_spec(const Withdraw*) {
  return describe::spec(
      "case.withdraw", 1, "Withdraws it, as the citizen.",
      {describe::needed({"proof", 1, "What shows that it is the citizen."}),
       describe::needed(
           {"reference", 1, "The inquiry code, only compared; or the number of the signed paper."}),
       {"reason", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const Withdraw*) { return "撤回"; }

/// Lets it go on inside another case.
struct Merge {
  std::string target{};
  std::string reason{};
  bool same_person = false;
  std::string identity{};
  friend bool operator==(const Merge&, const Merge&) = default;
};
BOOST_DESCRIBE_STRUCT(Merge, (), (target, reason, same_person, identity))
constexpr auto recourse_spec(const Merge*) {
  return describe::spec(
      "case.merge", 3, "Lets it go on inside another case.",
      {describe::needed({"target", 1, "The other case: its key or its stream."}),
       describe::needed({"reason", 1, "Why."}),
       describe::needed({"same_person", 2, "The officer has seen that it is the same person."}),
       {"identity", 3,
        "What shows it, where the names differ: the paper and "
        "its number, or the mandate."}});
}
constexpr std::string_view recourse_zh(const Merge*) { return "合并办理"; }

/// Lets a merged case stand on its own again.
struct Unmerge {
  std::string target{};
  std::string reason{};
  friend bool operator==(const Unmerge&, const Unmerge&) = default;
};
BOOST_DESCRIBE_STRUCT(Unmerge, (), (target, reason))
constexpr auto recourse_spec(const Unmerge*) {
  return describe::spec("case.unmerge", 1, "Lets a merged case stand on its own again.",
                        {describe::needed({"target", 1, "The other case: its key or its stream."}),
                         describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Unmerge*) { return "撤销合并"; }

}  // namespace recourse::casework::complaint
