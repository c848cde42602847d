// Supervision, the dated plan of a late case, and the care after a bad rating (R13, R16, R17).
#include "casework/case/desk.hpp"
#include "casework/case/standing.hpp"

namespace recourse::casework {
namespace {

std::optional<core::Refusal> check_under_supervision(const Desk& desk) {
  const auto& unit = desk.state.supervision.unit;
  const bool their_role = is_station(desk.role) == (unit == desk.state.intake.station);
  if (desk.context.actor.unit == unit && their_role) return std::nullopt;
  return refuse<refusals::not_under_supervision>(Put<"unit">{unit},
                                                 Put<"own">{desk.context.actor.unit});
}

/// A dated plan ends from today to its cap.
std::optional<core::Refusal> check_plan_day(const Desk& desk, LocalDay until,
                                            std::string_view rule) {
  const LocalDay last = desk.day_of(desk.after(desk.today(), desk.norms().plan_cap).at);
  if (until >= desk.today() && until <= last) return std::nullopt;
  return refuse<refusals::plan_day_out_of_range>(Put<"rule">{std::string{rule}},
                                                 Put<"end">{to_string(last)});
}

}  // namespace

Answer answer(const Desk& desk, const Supervise& c) {
  if (blank(c.reason)) return refuse<refusals::supervision_reason_missing>();
  const bool city = desk.role != Role::district_officer;
  const auto& now = desk.state.supervision;
  const bool runs = desk.state.phases.supervision == SupervisionPhase::supervised &&
                    now.unit == answerable_unit(desk.state);
  if (runs && (now.level == Level::city || !city)) {
    return refuse<refusals::supervised_already>(Put<"unit">{now.unit});
  }
  return Answer::of(Supervised{desk.by(), SupervisionCause::ordered, answerable_unit(desk.state),
                               city ? Level::city : Level::district,
                               desk.after(desk.today(), desk.norms().supervision), c.reason});
}

Answer answer(const Desk& desk, const RaiseSupervision&) {
  if (!desk.passed(desk.state.limits.supervision)) {
    return not_due_yet(desk, desk.state.limits.supervision);
  }
  if (desk.state.supervision.level == Level::city) return not_due_yet(desk, std::nullopt);
  return Answer::of(SupervisionRaised{desk.after(desk.today(), desk.norms().supervision)});
}

Answer answer(const Desk& desk, const AnswerSupervision& c) {
  if (auto no = check_under_supervision(desk)) return *no;
  if (blank(c.text)) return refuse<refusals::supervision_text_missing>();
  return Answer::of(
      SupervisionAnswered{desk.by(), c.text, desk.after(desk.today(), desk.norms().supervision)});
}

Answer answer(const Desk& desk, const VerifySupervision& c) {
  if (desk.context.actor.unit == desk.state.supervision.unit) {
    return refuse<refusals::verifies_itself>();
  }
  if (desk.role == Role::district_officer && desk.state.supervision.level == Level::city) {
    return refuse<refusals::not_your_level>();
  }
  if (!c.accepted) return refuse<refusals::accepted_missing>();
  if (!*c.accepted && blank(c.reason)) return refuse<refusals::rejection_reason_missing>();
  std::optional<Due> due;
  if (!*c.accepted) due = desk.after(desk.today(), desk.norms().supervision);
  return Answer::of(SupervisionVerified{desk.by(), *c.accepted, c.reason, due});
}

Answer answer(const Desk& desk, const Plan& c) {
  if (!c.why_late) return refuse<refusals::why_late_missing>();
  if (blank(c.plan)) return refuse<refusals::late_plan_missing>();
  if (!c.until) return refuse<refusals::plan_until_missing>();
  if (auto no = check_told(desk, c.told, "R13")) return *no;
  if (auto no = check_plan_day(desk, *c.until, "R13")) return *no;
  const auto& charge = blank(c.in_charge) ? desk.state.work.assigned_to : c.in_charge;
  if (blank(charge)) return refuse<refusals::in_charge_missing>();
  if (auto no = check_not_barred_by_name(desk, charge)) return *no;
  return Answer::of(
      Planned{desk.by(), *c.why_late, c.plan, charge, *c.told, desk.last_day(*c.until)});
}

Answer answer(const Desk& desk, const ContactRater& c) {
  if (!c.how) return refuse<refusals::care_contact_how_missing>();
  const auto& care = desk.state.care;
  const auto attempt = care.attempts + 1;
  const auto days = desk.days_with(care.attempt_days, care.last_attempt);
  const bool done = c.reached || desk.discharged(attempt, days);
  std::optional<Due> verify;
  if (done) {
    const Due fresh = desk.after(desk.today(), desk.norms().care_contact);
    const auto& current = desk.state.limits.care;
    verify = current && !desk.passed(current) ? *current : fresh;
  }
  return Answer::of(CareContacted{desk.by(), *c.how, c.reached, attempt, days, done, verify});
}

Answer answer(const Desk& desk, const VerifyRating& c) {
  if (!c.cause) {
    return refuse<refusals::cause_missing>();
  }
  if (blank(c.finding)) return refuse<refusals::finding_missing>();
  const bool policy = *c.cause == RatingCause::policy;
  if (policy && blank(c.wording)) {
    return refuse<refusals::policy_wording_missing>();
  }
  const auto& norms = desk.norms();
  const auto days = policy                              ? norms.care_feedback
                    : *c.cause == RatingCause::mistaken ? norms.care_contact
                                                        : norms.care_correction;
  return Answer::of(RatingVerified{desk.by(), *c.cause, c.finding, c.wording,
                                   policy || *c.cause == RatingCause::mixed,
                                   desk.after(desk.today(), days)});
}

Answer answer(const Desk& desk, const PlanCorrection& c) {
  if (blank(c.plan)) return refuse<refusals::correction_plan_missing>();
  if (!c.until) return refuse<refusals::correction_until_missing>();
  if (auto no = check_plan_day(desk, *c.until, "R17")) return *no;
  return Answer::of(CorrectionPlanned{desk.by(), c.plan, desk.last_day(*c.until)});
}

Answer answer(const Desk& desk, const Correct& c) {
  if (blank(c.what)) return refuse<refusals::what_missing>();
  return Answer::of(
      Corrected{desk.by(), c.what, desk.after(desk.today(), desk.norms().care_feedback)});
}

Answer answer(const Desk& desk, const FeedBack& c) {
  if (blank(c.wording)) return refuse<refusals::feedback_wording_missing>();
  if (!c.told) return refuse<refusals::rater_told_missing>();
  const auto& care = desk.state.care;
  if (*c.told == Told::attempted && !desk.discharged(care.attempts, care.attempt_days)) {
    return refuse<refusals::rater_attempts_missing>();
  }
  return Answer::of(
      FedBack{desk.by(), c.wording, *c.told, desk.after(desk.today(), desk.norms().care_revisit)});
}

Answer answer(const Desk& desk, const Revisit& c) {
  if (!c.solved) return refuse<refusals::solved_missing>();
  if (*c.solved) return Answer::of(Revisited{desk.by(), true, c.finding, std::nullopt});
  const auto contact = desk.after(desk.today(), desk.norms().care_contact);
  auto result = Answer::of(Revisited{desk.by(), false, c.finding, contact});
  const Phase at = desk.state.phases.life;
  if (at == Phase::closed || at == Phase::rated || at == Phase::settled) {
    const auto reason = blank(c.finding) ? std::string{"回访：问题未解决"} : c.finding;
    result.events().push_back(Reopened{desk.by(), reason, false, desk.state.ending.rounds + 1,
                                       desk.after(desk.today(), desk.norms().ordinary)});
  }
  return result;
}

Answer answer(const Desk& desk, const DecideExclusion& c) {
  if (!c.excluded) return refuse<refusals::excluded_missing>();
  if (blank(c.reason)) return refuse<refusals::exclusion_reason_missing>();
  std::optional<Due> due;
  if (!*c.excluded) due = desk.after(desk.today(), desk.norms().care_contact);
  const auto& rated = desk.state.care.rated_at;
  const bool superseded = rated && desk.state.ending.rated_at != rated;
  return Answer::of(ExclusionDecided{desk.by(), *c.excluded, c.reason, due, superseded});
}

}  // namespace recourse::casework
