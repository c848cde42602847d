// What can be asked of a standard reply.
#pragma once

#include <recourse/casework/replies/values.hpp>
#include <variant>

namespace recourse::casework::replies {

/// Proposes a reply for a frequent matter.
struct Propose {
  std::string matter{};
  std::string reason{};
  std::string unit{};
  std::string found_by{};
  std::uint32_t cases = 0;
  std::optional<LocalDay> from{};
  std::optional<LocalDay> to{};
  friend bool operator==(const Propose&, const Propose&) = default;
};
BOOST_DESCRIBE_STRUCT(Propose, (), (matter, reason, unit, found_by, cases, from, to))
constexpr auto recourse_spec(const Propose*) {
  return describe::spec(
      "replies.propose", 1, "Proposes a reply for a frequent matter.",
      {describe::needed({"matter", 1, "Code of the matter in the catalogue."}),
       {"reason", 1, "Code of the failure reason in the catalogue; may be empty."},
       {"unit", 1, "The department that should write it; empty: the city's."},
       {"found_by", 1, "Who or what found it; empty: the one who proposes."},
       describe::needed({"cases", 1, "Cases in the period."}),
       describe::needed({"from", 1, "First day of the period."}),
       describe::needed({"to", 1, "Last day of the period."})});
}
constexpr std::string_view recourse_zh(const Propose*) { return "提议口径"; }

/// Writes a version, or writes it anew; what is left out stays as it was.
struct Draft {
  std::string matter{};
  std::string reason{};
  std::string wording{};
  std::string basis{};
  std::optional<LocalDay> valid_from{};
  std::optional<LocalDay> valid_until{};
  friend bool operator==(const Draft&, const Draft&) = default;
};
BOOST_DESCRIBE_STRUCT(Draft, (), (matter, reason, wording, basis, valid_from, valid_until))
constexpr auto recourse_spec(const Draft*) {
  return describe::spec(
      "replies.draft", 1, "Writes a version, or writes it anew; what is left out stays as it was.",
      {{"matter", 1, "Code of the matter in the catalogue; of the first version only."},
       {"reason", 1,
        "Code of the failure reason in the catalogue; of the first version only; may be empty."},
       {"wording", 1, "What will be said to citizens."},
       {"basis", 1, "Basis for staff only; never shown to citizens (R22).",
        describe::Access::basis},
       {"valid_from", 1, "First day of its validity; none: the day of publication."},
       {"valid_until", 1, "Last day of its validity; none: no end is set."}});
}
constexpr std::string_view recourse_zh(const Draft*) { return "起草口径"; }

/// Gives the draft to review.
struct Submit {
  friend bool operator==(const Submit&, const Submit&) = default;
};
BOOST_DESCRIBE_STRUCT(Submit, (), ())
constexpr auto recourse_spec(const Submit*) {
  return describe::spec("replies.submit", 1, "Gives the draft to review.");
}
constexpr std::string_view recourse_zh(const Submit*) { return "送审"; }

/// Finds nothing wrong with it.
struct PassReview {
  std::string note{};
  friend bool operator==(const PassReview&, const PassReview&) = default;
};
BOOST_DESCRIBE_STRUCT(PassReview, (), (note))
constexpr auto recourse_spec(const PassReview*) {
  return describe::spec("replies.pass_review", 1, "Finds nothing wrong with it.",
                        {{"note", 1, "What the reviewer notes; may be empty."}});
}
constexpr std::string_view recourse_zh(const PassReview*) { return "审核通过"; }

/// Gives the draft back to its author.
struct SendBack {
  std::string wrong{};
  friend bool operator==(const SendBack&, const SendBack&) = default;
};
BOOST_DESCRIBE_STRUCT(SendBack, (), (wrong))
constexpr auto recourse_spec(const SendBack*) {
  return describe::spec("replies.send_back", 1, "Gives the draft back to its author.",
                        {describe::needed({"wrong", 1, "What is wrong."})});
}
constexpr std::string_view recourse_zh(const SendBack*) { return "退回修改"; }

/// Approves the version.
struct Approve {
  friend bool operator==(const Approve&, const Approve&) = default;
};
BOOST_DESCRIBE_STRUCT(Approve, (), ())
constexpr auto recourse_spec(const Approve*) {
  return describe::spec("replies.approve", 1, "Approves the version.");
}
constexpr std::string_view recourse_zh(const Approve*) { return "批准"; }

/// Publishes the approved version.
struct Publish {
  std::string replaces{};
  friend bool operator==(const Publish&, const Publish&) = default;
};
BOOST_DESCRIBE_STRUCT(Publish, (), (replaces))
constexpr auto recourse_spec(const Publish*) {
  return describe::spec(
      "replies.publish", 1, "Publishes the approved version.",
      {{"replaces", 1, "Key of the reply that it takes the place of; empty: none."}});
}
constexpr std::string_view recourse_zh(const Publish*) { return "发布口径"; }

/// Withdraws the reply.
struct Withdraw {
  std::string why{};
  friend bool operator==(const Withdraw&, const Withdraw&) = default;
};
BOOST_DESCRIBE_STRUCT(Withdraw, (), (why))
constexpr auto recourse_spec(const Withdraw*) {
  return describe::spec("replies.withdraw", 1, "Withdraws the reply.",
                        {describe::needed({"why", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Withdraw*) { return "撤回口径"; }

/// Gives a proposal or draft up.
struct Abandon {
  std::string why{};
  friend bool operator==(const Abandon&, const Abandon&) = default;
};
BOOST_DESCRIBE_STRUCT(Abandon, (), (why))
constexpr auto recourse_spec(const Abandon*) {
  return describe::spec("replies.abandon", 1, "Gives a proposal or draft up.",
                        {describe::needed({"why", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const Abandon*) { return "放弃起草"; }

/// Lets the reply hold on as it is.
struct Renew {
  std::optional<LocalDay> until{};
  friend bool operator==(const Renew&, const Renew&) = default;
};
BOOST_DESCRIBE_STRUCT(Renew, (), (until))
constexpr auto recourse_spec(const Renew*) {
  return describe::spec("replies.renew", 1, "Lets the reply hold on as it is.",
                        {describe::needed({"until", 1, "New last day of its validity."})});
}
constexpr std::string_view recourse_zh(const Renew*) { return "续期"; }

/// Says what came of looking at a case again.
struct LookAtCase {
  std::string cited_in{};
  std::string result{};
  friend bool operator==(const LookAtCase&, const LookAtCase&) = default;
};
BOOST_DESCRIBE_STRUCT(LookAtCase, (), (cited_in, result))
constexpr auto recourse_spec(const LookAtCase*) {
  return describe::spec("replies.look_at_case", 1, "Says what came of looking at a case again.",
                        {describe::needed({"cited_in", 1, "The case: its number, or its stream."}),
                         describe::needed({"result", 1, "What came of it."})});
}
constexpr std::string_view recourse_zh(const LookAtCase*) { return "回看事项"; }

/// Notes that a case cites the reply. The engine's.
struct NoteUse {
  std::string cited_in{};
  Position position{};
  std::uint32_t version = 0;
  friend bool operator==(const NoteUse&, const NoteUse&) = default;
};
BOOST_DESCRIBE_STRUCT(NoteUse, (), (cited_in, position, version))
constexpr auto recourse_spec(const NoteUse*) {
  return describe::spec("replies.note_use", 1, "Notes that a case cites the reply. The engine's.",
                        {{"cited_in", 1, "Stream of the case."},
                         {"position", 1, "Of the record that cites it."},
                         {"version", 1, "The version that it cites; 0: the one that holds."}});
}
constexpr std::string_view recourse_zh(const NoteUse*) { return "记录引用"; }

/// Notes that a case which cites the reply was rated. The engine's.
struct NoteRating {
  std::string cited_in{};
  Position position{};
  Grade grade{};
  friend bool operator==(const NoteRating&, const NoteRating&) = default;
};
BOOST_DESCRIBE_STRUCT(NoteRating, (), (cited_in, position, grade))
constexpr auto recourse_spec(const NoteRating*) {
  return describe::spec("replies.note_rating", 1,
                        "Notes that a case which cites the reply was rated. The engine's.",
                        {{"cited_in", 1, "Stream of the case."},
                         {"position", 1, "Of the record of the rating."},
                         {"grade", 1, "The grade of the whole."}});
}
constexpr std::string_view recourse_zh(const NoteRating*) { return "记录评价"; }

/// Says that a limit has passed. The timer's.
struct PassLimit {
  LimitKind limit{};
  friend bool operator==(const PassLimit&, const PassLimit&) = default;
};
BOOST_DESCRIBE_STRUCT(PassLimit, (), (limit))
constexpr auto recourse_spec(const PassLimit*) {
  return describe::spec("replies.pass_limit", 1, "Says that a limit has passed. The timer's.",
                        {{"limit", 1, "Which limit."}});
}
constexpr std::string_view recourse_zh(const PassLimit*) { return "时限届满"; }

/// Counts limits again that a notice moves. The engine's.
struct RecomputeLimits {
  friend bool operator==(const RecomputeLimits&, const RecomputeLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(RecomputeLimits, (), ())
constexpr auto recourse_spec(const RecomputeLimits*) {
  return describe::spec("replies.recompute_limits", 1,
                        "Counts limits again that a notice moves. The engine's.");
}
constexpr std::string_view recourse_zh(const RecomputeLimits*) { return "重算时限"; }

using Command =
    std::variant<Propose, Draft, Submit, PassReview, SendBack, Approve, Publish, Withdraw, Abandon,
                 Renew, LookAtCase, NoteUse, NoteRating, PassLimit, RecomputeLimits>;

}  // namespace recourse::casework::replies
