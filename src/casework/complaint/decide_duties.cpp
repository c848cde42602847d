// Supervision, the dated plan of a late case, and the follow-up of a bad rating (R13, R16, R17).
#include <algorithm>

#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

using Entries = std::vector<const SupervisionEntry*>;

Entries in_phase(const DecisionContext& ctx, SupervisionPhase phase) {
  Entries found;
  for (const auto& one : ctx.state.supervision) {
    if (one.phase == phase) found.push_back(&one);
  }
  return found;
}

bool is_same_matter(const SupervisionEntry& a, const SupervisionEntry& b) {
  return a.cause == b.cause && a.unit == b.unit;
}

/// "breach of PD01, overdue of PD.RK"; each kind once.
Put<"open"> list_of(const Entries& entries) {
  std::string en;
  std::string zh_names;
  for (auto i = entries.begin(); i != entries.end(); ++i) {
    const auto& one = **i;
    const bool said =
        std::any_of(entries.begin(), i, [&](const auto* e) { return is_same_matter(*e, one); });
    if (said) continue;
    en.append(en.empty() ? "" : ", ").append(describe::enum_name(one.cause));
    en.append(" of ").append(one.unit);
    zh_names.append(zh_names.empty() ? "" : "、")
        .append(one.unit)
        .append("的")
        .append(zh(one.cause));
  }
  if (en.empty()) return {"nothing", "无"};
  return {en, zh_names};
}

/// They are of one cause and one unit, so that it needs no saying which is meant: the oldest.
bool is_one_matter(const Entries& entries) {
  return std::ranges::all_of(
      entries, [&](const auto* one) { return is_same_matter(*one, *entries.front()); });
}

/// An officer of the unit that answers; of a bureau where no department of it is named; of the
/// district for a station whose chief is barred.
bool is_of(const DecisionContext& ctx, const std::string& unit) {
  const auto& own = ctx.context.actor.unit;
  const bool station = unit == ctx.state.intake.station;
  if (station && stands_in_for_chief(ctx.state, ctx.own_role, own)) return true;
  return is_station(ctx.role) == station && is_of_unit(own, unit);
}

/// What all supervisions come to when one of them changes its phase.
SupervisionPhase summary_with(const State& state, std::uint32_t number, SupervisionPhase phase) {
  auto all = state.supervision;
  all[number - 1].phase = phase;
  return summary_of(all);
}

core::Refusal plan_day_out_of_range(std::string_view rule, LocalDay last) {
  return refuse<refusals::plan_day_out_of_range>(Put<"rule">{std::string{rule}},
                                                 Put<"end">{to_string(last)});
}

/// A dated plan ends from today to its cap.
std::optional<core::Refusal> check_plan_day(const DecisionContext& ctx, LocalDay until,
                                            std::string_view rule) {
  const LocalDay last = ctx.day_of(ctx.after(ctx.today(), ctx.norms().plan_cap).at);
  if (until >= ctx.today() && until <= last) return std::nullopt;
  return plan_day_out_of_range(rule, last);
}

/// That of a late case, besides, to the end of all its plans.
std::optional<core::Refusal> check_late_plan_day(const DecisionContext& ctx, LocalDay until) {
  const Due deadline = resolution_deadline(ctx.state).value_or(ctx.limit());
  const Due last = ctx.after(ctx.day_of(deadline.at), ctx.norms().plan_total);
  if (ctx.passed(last)) {
    return refuse<refusals::plans_used_up>(Put<"end">{to_string(ctx.day_of(last.at))});
  }
  if (auto no = check_plan_day(ctx, until, "R13")) return no;
  if (until <= ctx.day_of(last.at)) return std::nullopt;
  return plan_day_out_of_range("R13", ctx.day_of(last.at));
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Supervise& c) {
  const bool city = ctx.role != Role::district_officer;
  const auto unit = answerable_unit(ctx.state);
  const auto runs = [&](const SupervisionEntry& one) {
    return one.phase == SupervisionPhase::supervised && one.cause == SupervisionCause::ordered &&
           one.unit == unit && (one.level == Level::city || !city);
  };
  if (std::ranges::any_of(ctx.state.supervision, runs)) {
    return refuse<refusals::supervised_already>(Put<"unit">{unit});
  }
  if (blank(c.reason)) return refuse<refusals::supervision_reason_missing>();
  return Decision::of(Supervised{ctx.by(), SupervisionCause::ordered, unit,
                                 city ? Level::city : Level::district,
                                 ctx.after(ctx.today(), ctx.norms().supervision), c.reason,
                                 static_cast<std::uint32_t>(ctx.state.supervision.size() + 1)});
}

