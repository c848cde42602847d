// After the end: rating, archive, reopening, review (R17, and the norms on ratings and reviews).
#include <recourse/casework/complaint/inquiry.hpp>

#include "casework/complaint/decision_context.hpp"

namespace recourse::casework::complaint {
namespace {

std::optional<core::Refusal> check_uninvolved(const DecisionContext& ctx) {
  if (!ctx.is_handler()) return std::nullopt;
  return refuse<refusals::reviewer_is_involved>();
}

/// Whoever was told in person has not left the counter: on no other day, and from nowhere else.
bool is_at_the_closing(const DecisionContext& ctx) {
  const auto& ending = ctx.state.ending;
  return ctx.state.phases.stage == Phase::closed && ending.told == Told::in_person &&
         ending.closed_at && ctx.day_of(*ending.closed_at) == ctx.today();
}

std::optional<core::Refusal> check_way(const DecisionContext& ctx, const Rate& c) {
  const bool callback = ctx.role == Role::supervisor;
  if (callback != (*c.way == RatingWay::callback) && ctx.role != Role::importer) {
    return refuse<refusals::wrong_way>();
  }
  const auto& inquiry = ctx.state.access.inquiry;
  const bool afterwards = ctx.role == Role::importer || ctx.state.intake.historical;
  if (*c.way == RatingWay::tablet && !afterwards && !is_at_the_closing(ctx)) {
    return refuse<refusals::tablet_after_the_closing>();
  }
  const bool by_code = *c.way == RatingWay::code || !blank(c.code);
  if (!by_code || inquiry.empty()) return std::nullopt;
  if (blank(c.code)) return refuse<refusals::code_missing>();
  if (inquiry_digest(ctx.context.stream, c.code) == inquiry) return std::nullopt;
  return refuse<refusals::wrong_code_of_rating>();
}

/// What a bad rating asks for comes before the archive.
std::optional<core::Refusal> check_care_settled(const DecisionContext& ctx) {
  if (follow_up_closed(ctx.state.phases.rating_follow_up)) return std::nullopt;
  return refuse<refusals::care_open>();
}

Due round_limit(const DecisionContext& ctx) { return ctx.after(ctx.today(), ctx.ordinary_days()); }

Due review_limit(const DecisionContext& ctx) {
  const auto working = ctx.norms().review_working;
  if (working > 0) return ctx.after(ctx.today(), working);
  return ctx.in_days(ctx.norms().review_days);
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Rate& c) {
  if (ctx.is_handler()) {
    return refuse<refusals::handler_may_not_rate>();
  }
  if (ctx.state.ending.rating) return refuse<refusals::rated_already>();
  const bool archived = ctx.state.phases.stage == Phase::archived;
  if (archived && !ctx.state.deadlines.rating) return refuse<refusals::rating_over>();
  if (!c.way) return refuse<refusals::way_missing>();
  if (auto no = check_way(ctx, c)) return *no;
  if (!c.grade) {
    return refuse<refusals::grade_missing>();
  }
  const auto& intake = ctx.state.intake;
  // Whoever was served badly may be content with the result all the same, and says so.
  const bool bad = is_bad(*c.grade) || (c.service && is_bad(*c.service));
  const bool follow_up = bad && intake.applicant != ApplicantKind::anonymous && !intake.historical;
  std::optional<Due> contact;
  if (follow_up) contact = ctx.after(ctx.today(), ctx.norms().care_contact);
  return Decision::of(
      Rated{ctx.by(), *c.way, *c.grade, c.service, c.policy, c.comment,
            ctx.end_of_day(ctx.today() + std::chrono::days{ctx.norms().settling_days}), follow_up,
            contact});
}

Decision decide(const DecisionContext& ctx, const EndRating&) {
  if (!ctx.passed(ctx.state.deadlines.rating)) return not_due_yet(ctx, ctx.state.deadlines.rating);
  if (auto no = check_care_settled(ctx)) return *no;
  return Decision::of(RatingEnded{});
}

Decision decide(const DecisionContext& ctx, const Archive&) {
  if (!ctx.passed(ctx.state.deadlines.archive)) {
    return not_due_yet(ctx, ctx.state.deadlines.archive);
  }
  if (auto no = check_care_settled(ctx)) return *no;
  return Decision::of(Archived{});
}

Decision decide(const DecisionContext& ctx, const Reopen& c) {
  if (blank(c.reason)) return refuse<refusals::reopening_reason_missing>();
  const auto& state = ctx.state;
  // Who withdrew, or did not bring what was lacking, may return at any time.
  const bool may_return =
      state.phases.stage == Phase::withdrawn || state.ending.outcome == Outcome::lapsed;
  if (!may_return && !c.new_facts && state.ending.closed_at) {
    const LocalDay last = ctx.day_of(ctx.last_day(ctx.day_of(*state.ending.closed_at) +
                                                  std::chrono::days{ctx.norms().reopening_days})
                                         .at);
    if (ctx.today() > last) {
      return refuse<refusals::too_late_to_reopen>(Put<"end">{to_string(last)});
    }
  }
  return Decision::of(
      Reopened{ctx.by(), c.reason, c.new_facts, state.ending.rounds + 1, round_limit(ctx), false});
}

Decision decide(const DecisionContext& ctx, const RequestReview1& c) {
  if (ctx.state.ending.reviews > 0) {
    return refuse<refusals::review_1_used>();
  }
  return Decision::of(ReviewRequested1{c.reason, review_limit(ctx)});
}

Decision decide(const DecisionContext& ctx, const RequestReview2& c) {
  if (ctx.state.ending.reviews == 0) {
    return refuse<refusals::review_1_first>();
  }
  if (ctx.state.ending.reviews > 1) {
    return refuse<refusals::review_2_used>();
  }
  return Decision::of(ReviewRequested2{c.reason, review_limit(ctx)});
}

Decision decide(const DecisionContext& ctx, const UpholdOnReview& c) {
  if (auto no = check_uninvolved(ctx)) return *no;
  if (blank(c.reason)) return refuse<refusals::uphold_review_reason_missing>();
  if (blank(c.remedy)) return refuse<refusals::review_remedy_missing>();
  if (auto no = check_told(ctx, c.told, "review")) return *no;
  // Whoever asked for it before rating has the time for rating still before him.
  std::optional<Due> rating;
  if (!ctx.state.ending.rating && !ctx.state.intake.historical) rating = ctx.rating_end();
  return Decision::of(ReviewUpheld{ctx.by(), c.reason, c.remedy, *c.told, rating});
}

Decision decide(const DecisionContext& ctx, const OverturnOnReview& c) {
  if (auto no = check_uninvolved(ctx)) return *no;
  if (blank(c.reason)) return refuse<refusals::overturn_review_reason_missing>();
  if (blank(c.must_change)) return refuse<refusals::must_change_missing>();
  return Decision::of(ReviewOverturned{ctx.by(), c.reason, c.must_change,
                                       ctx.state.ending.rounds + 1, round_limit(ctx)});
}

}  // namespace recourse::casework::complaint
