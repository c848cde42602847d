// Supervision, the dated plan of a late case, and the follow-up of a bad rating (R13, R16, R17).
#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

std::optional<core::Refusal> check_under_supervision(const DecisionContext& ctx) {
  const auto& unit = ctx.state.supervision.unit;
  const bool their_role = is_station(ctx.role) == (unit == ctx.state.intake.station);
  if (ctx.context.actor.unit == unit && their_role) return std::nullopt;
  return refuse<refusals::not_under_supervision>(Put<"unit">{unit},
                                                 Put<"own">{ctx.context.actor.unit});
}

/// A dated plan ends from today to its cap.
std::optional<core::Refusal> check_plan_day(const DecisionContext& ctx, LocalDay until,
                                            std::string_view rule) {
  const LocalDay last = ctx.day_of(ctx.after(ctx.today(), ctx.norms().plan_cap).at);
  if (until >= ctx.today() && until <= last) return std::nullopt;
  return refuse<refusals::plan_day_out_of_range>(Put<"rule">{std::string{rule}},
                                                 Put<"end">{to_string(last)});
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Supervise& c) {
  if (blank(c.reason)) return refuse<refusals::supervision_reason_missing>();
  const bool city = ctx.role != Role::district_officer;
  const auto& now = ctx.state.supervision;
  const bool runs = ctx.state.phases.supervision == SupervisionPhase::supervised &&
                    now.unit == answerable_unit(ctx.state);
  if (runs && (now.level == Level::city || !city)) {
    return refuse<refusals::supervised_already>(Put<"unit">{now.unit});
  }
  return Decision::of(Supervised{ctx.by(), SupervisionCause::ordered, answerable_unit(ctx.state),
                                 city ? Level::city : Level::district,
                                 ctx.after(ctx.today(), ctx.norms().supervision), c.reason});
}

Decision decide(const DecisionContext& ctx, const RaiseSupervision&) {
  if (!ctx.passed(ctx.state.deadlines.supervision)) {
    return not_due_yet(ctx, ctx.state.deadlines.supervision);
  }
  if (ctx.state.supervision.level == Level::city) return not_due_yet(ctx, std::nullopt);
  return Decision::of(SupervisionRaised{ctx.after(ctx.today(), ctx.norms().supervision)});
}

Decision decide(const DecisionContext& ctx, const AnswerSupervision& c) {
  if (auto no = check_under_supervision(ctx)) return *no;
  if (blank(c.text)) return refuse<refusals::supervision_text_missing>();
  return Decision::of(
      SupervisionAnswered{ctx.by(), c.text, ctx.after(ctx.today(), ctx.norms().supervision)});
}

Decision decide(const DecisionContext& ctx, const VerifySupervision& c) {
  if (ctx.context.actor.unit == ctx.state.supervision.unit) {
    return refuse<refusals::verifies_itself>();
  }
  if (ctx.role == Role::district_officer && ctx.state.supervision.level == Level::city) {
    return refuse<refusals::not_your_level>();
  }
  if (!c.accepted) return refuse<refusals::accepted_missing>();
  if (!*c.accepted && blank(c.reason)) return refuse<refusals::rejection_reason_missing>();
  std::optional<Due> due;
  if (!*c.accepted) due = ctx.after(ctx.today(), ctx.norms().supervision);
  return Decision::of(SupervisionVerified{ctx.by(), *c.accepted, c.reason, due});
}

Decision decide(const DecisionContext& ctx, const Plan& c) {
  if (!c.why_late) return refuse<refusals::why_late_missing>();
  if (blank(c.plan)) return refuse<refusals::late_plan_missing>();
  if (!c.until) return refuse<refusals::plan_until_missing>();
  if (auto no = check_told(ctx, c.told, "R13")) return *no;
  if (auto no = check_plan_day(ctx, *c.until, "R13")) return *no;
  const auto& charge = blank(c.in_charge) ? ctx.state.work.assigned_to : c.in_charge;
  if (blank(charge)) return refuse<refusals::in_charge_missing>();
  if (auto no = check_not_recused_by_name(ctx, charge)) return *no;
  return Decision::of(
      Planned{ctx.by(), *c.why_late, c.plan, charge, *c.told, ctx.last_day(*c.until)});
}

