// Commands after a bad rating (R17).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Records a contact with the rater, or an attempt.
struct ContactRater {
  std::optional<Told> how{};
  bool reached = false;
  friend bool operator==(const ContactRater&, const ContactRater&) = default;
};
BOOST_DESCRIBE_STRUCT(ContactRater, (), (how, reached))
constexpr auto recourse_spec(const ContactRater*) {
  return describe::spec(
      "case.contact_rater", 1, "Records a contact with the rater, or an attempt.",
      {describe::needed({"how", 1, "By what means."}), {"reached", 1, "The rater was reached."}});
}
constexpr std::string_view recourse_zh(const ContactRater*) { return "差评联系"; }
/// Says what a bad rating was about; mistaken asks the supervisor to exclude it.
struct VerifyRating {
  std::optional<RatingCause> cause{};
  std::optional<Sealed<std::string>> finding{};
  std::string wording{};
  friend bool operator==(const VerifyRating&, const VerifyRating&) = default;
};
BOOST_DESCRIBE_STRUCT(VerifyRating, (), (cause, finding, wording))
constexpr auto recourse_spec(const VerifyRating*) {
  return describe::spec(
      "case.verify_rating", 1,
      "Says what a bad rating was about; mistaken asks the supervisor to exclude it.",
      {describe::needed({"cause", 1, "What it was about."}),
       describe::needed({"finding", 1, "What was found.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::basis}),
       {"wording", 1, "Where the policy is the cause: what citizens may be told."}});
}
constexpr std::string_view recourse_zh(const VerifyRating*) { return "差评核实"; }
/// Promises a correction by a day.
struct PlanCorrection {
  std::string plan{};
  std::optional<LocalDay> until{};
  friend bool operator==(const PlanCorrection&, const PlanCorrection&) = default;
};
BOOST_DESCRIBE_STRUCT(PlanCorrection, (), (plan, until))
constexpr auto recourse_spec(const PlanCorrection*) {
  return describe::spec("case.plan_correction", 1, "Promises a correction by a day.",
                        {describe::needed({"plan", 1, "What will be done."}),
                         describe::needed({"until", 1, "By when."})});
}
constexpr std::string_view recourse_zh(const PlanCorrection*) { return "整改计划"; }
/// Records that it was corrected.
struct Correct {
  std::string what{};
  friend bool operator==(const Correct&, const Correct&) = default;
};
BOOST_DESCRIBE_STRUCT(Correct, (), (what))
constexpr auto recourse_spec(const Correct*) {
  return describe::spec("case.correct", 1, "Records that it was corrected.",
                        {describe::needed({"what", 1, "What was done."})});
}
constexpr std::string_view recourse_zh(const Correct*) { return "整改完成"; }
/// Records that the rater was told.
struct FeedBack {
  std::optional<Sealed<std::string>> wording{};
  std::optional<Told> told{};
  friend bool operator==(const FeedBack&, const FeedBack&) = default;
};
BOOST_DESCRIBE_STRUCT(FeedBack, (), (wording, told))
constexpr auto recourse_spec(const FeedBack*) {
  return describe::spec(
      "case.feed_back", 1, "Records that the rater was told.",
      {describe::needed({"wording", 1, "What was told.", describe::Access::identity,
                         describe::Subject::reporter, describe::Access::words}),
       describe::needed({"told", 1, "How."})});
}
constexpr std::string_view recourse_zh(const FeedBack*) { return "反馈"; }
/// Records whether the rater says that it is solved; if not, the case is taken up again.
struct Revisit {
  std::optional<bool> solved{};
  std::string finding{};
  friend bool operator==(const Revisit&, const Revisit&) = default;
};
BOOST_DESCRIBE_STRUCT(Revisit, (), (solved, finding))
constexpr auto recourse_spec(const Revisit*) {
  return describe::spec(
      "case.revisit", 1,
      "Records whether the rater says that it is solved; if not, the case is taken up again.",
      {describe::needed({"solved", 1, "Whether the rater says so; there is no default."}),
       {"finding", 1, "What else was found.", describe::Access::basis}});
}
constexpr std::string_view recourse_zh(const Revisit*) { return "回访"; }
/// Decides whether a rating counts.
struct DecideExclusion {
  std::optional<bool> excluded{};
  std::string reason{};
  friend bool operator==(const DecideExclusion&, const DecideExclusion&) = default;
};
BOOST_DESCRIBE_STRUCT(DecideExclusion, (), (excluded, reason))
constexpr auto recourse_spec(const DecideExclusion*) {
  return describe::spec(
      "case.decide_exclusion", 1, "Decides whether a rating counts.",
      {describe::needed(
           {"excluded", 1, "Whether it is left out of the score; there is no default."}),
       describe::needed({"reason", 1, "Why."})});
}
constexpr std::string_view recourse_zh(const DecideExclusion*) { return "评价剔除决定"; }

}  // namespace recourse::casework::complaint
