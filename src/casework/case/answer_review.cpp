// After the end: rating, archive, reopening, review (R17, and the norms on ratings and reviews).
#include <recourse/casework/case/inquiry.hpp>

#include "casework/case/desk.hpp"

namespace recourse::casework {
namespace {

std::optional<core::Refusal> check_uninvolved(const Desk& desk) {
  if (!desk.is_handler()) return std::nullopt;
  return refuse<refusals::reviewer_is_involved>();
}

std::optional<core::Refusal> check_way(const Desk& desk, const Rate& c) {
  const bool callback = desk.role == Role::supervisor;
  if (callback != (*c.way == RatingWay::callback) && desk.role != Role::importer) {
    return refuse<refusals::wrong_way>();
  }
  const auto& inquiry = desk.state.access.inquiry;
  if (*c.way != RatingWay::code || inquiry.empty()) return std::nullopt;
  if (inquiry_digest(desk.context.stream, c.code) == inquiry) return std::nullopt;
  return refuse<refusals::wrong_code_of_rating>();
}

/// What a bad rating asks for comes before the archive.
std::optional<core::Refusal> check_care_settled(const Desk& desk) {
  if (is_settled(desk.state.phases.care)) return std::nullopt;
  return refuse<refusals::care_open>();
}

Due round_limit(const Desk& desk) { return desk.after(desk.today(), desk.norms().ordinary); }

}  // namespace

Answer answer(const Desk& desk, const Rate& c) {
  if (desk.is_handler()) {
    return refuse<refusals::handler_may_not_rate>();
  }
  if (!c.way) return refuse<refusals::way_missing>();
  if (auto no = check_way(desk, c)) return *no;
  if (!c.grade) {
    return refuse<refusals::grade_missing>();
  }
  const auto& intake = desk.state.intake;
  const bool follow_up =
      is_bad(*c.grade) && intake.applicant != ApplicantKind::anonymous && !intake.historical;
  std::optional<Due> contact;
  if (follow_up) contact = desk.after(desk.today(), desk.norms().care_contact);
  return Answer::of(
      Rated{desk.by(), *c.way, *c.grade, c.service, c.policy, c.comment,
            desk.end_of_day(desk.today() + std::chrono::days{desk.norms().settling_days}),
            follow_up, contact});
}

Answer answer(const Desk& desk, const EndRating&) {
  if (!desk.passed(desk.state.limits.rating)) return not_due_yet(desk, desk.state.limits.rating);
  if (auto no = check_care_settled(desk)) return *no;
  return Answer::of(RatingEnded{});
}

Answer answer(const Desk& desk, const Settle&) {
  if (!desk.passed(desk.state.limits.settling)) {
    return not_due_yet(desk, desk.state.limits.settling);
  }
  if (auto no = check_care_settled(desk)) return *no;
  return Answer::of(Settled{});
}

Answer answer(const Desk& desk, const Reopen& c) {
  if (blank(c.reason)) return refuse<refusals::reopening_reason_missing>();
  const auto& state = desk.state;
  // Who withdrew, or did not bring what was lacking, may return at any time.
  const bool may_return =
      state.phases.life == Phase::withdrawn || state.ending.outcome == Outcome::lapsed;
  if (!may_return && !c.new_facts && state.ending.closed_at) {
    const LocalDay last = desk.day_of(desk.last_day(desk.day_of(*state.ending.closed_at) +
                                                    std::chrono::days{desk.norms().reopening_days})
                                          .at);
    if (desk.today() > last) {
      return refuse<refusals::too_late_to_reopen>(Put<"end">{to_string(last)});
    }
  }
  return Answer::of(
      Reopened{desk.by(), c.reason, c.new_facts, state.ending.rounds + 1, round_limit(desk)});
}

Answer answer(const Desk& desk, const RequestReview1& c) {
  if (desk.state.ending.reviews > 0) {
    return refuse<refusals::review_1_used>();
  }
  return Answer::of(ReviewRequested1{c.reason, desk.in_days(desk.norms().review_days)});
}

Answer answer(const Desk& desk, const RequestReview2& c) {
  if (desk.state.ending.reviews == 0) {
    return refuse<refusals::review_1_first>();
  }
  if (desk.state.ending.reviews > 1) {
    return refuse<refusals::review_2_used>();
  }
  return Answer::of(ReviewRequested2{c.reason, desk.in_days(desk.norms().review_days)});
}

Answer answer(const Desk& desk, const UpholdOnReview& c) {
  if (auto no = check_uninvolved(desk)) return *no;
  if (blank(c.reason)) return refuse<refusals::uphold_review_reason_missing>();
  if (blank(c.remedy)) return refuse<refusals::review_remedy_missing>();
  if (auto no = check_told(desk, c.told, "review")) return *no;
  return Answer::of(ReviewUpheld{desk.by(), c.reason, c.remedy, *c.told});
}

Answer answer(const Desk& desk, const OverturnOnReview& c) {
  if (auto no = check_uninvolved(desk)) return *no;
  if (blank(c.reason)) return refuse<refusals::overturn_review_reason_missing>();
  if (blank(c.must_change)) return refuse<refusals::must_change_missing>();
  return Answer::of(ReviewOverturned{desk.by(), c.reason, c.must_change,
                                     desk.state.ending.rounds + 1, round_limit(desk)});
}

}  // namespace recourse::casework