Decision decide(const DecisionContext& ctx, const ContactRater& c) {
  if (!c.how) return refuse<refusals::care_contact_how_missing>();
  const auto& care = ctx.state.rating_follow_up;
  const auto attempt = care.attempts + 1;
  const auto days = ctx.days_with(care.attempt_days, care.last_attempt);
  const bool done =
      c.reached || ctx.discharged_within(ctx.state.deadlines.rating_follow_up, attempt, days);
  std::optional<Due> verify;
  if (done) {
    const Due fresh = ctx.after(ctx.today(), ctx.norms().care_contact);
    const auto& current = ctx.state.deadlines.rating_follow_up;
    verify = current && !ctx.passed(current) ? *current : fresh;
  }
  return Decision::of(RaterContacted{ctx.by(), *c.how, c.reached, attempt, days, done, verify});
}

Decision decide(const DecisionContext& ctx, const VerifyRating& c) {
  if (!c.cause) {
    return refuse<refusals::cause_missing>();
  }
  if (blank(c.finding)) return refuse<refusals::finding_missing>();
  const bool policy = *c.cause == RatingCause::policy;
  if (policy && blank(c.wording)) {
    return refuse<refusals::policy_wording_missing>();
  }
  const auto& norms = ctx.norms();
  const auto days = policy                              ? norms.care_feedback
                    : *c.cause == RatingCause::mistaken ? norms.care_contact
                                                        : norms.care_correction;
  return Decision::of(RatingVerified{ctx.by(), *c.cause, c.finding, c.wording,
                                     policy || *c.cause == RatingCause::mixed,
                                     ctx.after(ctx.today(), days)});
}

Decision decide(const DecisionContext& ctx, const PlanCorrection& c) {
  if (blank(c.plan)) return refuse<refusals::correction_plan_missing>();
  if (!c.until) return refuse<refusals::correction_until_missing>();
  if (auto no = check_plan_day(ctx, *c.until, "R17")) return *no;
  return Decision::of(CorrectionPlanned{ctx.by(), c.plan, ctx.last_day(*c.until)});
}

Decision decide(const DecisionContext& ctx, const Correct& c) {
  if (blank(c.what)) return refuse<refusals::what_missing>();
  return Decision::of(
      Corrected{ctx.by(), c.what, ctx.after(ctx.today(), ctx.norms().care_feedback)});
}

Decision decide(const DecisionContext& ctx, const FeedBack& c) {
  if (blank(c.wording)) return refuse<refusals::feedback_wording_missing>();
  if (!c.told) return refuse<refusals::rater_told_missing>();
  const auto& care = ctx.state.rating_follow_up;
  if (*c.told == Told::attempted && !ctx.discharged(care.attempts, care.attempt_days)) {
    return refuse<refusals::rater_attempts_missing>();
  }
  return Decision::of(
      FedBack{ctx.by(), c.wording, *c.told, ctx.after(ctx.today(), ctx.norms().care_revisit)});
}

Decision decide(const DecisionContext& ctx, const Revisit& c) {
  if (!c.solved) return refuse<refusals::solved_missing>();
  if (*c.solved) return Decision::of(Revisited{ctx.by(), true, c.finding, std::nullopt});
  const auto contact = ctx.after(ctx.today(), ctx.norms().care_contact);
  auto result = Decision::of(Revisited{ctx.by(), false, c.finding, contact});
  const Phase at = ctx.state.phases.stage;
  if (at == Phase::closed || at == Phase::rated || at == Phase::archived) {
    const auto reason = blank(c.finding) ? std::string{"回访：问题未解决"} : c.finding;
    result.events().push_back(Reopened{ctx.by(), reason, false, ctx.state.ending.rounds + 1,
                                       ctx.after(ctx.today(), ctx.norms().ordinary)});
  }
  return result;
}

Decision decide(const DecisionContext& ctx, const DecideExclusion& c) {
  if (!c.excluded) return refuse<refusals::excluded_missing>();
  if (blank(c.reason)) return refuse<refusals::exclusion_reason_missing>();
  std::optional<Due> due;
  if (!*c.excluded) due = ctx.after(ctx.today(), ctx.norms().care_contact);
  const auto& rated = ctx.state.rating_follow_up.rated_at;
  const bool superseded = rated && ctx.state.ending.rated_at != rated;
  return Decision::of(ExclusionDecided{ctx.by(), *c.excluded, c.reason, due, superseded});
}

}  // namespace recourse::casework::complaint
