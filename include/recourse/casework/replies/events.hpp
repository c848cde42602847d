// What can be recorded of a standard reply.
#pragma once

#include <recourse/casework/common/recounting.hpp>
#include <recourse/casework/replies/values.hpp>
#include <variant>

namespace recourse::casework::replies {

/// A reply was proposed for a frequent matter.
struct Proposed {
  std::string by{};
  Line line{};
  std::string matter{};
  std::string reason{};
  std::string unit{};
  std::string found_by{};
  std::uint32_t cases = 0;
  LocalDay from{};
  LocalDay to{};
  Due due{};
  friend bool operator==(const Proposed&, const Proposed&) = default;
};
BOOST_DESCRIBE_STRUCT(Proposed, (),
                      (by, line, matter, reason, unit, found_by, cases, from, to, due))
constexpr auto recourse_spec(const Proposed*) {
  return describe::spec(
      "replies.proposed", 1, "A reply was proposed for a frequent matter.",
      {{"by", 1, "Staff number of who did it."},
       {"line", 1, "Business line of the matter.", describe::Access::open},
       {"matter", 1, "Code of the matter in the catalogue.", describe::Access::open},
       {"reason", 1, "Code of the failure reason in the catalogue; may be empty.",
        describe::Access::open},
       {"unit", 1, "The department that answers for it.", describe::Access::open},
       {"found_by", 1, "Who or what found it."},
       {"cases", 1, "Cases in the period."},
       {"from", 1, "First day of the period."},
       {"to", 1, "Last day of the period."},
       {"due", 1, "Until when the department drafts or abandons it."}});
}
constexpr std::string_view recourse_zh(const Proposed*) { return "提议口径"; }

/// A version was written, or written anew.
struct Drafted {
  std::string by{};
  Line line{};
  std::string matter{};
  std::string reason{};
  std::string unit{};
  std::uint32_t number = 0;
  std::string wording{};
  std::string basis{};
  std::optional<LocalDay> valid_from{};
  std::optional<LocalDay> valid_until{};
  Due due{};
  friend bool operator==(const Drafted&, const Drafted&) = default;
};
BOOST_DESCRIBE_STRUCT(Drafted, (),
                      (by, line, matter, reason, unit, number, wording, basis, valid_from,
                       valid_until, due))
constexpr auto recourse_spec(const Drafted*) {
  return describe::spec(
      "replies.drafted", 1, "A version was written, or written anew.",
      {{"by", 1, "Staff number of who did it."},
       {"line", 1, "Business line of the matter.", describe::Access::open},
       {"matter", 1, "Code of the matter in the catalogue.", describe::Access::open},
       {"reason", 1, "Code of the failure reason in the catalogue; may be empty.",
        describe::Access::open},
       {"unit", 1, "The department that answers for it.", describe::Access::open},
       {"number", 1, "Of the version, from 1."},
       {"wording", 1, "What will be said to citizens."},
       {"basis", 1, "Basis for staff only; never shown to citizens (R22).",
        describe::Access::basis},
       {"valid_from", 1, "First day of its validity; none: the day of publication."},
       {"valid_until", 1, "Last day of its validity; none: no end is set."},
       {"due", 1, "Until when it is to be submitted."}});
}
constexpr std::string_view recourse_zh(const Drafted*) { return "起草口径"; }

/// The draft went to review.
struct Submitted {
  std::string by{};
  Due due{};
  friend bool operator==(const Submitted&, const Submitted&) = default;
};
BOOST_DESCRIBE_STRUCT(Submitted, (), (by, due))
constexpr auto recourse_spec(const Submitted*) {
  return describe::spec(
      "replies.submitted", 1, "The draft went to review.",
      {{"by", 1, "Staff number of who did it."}, {"due", 1, "Until when it is to be reviewed."}});
}
constexpr std::string_view recourse_zh(const Submitted*) { return "送审"; }

/// The review found nothing wrong.
struct ReviewPassed {
  std::string by{};
  std::string note{};
  Due due{};
  friend bool operator==(const ReviewPassed&, const ReviewPassed&) = default;
};
BOOST_DESCRIBE_STRUCT(ReviewPassed, (), (by, note, due))
constexpr auto recourse_spec(const ReviewPassed*) {
  return describe::spec("replies.review_passed", 1, "The review found nothing wrong.",
                        {{"by", 1, "Staff number of who did it."},
                         {"note", 1, "What the reviewer notes; may be empty."},
                         {"due", 1, "Until when it is to be approved."}});
}
constexpr std::string_view recourse_zh(const ReviewPassed*) { return "审核通过"; }

/// The draft went back to its author.
struct SentBack {
  std::string by{};
  std::string wrong{};
  Due due{};
  friend bool operator==(const SentBack&, const SentBack&) = default;
};
BOOST_DESCRIBE_STRUCT(SentBack, (), (by, wrong, due))
constexpr auto recourse_spec(const SentBack*) {
  return describe::spec("replies.sent_back", 1, "The draft went back to its author.",
                        {{"by", 1, "Staff number of who did it."},
                         {"wrong", 1, "What is wrong."},
                         {"due", 1, "Until when it is to be submitted again."}});
}
constexpr std::string_view recourse_zh(const SentBack*) { return "退回修改"; }

/// The version was approved.
struct Approved {
  std::string by{};
  Due due{};
  friend bool operator==(const Approved&, const Approved&) = default;
};
BOOST_DESCRIBE_STRUCT(Approved, (), (by, due))
constexpr auto recourse_spec(const Approved*) {
  return describe::spec(
      "replies.approved", 1, "The version was approved.",
      {{"by", 1, "Staff number of who did it."}, {"due", 1, "Until when it is to be published."}});
}
constexpr std::string_view recourse_zh(const Approved*) { return "批准"; }

/// A version was published; the one before it holds until this one begins.
struct Published {
  std::string by{};
  Line line{};
  std::string matter{};
  std::string reason{};
  std::string unit{};
  std::uint32_t place = 0;
  std::uint32_t number = 0;
  std::string wording{};
  std::string basis{};
  LocalDay valid_from{};
  std::optional<LocalDay> valid_until{};
  std::vector<std::string> authors{};
  std::string reviewer{};
  std::string approver{};
  std::string replaces{};
  std::optional<Due> validity{};
  std::optional<Due> look_through{};
  std::optional<Due> look_again{};
  friend bool operator==(const Published&, const Published&) = default;
};
BOOST_DESCRIBE_STRUCT(Published, (),
                      (by, line, matter, reason, unit, place, number, wording, basis, valid_from,
                       valid_until, authors, reviewer, approver, replaces, validity, look_through,
                       look_again))
constexpr auto recourse_spec(const Published*) {
  return describe::spec(
      "replies.published", 1,
      "A version was published; the one before it holds until this one begins.",
      {{"by", 1, "Staff number of who did it."},
       {"line", 1, "Business line of the matter.", describe::Access::open},
       {"matter", 1, "Code of the matter in the catalogue.", describe::Access::open},
       {"reason", 1, "Code of the failure reason in the catalogue; may be empty.",
        describe::Access::open},
       {"unit", 1, "The department that answers for it.", describe::Access::open},
       {"place", 1, "Which publication of this matter, reason and bureau it is, from 1."},
       {"number", 1, "Of the version, from 1.", describe::Access::open},
       {"wording", 1, "What is said to citizens.", describe::Access::open},
       {"basis", 1, "Basis for staff only; never shown to citizens (R22).",
        describe::Access::basis},
       {"valid_from", 1, "First day of its validity.", describe::Access::open},
       {"valid_until", 1, "Last day of its validity; none: no end is set.", describe::Access::open},
       {"authors", 1, "Staff numbers of all who wrote it."},
       {"reviewer", 1, "Staff number of who passed its review."},
       {"approver", 1, "Staff number of who approved it."},
       {"replaces", 1, "Stream of the reply that it takes the place of; empty: none.",
        describe::Access::open},
       {"validity", 1, "End of its validity; none: no end is set.", describe::Access::open},
       {"look_through", 1, "After this it is to be looked through; none: no end is set."},
       {"look_again", 1,
        "Until when the cases that cite it are to be looked at again; none: no case does."}});
}
constexpr std::string_view recourse_zh(const Published*) { return "发布口径"; }

/// Another reply took its place.
struct Superseded {
  std::string by_reply{};
  LocalDay from{};
  std::optional<Due> look_again{};
  friend bool operator==(const Superseded&, const Superseded&) = default;
};
BOOST_DESCRIBE_STRUCT(Superseded, (), (by_reply, from, look_again))
constexpr auto recourse_spec(const Superseded*) {
  return describe::spec(
      "replies.superseded", 1, "Another reply took its place.",
      {{"by_reply", 1, "Stream of the other reply.", describe::Access::open},
       {"from", 1, "First day of the other one's validity.", describe::Access::open},
       {"look_again", 1,
        "Until when the cases that cite it are to be looked at again; none: no case does."}});
}
constexpr std::string_view recourse_zh(const Superseded*) { return "被替代"; }

/// The reply was withdrawn; it holds no more.
struct Withdrawn {
  std::string by{};
  std::string why{};
  LocalDay from{};
  std::optional<Due> look_again{};
  friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};
BOOST_DESCRIBE_STRUCT(Withdrawn, (), (by, why, from, look_again))
constexpr auto recourse_spec(const Withdrawn*) {
  return describe::spec(
      "replies.withdrawn", 1, "The reply was withdrawn; it holds no more.",
      {{"by", 1, "Staff number of who did it."},
       {"why", 1, "Why.", describe::Access::open},
       {"from", 1, "The first day on which it does not hold any more.", describe::Access::open},
       {"look_again", 1,
        "Until when the cases that cite it are to be looked at again; none: no case does."}});
}
constexpr std::string_view recourse_zh(const Withdrawn*) { return "撤回口径"; }

/// A proposal or draft was given up.
struct Abandoned {
  std::string by{};
  std::string why{};
  friend bool operator==(const Abandoned&, const Abandoned&) = default;
};
BOOST_DESCRIBE_STRUCT(Abandoned, (), (by, why))
constexpr auto recourse_spec(const Abandoned*) {
  return describe::spec("replies.abandoned", 1, "A proposal or draft was given up.",
                        {{"by", 1, "Staff number of who did it."}, {"why", 1, "Why."}});
}
constexpr std::string_view recourse_zh(const Abandoned*) { return "放弃起草"; }

/// The reply was looked through and holds on as it is.
struct Renewed {
  std::string by{};
  LocalDay until{};
  Due validity{};
  Due look_through{};
  friend bool operator==(const Renewed&, const Renewed&) = default;
};
BOOST_DESCRIBE_STRUCT(Renewed, (), (by, until, validity, look_through))
constexpr auto recourse_spec(const Renewed*) {
  return describe::spec("replies.renewed", 1, "The reply was looked through and holds on as it is.",
                        {{"by", 1, "Staff number of who did it."},
                         {"until", 1, "New last day of its validity.", describe::Access::open},
                         {"validity", 1, "End of its validity.", describe::Access::open},
                         {"look_through", 1, "After this it is to be looked through again."}});
}
constexpr std::string_view recourse_zh(const Renewed*) { return "续期"; }

/// The end of its validity is near: the department has to look it through.
struct LookThroughBegan {
  Due due{};
  friend bool operator==(const LookThroughBegan&, const LookThroughBegan&) = default;
};
BOOST_DESCRIBE_STRUCT(LookThroughBegan, (), (due))
constexpr auto recourse_spec(const LookThroughBegan*) {
  return describe::spec("replies.look_through_began", 1,
                        "The end of its validity is near: the department has to look it through.",
                        {{"due", 1, "Until when: the last day of its validity."}});
}
constexpr std::string_view recourse_zh(const LookThroughBegan*) { return "到期前复查"; }

/// The end of its validity passed; it holds no more.
struct Lapsed {
  std::uint32_t version = 0;
  Due renewal{};
  friend bool operator==(const Lapsed&, const Lapsed&) = default;
};
BOOST_DESCRIBE_STRUCT(Lapsed, (), (version, renewal))
constexpr auto recourse_spec(const Lapsed*) {
  return describe::spec("replies.lapsed", 1, "The end of its validity passed; it holds no more.",
                        {{"version", 1, "The version that held.", describe::Access::open},
                         {"renewal", 1, "Until when the department revises or withdraws it."}});
}
constexpr std::string_view recourse_zh(const Lapsed*) { return "口径过期"; }

/// A case cites the reply.
struct UseNoted {
  std::string cited_in{};
  Position position{};
  std::uint32_t version = 0;
  bool valid = false;
  std::optional<Due> look_again{};
  friend bool operator==(const UseNoted&, const UseNoted&) = default;
};
BOOST_DESCRIBE_STRUCT(UseNoted, (), (cited_in, position, version, valid, look_again))
constexpr auto recourse_spec(const UseNoted*) {
  return describe::spec(
      "replies.use_noted", 1, "A case cites the reply.",
      {{"cited_in", 1, "Stream of the case."},
       {"position", 1, "Of the record that cites it."},
       {"version", 1, "The version that it cites."},
       {"valid", 1, "That version held on that day."},
       {"look_again", 1,
        "Until when the cases that cite it are to be looked at again; none: no case does."}});
}
constexpr std::string_view recourse_zh(const UseNoted*) { return "记录引用"; }

/// A case that cites the reply was rated.
struct RatingNoted {
  std::string cited_in{};
  Position position{};
  Grade grade{};
  friend bool operator==(const RatingNoted&, const RatingNoted&) = default;
};
BOOST_DESCRIBE_STRUCT(RatingNoted, (), (cited_in, position, grade))
constexpr auto recourse_spec(const RatingNoted*) {
  return describe::spec("replies.rating_noted", 1, "A case that cites the reply was rated.",
                        {{"cited_in", 1, "Stream of the case."},
                         {"position", 1, "Of the record of the rating."},
                         {"grade", 1, "The grade of the whole."}});
}
constexpr std::string_view recourse_zh(const RatingNoted*) { return "记录评价"; }

/// A case that cites the reply was looked at again.
struct CaseLookedAt {
  std::string by{};
  std::string cited_in{};
  std::string result{};
  friend bool operator==(const CaseLookedAt&, const CaseLookedAt&) = default;
};
BOOST_DESCRIBE_STRUCT(CaseLookedAt, (), (by, cited_in, result))
constexpr auto recourse_spec(const CaseLookedAt*) {
  return describe::spec("replies.case_looked_at", 1,
                        "A case that cites the reply was looked at again.",
                        {{"by", 1, "Staff number of who did it."},
                         {"cited_in", 1, "Stream of the case."},
                         {"result", 1, "What came of it."}});
}
constexpr std::string_view recourse_zh(const CaseLookedAt*) { return "回看事项"; }

/// A limit passed, and what it was for was not done.
struct LimitMissed {
  LimitKind limit{};
  std::string unit{};
  Due due{};
  std::vector<std::string> cases{};
  friend bool operator==(const LimitMissed&, const LimitMissed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitMissed, (), (limit, unit, due, cases))
constexpr auto recourse_spec(const LimitMissed*) {
  return describe::spec("replies.limit_missed", 1,
                        "A limit passed, and what it was for was not done.",
                        {{"limit", 1, "Which limit."},
                         {"unit", 1, "Who owed it."},
                         {"due", 1, "Its last moment."},
                         {"cases", 1, "Streams of the cases that were to be looked at again."}});
}
constexpr std::string_view recourse_zh(const LimitMissed*) { return "逾期"; }

/// A limit passed, and nothing was to be done.
struct TimerDeclined {
  std::string timer{};
  std::string refusal{};
  friend bool operator==(const TimerDeclined&, const TimerDeclined&) = default;
};
BOOST_DESCRIBE_STRUCT(TimerDeclined, (), (timer, refusal))
constexpr auto recourse_spec(const TimerDeclined*) {
  return describe::spec(
      "replies.timer_declined", 1, "A limit passed, and nothing was to be done.",
      {{"timer", 1, "Name of the timer."}, {"refusal", 1, "Name of the refusal."}});
}
constexpr std::string_view recourse_zh(const TimerDeclined*) { return "到时未处理"; }

/// Limits were counted again by the notices that are published by now.
struct LimitsRecomputed {
  std::string calendar{};
  std::vector<RecountedLimit> limits{};
  friend bool operator==(const LimitsRecomputed&, const LimitsRecomputed&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitsRecomputed, (), (calendar, limits))
constexpr auto recourse_spec(const LimitsRecomputed*) {
  return describe::spec("replies.limits_recomputed", 1,
                        "Limits were counted again by the notices that are published by now.",
                        {{"calendar", 1, "Edition of the calendar that they are counted by."},
                         {"limits", 1, "Those that it counts otherwise."}});
}
constexpr std::string_view recourse_zh(const LimitsRecomputed*) { return "重算时限"; }

using Event =
    std::variant<Proposed, Drafted, Submitted, ReviewPassed, SentBack, Approved, Published,
                 Superseded, Withdrawn, Abandoned, Renewed, LookThroughBegan, Lapsed, UseNoted,
                 RatingNoted, CaseLookedAt, LimitMissed, TimerDeclined, LimitsRecomputed>;

}  // namespace recourse::casework::replies
