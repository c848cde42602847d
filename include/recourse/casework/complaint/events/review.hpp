// What follows the end: rating, archive, reopening, review (R17).
#pragma once

#include <recourse/casework/complaint/duties.hpp>

namespace recourse::casework::complaint {

/// The citizen rated it. A rating has no default.
struct Rated {
  std::string by{};
  RatingWay way{};
  Grade grade{};
  std::optional<Grade> service{};
  std::optional<Grade> policy{};
  std::optional<Sealed<std::string>> comment{};
  Due archive_deadline{};
  bool follow_up = false;
  std::optional<Due> contact{};
  friend bool operator==(const Rated&, const Rated&) = default;
};
BOOST_DESCRIBE_STRUCT(Rated, (),
                      (by, way, grade, service, policy, comment, archive_deadline, follow_up,
                       contact))
constexpr auto recourse_spec(const Rated*) {
  return describe::spec(
      "case.rated", 2, "The citizen rated it. A rating has no default.",
      {{"by", 1, "Account that entered it.", describe::Access::rater},
       {"way", 1, "How it came in.", describe::Access::open},
       {"grade", 1, "The grade of the whole.", describe::Access::open},
       {"service", 1, "The grade of the service (R17).", describe::Access::open},
       {"policy", 1, "The grade of the policy (R17).", describe::Access::open},
       {"comment", 1, "In their words.", describe::Access::identity, describe::Subject::reporter,
        describe::Access::comment},
       {"archive_deadline", 1, "When it goes to the archive.", describe::Access::open},
       {"follow_up", 2, "A bad rating with a name: contact is due.", describe::Access::open},
       {"contact", 2, "Until when the rater must be contacted.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Rated*) { return "评价"; }

/// The time for rating ended without one; it is stored as unrated.
struct RatingEnded {
  friend bool operator==(const RatingEnded&, const RatingEnded&) = default;
};
BOOST_DESCRIBE_STRUCT(RatingEnded, (), ())
constexpr auto recourse_spec(const RatingEnded*) {
  return describe::spec("case.rating_ended", 1,
                        "The time for rating ended without one; it is stored as unrated.");
}
constexpr std::string_view recourse_zh(const RatingEnded*) { return "评价期满未评"; }

/// It went to the archive.
struct Archived {
  friend bool operator==(const Archived&, const Archived&) = default;
};
BOOST_DESCRIBE_STRUCT(Archived, (), ())
constexpr auto recourse_spec(const Archived*) {
  return describe::spec("case.settled", 1, "It went to the archive.");
}
constexpr std::string_view recourse_zh(const Archived*) { return "归档"; }

/// It was taken up again: a new round, the total goes on.
struct Reopened {
  std::string by{};
  std::string reason{};
  bool new_facts = false;
  std::uint32_t round = 0;
  Due resolution_deadline{};
  bool redo = false;
  friend bool operator==(const Reopened&, const Reopened&) = default;
};
BOOST_DESCRIBE_STRUCT(Reopened, (), (by, reason, new_facts, round, resolution_deadline, redo))
constexpr auto recourse_spec(const Reopened*) {
  return describe::spec(
      "case.reopened", 2, "It was taken up again: a new round, the total goes on.",
      {{"by", 1, "Staff number or account of who did it."},
       {"reason", 1, "Why.", describe::Access::open},
       {"new_facts", 1, "There are new facts.", describe::Access::open},
       {"round", 1, "Number of the round, from 2.", describe::Access::open},
       {"resolution_deadline", 1, "Deadline for resolution of the round.", describe::Access::open},
       {"redo", 2, "Not solved by the unit's own fault, as a call-back found (R37).",
        describe::Access::open}});
}
constexpr std::string_view recourse_zh(const Reopened*) { return "重新办理"; }

/// The citizen asked for a review.
struct ReviewRequested1 {
  std::optional<Sealed<std::string>> reason{};
  Due review{};
  friend bool operator==(const ReviewRequested1&, const ReviewRequested1&) = default;
};
BOOST_DESCRIBE_STRUCT(ReviewRequested1, (), (reason, review))
constexpr auto recourse_spec(const ReviewRequested1*) {
  return describe::spec("case.review_requested_1", 1, "The citizen asked for a review.",
                        {{"reason", 1, "Why.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::words},
                         {"review", 1, "Until when it must be decided.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const ReviewRequested1*) { return "申请复查"; }

/// The citizen asked for a second review.
struct ReviewRequested2 {
  std::optional<Sealed<std::string>> reason{};
  Due review{};
  friend bool operator==(const ReviewRequested2&, const ReviewRequested2&) = default;
};
BOOST_DESCRIBE_STRUCT(ReviewRequested2, (), (reason, review))
constexpr auto recourse_spec(const ReviewRequested2*) {
  return describe::spec("case.review_requested_2", 1, "The citizen asked for a second review.",
                        {{"reason", 1, "Why.", describe::Access::identity,
                          describe::Subject::reporter, describe::Access::words},
                         {"review", 1, "Until when it must be decided.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const ReviewRequested2*) { return "申请复核"; }

/// The review left the result as it was.
struct ReviewUpheld {
  std::string by{};
  std::string reason{};
  std::string remedy{};
  Told told{};
  std::optional<Due> rating{};
  friend bool operator==(const ReviewUpheld&, const ReviewUpheld&) = default;
};
BOOST_DESCRIBE_STRUCT(ReviewUpheld, (), (by, reason, remedy, told, rating))
constexpr auto recourse_spec(const ReviewUpheld*) {
  return describe::spec(
      "case.review_upheld", 2, "The review left the result as it was.",
      {{"by", 1, "Staff number or account of who did it."},
       {"reason", 1, "Why.", describe::Access::open},
       {"remedy", 1, "The remedy that the law gives.", describe::Access::open},
       {"told", 1, "How the citizen was told.", describe::Access::open},
       {"rating", 2, "Not rated yet: until when it may still be.", describe::Access::open}});
}
constexpr std::string_view recourse_zh(const ReviewUpheld*) { return "维持"; }

/// The review sent it back to be done again.
struct ReviewOverturned {
  std::string by{};
  std::string reason{};
  std::string must_change{};
  std::uint32_t round = 0;
  Due resolution_deadline{};
  friend bool operator==(const ReviewOverturned&, const ReviewOverturned&) = default;
};
BOOST_DESCRIBE_STRUCT(ReviewOverturned, (), (by, reason, must_change, round, resolution_deadline))
constexpr auto recourse_spec(const ReviewOverturned*) {
  return describe::spec("case.review_overturned", 1, "The review sent it back to be done again.",
                        {{"by", 1, "Staff number or account of who did it."},
                         {"reason", 1, "Why.", describe::Access::open},
                         {"must_change", 1, "What must change.", describe::Access::open},
                         {"round", 1, "Number of the round, from 2.", describe::Access::open},
                         {"resolution_deadline", 1, "Deadline for resolution of the round.",
                          describe::Access::open}});
}
constexpr std::string_view recourse_zh(const ReviewOverturned*) { return "撤销重办"; }

}  // namespace recourse::casework::complaint
