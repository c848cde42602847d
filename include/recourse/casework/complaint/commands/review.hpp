// Commands after the end: rating, archive, reopening, review (R17).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// Rates it.
struct Rate {
  std::optional<RatingWay> way{};
  std::optional<Grade> grade{};
  std::optional<Grade> service{};
  std::optional<Grade> policy{};
  std::optional<Sealed<std::string>> comment{};
  std::string code{};
  friend bool operator==(const Rate&, const Rate&) = default;
};
BOOST_DESCRIBE_STRUCT(Rate, (), (way, grade, service, policy, comment, code))
constexpr auto recourse_spec(const Rate*) {
  return describe::spec(
      "case.rate", 2, "Rates it.",
      {describe::needed({"way", 1, "How it comes in."}),
       describe::needed({"grade", 1, "The grade of the whole; there is no default."}),
       {"service", 1, "The grade of the service."},
       {"policy", 1, "The grade of the policy."},
       {"comment", 1, "In their words.", describe::Access::identity, describe::Subject::reporter,
        describe::Access::comment},
       {"code", 2, kCodeDoc, describe::Access::secret}});
}
constexpr std::string_view recourse_zh(const Rate*) { return "评价"; }

/// Timer: the time for rating is over.
struct EndRating {
  friend bool operator==(const EndRating&, const EndRating&) = default;
};
BOOST_DESCRIBE_STRUCT(EndRating, (), ())
constexpr auto recourse_spec(const EndRating*) {
  return describe::spec("case.end_rating", 1, "Timer: the time for rating is over.");
}
constexpr std::string_view recourse_zh(const EndRating*) { return "评价期满未评"; }

/// Timer: sends it to the archive.
struct Archive {
  friend bool operator==(const Archive&, const Archive&) = default;
};
BOOST_DESCRIBE_STRUCT(Archive, (), ())
constexpr auto recourse_spec(const Archive*) {
  return describe::spec("case.archive", 1, "Timer: sends it to the archive.");
}
constexpr std::string_view recourse_zh(const Archive*) { return "归档"; }

/// Takes it up again.
struct Reopen {
  std::string reason{};
  bool new_facts = false;
  std::string code{};
  friend bool operator==(const Reopen&, const Reopen&) = default;
};
BOOST_DESCRIBE_STRUCT(Reopen, (), (reason, new_facts, code))
constexpr auto recourse_spec(const Reopen*) {
  return describe::spec("case.reopen", 2, "Takes it up again.",
                        {describe::needed({"reason", 1, "Why."}),
                         {"new_facts", 1, "There are new facts."},
                         {"code", 2, kCodeDoc, describe::Access::secret}});
}
constexpr std::string_view recourse_zh(const Reopen*) { return "重新办理"; }

/// Asks for a review, as the citizen.
struct RequestReview1 {
  std::optional<Sealed<std::string>> reason{};
  std::string code{};
  friend bool operator==(const RequestReview1&, const RequestReview1&) = default;
};
BOOST_DESCRIBE_STRUCT(RequestReview1, (), (reason, code))
constexpr auto recourse_spec(const RequestReview1*) {
  return describe::spec("case.request_review_1", 2, "Asks for a review, as the citizen.",
                        {{"reason", 1, "Why.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::words},
                         {"code", 2, kCodeDoc, describe::Access::secret}});
}
constexpr std::string_view recourse_zh(const RequestReview1*) { return "申请复查"; }

/// Asks for a second review, as the citizen.
struct RequestReview2 {
  std::optional<Sealed<std::string>> reason{};
  std::string code{};
  friend bool operator==(const RequestReview2&, const RequestReview2&) = default;
};
BOOST_DESCRIBE_STRUCT(RequestReview2, (), (reason, code))
constexpr auto recourse_spec(const RequestReview2*) {
  return describe::spec("case.request_review_2", 2, "Asks for a second review, as the citizen.",
                        {{"reason", 1, "Why.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::words},
                         {"code", 2, kCodeDoc, describe::Access::secret}});
}
constexpr std::string_view recourse_zh(const RequestReview2*) { return "申请复核"; }

/// Leaves the result as it was.
struct UpholdOnReview {
  std::string reason{};
  std::string remedy{};
  std::optional<Told> told{};
  friend bool operator==(const UpholdOnReview&, const UpholdOnReview&) = default;
};
BOOST_DESCRIBE_STRUCT(UpholdOnReview, (), (reason, remedy, told))
constexpr auto recourse_spec(const UpholdOnReview*) {
  return describe::spec("case.uphold_on_review", 1, "Leaves the result as it was.",
                        {describe::needed({"reason", 1, "Why."}),
                         describe::needed({"remedy", 1, "The remedy that the law gives."}),
                         describe::needed({"told", 1, "How the citizen was told."})});
}
constexpr std::string_view recourse_zh(const UpholdOnReview*) { return "维持"; }

/// Sends it back to be done again.
struct OverturnOnReview {
  std::string reason{};
  std::string must_change{};
  friend bool operator==(const OverturnOnReview&, const OverturnOnReview&) = default;
};
BOOST_DESCRIBE_STRUCT(OverturnOnReview, (), (reason, must_change))
constexpr auto recourse_spec(const OverturnOnReview*) {
  return describe::spec("case.overturn_on_review", 1, "Sends it back to be done again.",
                        {describe::needed({"reason", 1, "Why."}),
                         describe::needed({"must_change", 1, "What must change."})});
}
constexpr std::string_view recourse_zh(const OverturnOnReview*) { return "撤销重办"; }

}  // namespace recourse::casework::complaint
