// After a bad rating: contact, verification, correction, feedback, revisit (R17).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// The rater was contacted about a bad rating, or an attempt was made.
struct RaterContacted {
  std::string by{};
  Told how{};
  bool reached = false;
  std::uint32_t attempt = 0;
  std::uint32_t days = 0;
  bool discharged = false;
  std::optional<Due> verify{};
  friend bool operator==(const RaterContacted&, const RaterContacted&) = default;
};
BOOST_DESCRIBE_STRUCT(RaterContacted, (), (by, how, reached, attempt, days, discharged, verify))
constexpr auto recourse_spec(const RaterContacted*) {
  return describe::spec(
      "case.care_contacted", 1,
      "The rater was contacted about a bad rating, or an attempt was made.",
      {{"by", 1, "Staff number or account of who did it."},
       {"how", 1, "By what means.", describe::Access::open},
       {"reached", 1, "The rater was reached.", describe::Access::open},
       {"attempt", 1, "Number of the attempt, from 1.", describe::Access::open},
       {"days", 1, "Different days on which it was tried so far."},
       {"discharged", 1, "The duty is met, or discharged by attempts on several days."},
       {"verify", 1, "Until when it must be found what the rating was about."}});
}
constexpr std::string_view recourse_zh(const RaterContacted*) { return "差评联系"; }
/// It was found what a bad rating was about.
struct RatingVerified {
  std::string by{};
  RatingCause cause{};
  std::optional<Sealed<std::string>> finding{};
  std::string wording{};
  bool class_hint = false;
  Due due{};
  friend bool operator==(const RatingVerified&, const RatingVerified&) = default;
};
BOOST_DESCRIBE_STRUCT(RatingVerified, (), (by, cause, finding, wording, class_hint, due))
constexpr auto recourse_spec(const RatingVerified*) {
  return describe::spec(
      "case.rating_verified", 1, "It was found what a bad rating was about.",
      {{"by", 1, "Staff number or account of who did it."},
       {"cause", 1, "What it was about."},
       {"finding", 1, "What was found.", describe::Access::identity, describe::Subject::reporter,
        describe::Access::basis},
       {"wording", 1, "What citizens may be told where the policy is the cause.",
        describe::Access::open},
       {"class_hint", 1, "It goes to the analysis of classes (R28)."},
       {"due", 1, "Until when the next step must be taken.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const RatingVerified*) { return "差评核实"; }
/// What a bad rating found will be corrected by a day.
struct CorrectionPlanned {
  std::string by{};
  std::string plan{};
  Due until{};
  friend bool operator==(const CorrectionPlanned&, const CorrectionPlanned&) = default;
};
BOOST_DESCRIBE_STRUCT(CorrectionPlanned, (), (by, plan, until))
constexpr auto recourse_spec(const CorrectionPlanned*) {
  return describe::spec("case.correction_planned", 1,
                        "What a bad rating found will be corrected by a day.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"plan", 1, "What will be done.", describe::Access::open},
                         {"until", 1, "By when.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const CorrectionPlanned*) { return "整改计划"; }
/// What a bad rating found was corrected.
struct Corrected {
  std::string by{};
  std::string what{};
  Due due{};
  friend bool operator==(const Corrected&, const Corrected&) = default;
};
BOOST_DESCRIBE_STRUCT(Corrected, (), (by, what, due))
constexpr auto recourse_spec(const Corrected*) {
  return describe::spec("case.corrected", 1, "What a bad rating found was corrected.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"what", 1, "What was done.", describe::Access::open},
                         {"due", 1, "Until when the rater must be told.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Corrected*) { return "整改完成"; }
/// The rater was told what came of the rating.
struct FedBack {
  std::string by{};
  std::optional<Sealed<std::string>> wording{};
  Told told{};
  Due due{};
  friend bool operator==(const FedBack&, const FedBack&) = default;
};
BOOST_DESCRIBE_STRUCT(FedBack, (), (by, wording, told, due))
constexpr auto recourse_spec(const FedBack*) {
  return describe::spec("case.fed_back", 1, "The rater was told what came of the rating.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"wording", 1, "What was told.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::words},
                         {"told", 1, "How.", describe::Access::open},
                         {"due", 1, "Until when it must be revisited.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const FedBack*) { return "反馈"; }
/// Somebody uninvolved asked the rater whether it is solved.
struct Revisited {
  std::string by{};
  bool solved = false;
  std::string finding{};
  std::optional<Due> contact{};
  friend bool operator==(const Revisited&, const Revisited&) = default;
};
BOOST_DESCRIBE_STRUCT(Revisited, (), (by, solved, finding, contact))
constexpr auto recourse_spec(const Revisited*) {
  return describe::spec("case.revisited", 1,
                        "Somebody uninvolved asked the rater whether it is solved.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"solved", 1, "The rater says so.", describe::Access::open},
                         {"finding", 1, "What else was found.", describe::Access::basis},
                         {"contact", 1, "Not solved: until when the rater must be contacted again.",
                          describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Revisited*) { return "回访"; }
/// The supervisor decided whether a rating counts; it stays visible.
struct ExclusionDecided {
  std::string by{};
  bool excluded = false;
  std::string reason{};
  std::optional<Due> due{};
  bool superseded = false;
  friend bool operator==(const ExclusionDecided&, const ExclusionDecided&) = default;
};
BOOST_DESCRIBE_STRUCT(ExclusionDecided, (), (by, excluded, reason, due, superseded))
constexpr auto recourse_spec(const ExclusionDecided*) {
  return describe::spec("case.exclusion_decided", 2,
                        "The supervisor decided whether a rating counts; it stays visible.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"excluded", 1, "It is not scored.", describe::Access::open},
                         {"reason", 1, "Why."},
                         {"due", 1, "It counts: until when it must be found what it was about."},
                         {"superseded", 2, "A later rating has taken its place already."}});
}
constexpr std::string_view recourse_zh(const ExclusionDecided*) { return "评价剔除决定"; }

}  // namespace recourse::casework::complaint