// All whose limit has passed: two may have ended at one moment. Above the city is nobody.
Decision decide(const DecisionContext& ctx, const RaiseSupervision&) {
  const auto due = supervision_deadline(ctx.state);
  auto raised = Decision{std::vector<Event>{}};
  for (const auto& one : ctx.state.supervision) {
    if (one.phase == SupervisionPhase::none || one.missed || !ctx.passed(one.due)) continue;
    if (one.level == Level::city) {
      raised.events().push_back(
          LimitMissed{DeadlineKind::supervision, one.due, one.unit, one.number});
    } else {
      raised.events().push_back(SupervisionRaised{ctx.after(ctx.today(), ctx.norms().supervision),
                                                  one.number, one.cause, one.unit});
    }
  }
  if (!raised.events().empty()) return raised;
  // What has passed is on record: nothing runs any more.
  return not_due_yet(ctx, ctx.passed(due) ? std::nullopt : due);
}

Decision decide(const DecisionContext& ctx, const AnswerSupervision& c) {
  const auto waiting = in_phase(ctx, SupervisionPhase::supervised);
  auto own = waiting;
  std::erase_if(own, [&](const auto* one) { return !is_of(ctx, one->unit); });
  if (own.empty()) {
    const auto unit = waiting.empty() ? std::string{} : waiting.front()->unit;
    return refuse<refusals::not_under_supervision>(Put<"unit">{unit},
                                                   Put<"own">{ctx.context.actor.unit});
  }
  auto meant = own;
  if (c.cause) std::erase_if(meant, [&](const auto* one) { return one->cause != *c.cause; });
  if (meant.empty()) {
    return refuse<refusals::no_such_supervision>(Put<"unit">{ctx.context.actor.unit}, list_of(own));
  }
  if (!is_one_matter(meant)) return refuse<refusals::which_supervision>(list_of(meant));
  if (blank(c.text)) return refuse<refusals::supervision_text_missing>();
  const auto& one = *meant.front();
  return Decision::of(SupervisionAnswered{
      ctx.by(), c.text, ctx.after(ctx.today(), ctx.norms().supervision), one.number, one.cause,
      one.unit, summary_with(ctx.state, one.number, SupervisionPhase::answered)});
}

Decision decide(const DecisionContext& ctx, const VerifySupervision& c) {
  const auto answered = in_phase(ctx, SupervisionPhase::answered);
  auto meant = answered;
  std::erase_if(meant, [&](const auto* one) {
    return (c.cause && one->cause != *c.cause) || (!c.unit.empty() && one->unit != c.unit);
  });
  if (meant.empty()) return refuse<refusals::no_answer_to_verify>(list_of(answered));
  if (!is_one_matter(meant)) return refuse<refusals::which_supervision>(list_of(meant));
  const auto& one = *meant.front();
  if (ctx.context.actor.unit == one.unit) {
    return refuse<refusals::verifies_itself>();
  }
  if (one.answered_by == ctx.by()) return refuse<refusals::verifies_own_answer>();
  if (ctx.role == Role::district_officer && one.level == Level::city) {
    return refuse<refusals::not_your_level>();
  }
  if (!c.accepted) return refuse<refusals::accepted_missing>();
  if (!*c.accepted && blank(c.reason)) return refuse<refusals::rejection_reason_missing>();
  std::optional<Due> due;
  if (!*c.accepted) due = ctx.after(ctx.today(), ctx.norms().supervision);
  const auto phase = *c.accepted ? SupervisionPhase::none : SupervisionPhase::supervised;
  return Decision::of(SupervisionVerified{ctx.by(), *c.accepted, c.reason, due, one.number,
                                          one.cause, one.unit,
                                          summary_with(ctx.state, one.number, phase)});
}

Decision decide(const DecisionContext& ctx, const Plan& c) {
  if (!c.why_late) return refuse<refusals::why_late_missing>();
  if (blank(c.plan)) return refuse<refusals::late_plan_missing>();
  if (!c.until) return refuse<refusals::plan_until_missing>();
  if (auto no = check_told(ctx, c.told, "R13")) return *no;
  if (auto no = check_late_plan_day(ctx, *c.until)) return *no;
  const auto& charge = blank(c.in_charge) ? ctx.state.work.assigned_to : c.in_charge;
  if (blank(charge)) return refuse<refusals::in_charge_missing>();
  if (auto no = check_not_recused_by_name(ctx, charge)) return *no;
  return Decision::of(
      Planned{ctx.by(), *c.why_late, c.plan, charge, *c.told, ctx.last_day(*c.until)});
}

Decision decide(const DecisionContext& ctx, const ContactRater& c) {
  if (!c.how) return refuse<refusals::care_contact_how_missing>();
  if (c.reached && *c.how == Told::attempted) return refuse<refusals::reached_how>();
  if (auto no = check_service_hours(ctx, *c.how)) return *no;
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
                                       ctx.after(ctx.today(), ctx.ordinary_days()), false});
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
