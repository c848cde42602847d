// How a case ends: closed, withdrawn, merged into another (R8, R13).
#pragma once

#include <recourse/casework/complaint/duties.hpp>
#include <recourse/casework/complaint/phases.hpp>

namespace recourse::casework::complaint {

/// It was closed with an outcome and a reply.
struct Closed {
  std::string by{};
  std::optional<Sealed<std::string>> reply{};
  std::string standard_reply{};
  Told told{};
  std::string next_step{};
  std::string late_reason{};
  std::string waiver{};
  Resolution resolution{};
  Due rating{};
  bool applied = false;
  std::optional<LateReason> why_late{};
  std::uint32_t round_days = 0;
  std::string basis{};
  friend bool operator==(const Closed&, const Closed&) = default;
};
BOOST_DESCRIBE_STRUCT(Closed, (),
                      (by, reply, standard_reply, told, next_step, late_reason, waiver, resolution,
                       rating, applied, why_late, round_days, basis))
constexpr auto recourse_spec(const Closed*) {
  return describe::spec(
      "case.closed", 3, "It was closed with an outcome and a reply.",
      {{"by", 1, "Staff number or account of who did it."},
       {"reply", 1, "What the citizen was told.", describe::Access::identity,
        describe::Subject::reporter, describe::Access::words},
       {"standard_reply", 1, "Standard reply that it follows.", describe::Access::open},
       {"told", 1, "How the citizen was told.", describe::Access::open},
       {"next_step", 1, "What the citizen can do next, unless it was done (R8).",
        describe::Access::open},
       {"late_reason", 1, "Why it was late, if it was.", describe::Access::open},
       {"waiver", 1, "Reference of the written word that the citizen will not go on.",
        describe::Access::open},
       {"resolution", 1, "How it ended.", describe::Access::open},
       {"rating", 1, "Until when it can be rated.", describe::Access::open},
       {"applied", 2, "The answer of the department was carried out.", describe::Access::open},
       {"why_late", 2, "Why it was late, from the pick list."},
       {"round_days", 2, "Whole working days of this round; a reopening starts a new one.",
        describe::Access::open},
       {"basis", 3, "Law and article by which it cannot be done.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Closed*) { return "办结答复"; }

/// The citizen withdrew it.
struct Withdrawn {
  WithdrawProof proof{};
  std::string reference{};
  std::string reason{};
  bool supervision_stays = false;
  Resolution resolution{};
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};
BOOST_DESCRIBE_STRUCT(Withdrawn, (), (proof, reference, reason, supervision_stays, resolution))
constexpr auto recourse_spec(const Withdrawn*) {
  return describe::spec(
      "case.withdrawn", 1, "The citizen withdrew it.",
      {{"proof", 1, "What shows that it was the citizen.", describe::Access::open},
       {"reference", 1, "Number of the code use or of the signed paper.", describe::Access::open},
       {"reason", 1, "Why.", describe::Access::open},
       {"supervision_stays", 1, "A complaint about attitude stays a matter of supervision."},
       {"resolution", 1, "How it ended.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Withdrawn*) { return "撤回"; }

/// It went on inside another case of the same person and matter.
struct Merged {
  std::string by{};
  std::string target{};
  std::string reason{};
  Resolution resolution{};
  std::string identity{};
  friend bool operator==(const Merged&, const Merged&) = default;
};
BOOST_DESCRIBE_STRUCT(Merged, (), (by, target, reason, resolution, identity))
constexpr auto recourse_spec(const Merged*) {
  return describe::spec(
      "case.merged", 2, "It went on inside another case of the same person and matter.",
      {{"by", 1, "Staff number or account of who did it."},
       {"target", 1, "Stream of the other case.", describe::Access::open},
       {"reason", 1, "Why."},
       {"resolution", 1, "How it ended.", describe::Access::open},
       {"identity", 2, "What shows that it is one person, where the names differ."}});
}
constexpr std::string_view recourse_zh(const Merged*) { return "合并办理"; }

/// It stands on its own again, as it stood when it was merged.
struct Unmerged {
  std::string by{};
  std::string target{};
  std::string reason{};
  Phase stage{};
  ClockPhase clock{};
  bool answered = false;
  std::optional<Timestamp> contacted{};
  friend bool operator==(const Unmerged&, const Unmerged&) = default;
};
BOOST_DESCRIBE_STRUCT(Unmerged, (), (by, target, reason, stage, clock, answered, contacted))
constexpr auto recourse_spec(const Unmerged*) {
  return describe::spec(
      "case.unmerged", 3, "It stands on its own again, as it stood when it was merged.",
      {{"by", 1, "Staff number or account of who did it."},
       {"target", 1, "Stream of the other case.", describe::Access::open},
       {"reason", 1, "Why."},
       {"stage", 2, "The phase that it goes back to.", describe::Access::open},
       {"clock", 2, "The phase that its clock goes back to.", describe::Access::open},
       {"answered", 2, "The message that was open in it was reacted to meanwhile.",
        describe::Access::open},
       {"contacted", 3, "When its citizen, not contacted before, was contacted in the other case.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Unmerged*) { return "撤销合并"; }

/// Another case was merged into this one, which keeps what the other's citizen was told.
struct Absorbed {
  std::string source{};
  Timestamp from{};
  std::optional<Due> limit{};
  std::optional<Due> attention{};
  std::vector<RecusedPerson> recused{};
  std::vector<NoticeItem> brought{};
  std::vector<NoticeItem> listed{};
  std::optional<Due> contact{};
  friend bool operator==(const Absorbed&, const Absorbed&) = default;
};
BOOST_DESCRIBE_STRUCT(Absorbed, (),
                      (source, from, limit, attention, recused, brought, listed, contact))
constexpr auto recourse_spec(const Absorbed*) {
  return describe::spec(
      "case.absorbed", 3,
      "Another case was merged into this one, which keeps what the other's citizen was told.",
      {{"source", 1, "Stream of the other case."},
       {"from", 1, "Where the other case's clock had started."},
       {"limit", 2, "Its deadline for resolution, if its clock ran; of a rest, at its latest end.",
        describe::Access::open},
       {"attention", 2, "Until when the message that is open in it must be reacted to.",
        describe::Access::open},
       {"recused", 2, "Who is barred there and was not barred here.", describe::Access::accused},
       {"brought", 3, "Papers that were brought there.", describe::Access::open},
       {"listed", 3, "Papers that a notice of its present round has listed.",
        describe::Access::open},
       {"contact", 3, "Until when its citizen must be contacted, if nobody has done that.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Absorbed*) { return "并入"; }

/// A merged case left this one again, and took along what it had brought.
struct Released {
  std::string source{};
  bool in_time = false;
  friend bool operator==(const Released&, const Released&) = default;
};
BOOST_DESCRIBE_STRUCT(Released, (), (source, in_time))
constexpr auto recourse_spec(const Released*) {
  return describe::spec(
      "case.released", 2, "A merged case left this one again, and took along what it had brought.",
      {{"source", 1, "Stream of the other case."},
       {"in_time", 2, "This case was overdue by the other's deadline alone, and is so no more.",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Released*) { return "分出"; }

}  // namespace recourse::casework::complaint
