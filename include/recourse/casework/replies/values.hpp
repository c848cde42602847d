// Words and values of the standard replies. The numbers are on disk and never reused.
#pragma once

#include <recourse/base/ids.hpp>
#include <recourse/casework/common/line.hpp>
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/common/values.hpp>
#include <string>
#include <vector>

namespace recourse::casework::replies {

/// Where the version is that is being made.
enum class Drafting : std::uint8_t {
  none = 0,
  proposed = 1,
  draft = 2,
  in_review = 3,
  reviewed = 4,
  approved = 5,
};
BOOST_DESCRIBE_ENUM(Drafting, none, proposed, draft, in_review, reviewed, approved)
constexpr auto recourse_labels(const Drafting*) {
  return describe::labels<Drafting>({
      {Drafting::none, "无"},
      {Drafting::proposed, "已提议"},
      {Drafting::draft, "起草中"},
      {Drafting::in_review, "审核中"},
      {Drafting::reviewed, "待批准"},
      {Drafting::approved, "已批准"},
  });
}

/// Where the published reply is.
enum class Standing : std::uint8_t {
  none = 0,
  published = 1,
  lapsed = 2,
  superseded = 3,
  withdrawn = 4,
};
BOOST_DESCRIBE_ENUM(Standing, none, published, lapsed, superseded, withdrawn)
constexpr auto recourse_labels(const Standing*) {
  return describe::labels<Standing>({
      {Standing::none, "未发布"},
      {Standing::published, "已发布"},
      {Standing::lapsed, "已过期"},
      {Standing::superseded, "已被替代"},
      {Standing::withdrawn, "已撤回"},
  });
}

/// A limit that a timer watches.
enum class LimitKind : std::uint8_t {
  step = 1,
  look_through = 2,
  validity = 3,
  renewal = 4,
  look_again = 5,
};
BOOST_DESCRIBE_ENUM(LimitKind, step, look_through, validity, renewal, look_again)
constexpr auto recourse_labels(const LimitKind*) {
  return describe::labels<LimitKind>({
      {LimitKind::step, "办理环节"},
      {LimitKind::look_through, "到期前复查"},
      {LimitKind::validity, "有效期"},
      {LimitKind::renewal, "过期后处理"},
      {LimitKind::look_again, "回看引用事项"},
  });
}

/// Why a case that cites the reply is to be looked at again.
enum class LookCause : std::uint8_t {
  revised = 1,
  superseded = 2,
  withdrawn = 3,
  not_valid = 4,
};
BOOST_DESCRIBE_ENUM(LookCause, revised, superseded, withdrawn, not_valid)
constexpr auto recourse_labels(const LookCause*) {
  return describe::labels<LookCause>({
      {LookCause::revised, "口径已修订"},
      {LookCause::superseded, "口径已被替代"},
      {LookCause::withdrawn, "口径已撤回"},
      {LookCause::not_valid, "引用时口径无效"},
  });
}

/// How often cases that cite a reply were rated so.
struct GradeCount {
  Grade grade{};
  std::uint32_t count = 0;
  friend bool operator==(const GradeCount&, const GradeCount&) = default;
};
BOOST_DESCRIBE_STRUCT(GradeCount, (), (grade, count))
constexpr auto recourse_spec(const GradeCount*) {
  return describe::spec("replies.grade_count", 1,
                        "How often cases that cite a reply were rated so.",
                        {{"grade", 1, "The grade."}, {"count", 1, "Ratings."}});
}

/// The version that is being made.
struct DraftVersion {
  std::uint32_t number = 0;
  std::string wording{};
  std::string basis{};
  std::optional<LocalDay> valid_from{};
  std::optional<LocalDay> valid_until{};
  std::vector<std::string> authors{};
  std::string reviewer{};
  std::string approver{};
  std::string wrong{};
  friend bool operator==(const DraftVersion&, const DraftVersion&) = default;
};
BOOST_DESCRIBE_STRUCT(DraftVersion, (),
                      (number, wording, basis, valid_from, valid_until, authors, reviewer, approver,
                       wrong))
constexpr auto recourse_spec(const DraftVersion*) {
  return describe::spec(
      "replies.draft_version", 1, "The version that is being made.",
      {{"number", 1, "Of the version that it will be, from 1; 0: there is none."},
       {"wording", 1, "What will be said to citizens; theirs only once it is published."},
       {"basis", 1, "Basis for staff only; never shown to citizens (R22).",
        describe::Access::basis},
       {"valid_from", 1, "First day of its validity; none: the day of publication."},
       {"valid_until", 1, "Last day of its validity; none: no end is set."},
       {"authors", 1, "Staff numbers of all who wrote it."},
       {"reviewer", 1, "Staff number of who passed its review."},
       {"approver", 1, "Staff number of who approved it."},
       {"wrong", 1, "What is wrong with it, if it was sent back."}});
}

/// A version that was published.
struct PublishedVersion {
  std::uint32_t number = 0;
  std::string wording{};
  std::string basis{};
  LocalDay valid_from{};
  std::optional<LocalDay> valid_until{};
  std::vector<std::string> authors{};
  std::string reviewer{};
  std::string approver{};
  Timestamp published_at{};
  friend bool operator==(const PublishedVersion&, const PublishedVersion&) = default;
};
BOOST_DESCRIBE_STRUCT(PublishedVersion, (),
                      (number, wording, basis, valid_from, valid_until, authors, reviewer, approver,
                       published_at))
constexpr auto recourse_spec(const PublishedVersion*) {
  return describe::spec(
      "replies.published_version", 1, "A version that was published.",
      {{"number", 1, "Its number, from 1.", describe::Access::open},
       {"wording", 1, "What is said to citizens.", describe::Access::open},
       {"basis", 1, "Basis for staff only; never shown to citizens (R22).",
        describe::Access::basis},
       {"valid_from", 1, "First day of its validity.", describe::Access::open},
       {"valid_until", 1, "Last day of its validity; none: no end is set.", describe::Access::open},
       {"authors", 1, "Staff numbers of all who wrote it."},
       {"reviewer", 1, "Staff number of who passed its review."},
       {"approver", 1, "Staff number of who approved it."},
       {"published_at", 1, "When it was published.", describe::Access::open}});
}

/// A case that cites the reply.
struct Citation {
  std::string cited_in{};
  std::uint32_t version = 0;
  Timestamp at{};
  friend bool operator==(const Citation&, const Citation&) = default;
};
BOOST_DESCRIBE_STRUCT(Citation, (), (cited_in, version, at))
constexpr auto recourse_spec(const Citation*) {
  return describe::spec("replies.citation", 1, "A case that cites the reply.",
                        {{"cited_in", 1, "Stream of the case."},
                         {"version", 1, "The version that it cites."},
                         {"at", 1, "When."}});
}

/// A case that is to be looked at again, since what it cites does not hold any more.
struct LookAgain {
  std::string cited_in{};
  std::uint32_t version = 0;
  LookCause cause{};
  Due due{};
  bool missed = false;
  friend bool operator==(const LookAgain&, const LookAgain&) = default;
};
BOOST_DESCRIBE_STRUCT(LookAgain, (), (cited_in, version, cause, due, missed))
constexpr auto recourse_spec(const LookAgain*) {
  return describe::spec(
      "replies.look_again", 1,
      "A case that is to be looked at again, since what it cites does not hold any more.",
      {{"cited_in", 1, "Stream of the case."},
       {"version", 1, "The version that it cites."},
       {"cause", 1, "Why."},
       {"due", 1, "Until when the department must have looked."},
       {"missed", 1, "That day has passed."}});
}

}  // namespace recourse::casework::replies
