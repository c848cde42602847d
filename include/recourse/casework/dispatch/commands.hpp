// What can be asked of the dispatch catalogue.
#pragma once

#include <recourse/casework/dispatch/values.hpp>
#include <variant>

namespace recourse::casework::dispatch {

/// Proposes where a matter is to go, from a ruling in a case.
struct Propose {
  std::string from_case{};
  std::string matter{};
  std::optional<Line> line{};
  std::optional<Competence> competence{};
  std::string reason{};
  std::string ruled_by{};
  friend bool operator==(const Propose&, const Propose&) = default;
};
BOOST_DESCRIBE_STRUCT(Propose, (), (from_case, matter, line, competence, reason, ruled_by))
constexpr auto recourse_spec(const Propose*) {
  return describe::spec(
      "dispatch.propose", 2, "Proposes where a matter is to go, from a ruling in a case (R41).",
      {describe::needed(
           {"from_case", 1, "Number or stream of the case whose ruling it comes from."}),
       describe::needed({"matter", 1, "Code of the matter in the catalogue.", kOpen}),
       {"line", 1, "Business line that is to answer for it; none: stays.", kOpen},
       {"competence", 1, "The lowest unit that is to decide it; none: stays.", kOpen},
       describe::needed({"reason", 1, "Why, in words, without personal data."}),
       {"ruled_by", 2, "Account of who ruled in the case; empty: not said."}});
}
constexpr std::string_view recourse_zh(const Propose*) { return "提出派单目录变更"; }

/// Adopts a proposed change: the next version of the catalogue.
struct Adopt {
  std::uint32_t proposal = 0;
  friend bool operator==(const Adopt&, const Adopt&) = default;
};
BOOST_DESCRIBE_STRUCT(Adopt, (), (proposal))
constexpr auto recourse_spec(const Adopt*) {
  return describe::spec("dispatch.adopt", 1,
                        "Adopts a proposed change: the next version of the catalogue (R41).",
                        {describe::needed({"proposal", 1, "Number of the proposal.", kOpen})});
}
constexpr std::string_view recourse_zh(const Adopt*) { return "采纳派单目录变更"; }

/// Rejects a proposed change.
struct Reject {
  std::uint32_t proposal = 0;
  std::string reason{};
  friend bool operator==(const Reject&, const Reject&) = default;
};
BOOST_DESCRIBE_STRUCT(Reject, (), (proposal, reason))
constexpr auto recourse_spec(const Reject*) {
  return describe::spec("dispatch.reject", 1, "Rejects a proposed change.",
                        {describe::needed({"proposal", 1, "Number of the proposal.", kOpen}),
                         describe::needed({"reason", 1, "Why, in words."})});
}
constexpr std::string_view recourse_zh(const Reject*) { return "不予采纳"; }

/// Takes one's own proposal back.
struct Withdraw {
  std::uint32_t proposal = 0;
  std::string reason{};
  friend bool operator==(const Withdraw&, const Withdraw&) = default;
};
BOOST_DESCRIBE_STRUCT(Withdraw, (), (proposal, reason))
constexpr auto recourse_spec(const Withdraw*) {
  return describe::spec("dispatch.withdraw", 1, "Takes one's own proposal back.",
                        {describe::needed({"proposal", 1, "Number of the proposal.", kOpen}),
                         describe::needed({"reason", 1, "Why, in words."})});
}
constexpr std::string_view recourse_zh(const Withdraw*) { return "撤回变更建议"; }

/// Records that a proposal was not decided in time. The timer's.
struct MissDecision {
  std::uint32_t proposal = 0;
  friend bool operator==(const MissDecision&, const MissDecision&) = default;
};
BOOST_DESCRIBE_STRUCT(MissDecision, (), (proposal))
constexpr auto recourse_spec(const MissDecision*) {
  return describe::spec("dispatch.miss_decision", 1,
                        "Records that a proposal was not decided in time. The timer's.",
                        {{"proposal", 1, "Number of the proposal.", kOpen}});
}
constexpr std::string_view recourse_zh(const MissDecision*) { return "逾期未审定"; }

/// Counts limits again that a notice moves. The engine's.
struct RecomputeLimits {
  friend bool operator==(const RecomputeLimits&, const RecomputeLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(RecomputeLimits, (), ())
constexpr auto recourse_spec(const RecomputeLimits*) {
  return describe::spec("dispatch.recompute_limits", 1,
                        "Counts limits again that a notice moves. The engine's.");
}
constexpr std::string_view recourse_zh(const RecomputeLimits*) { return "重算时限"; }

using Command = std::variant<Propose, Adopt, Reject, Withdraw, MissDecision, RecomputeLimits>;

}  // namespace recourse::casework::dispatch
