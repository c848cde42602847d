// Supervision, the dated plan of a late case, and the care after a bad rating (R13, R16, R17).
#include "casework/case/desk.hpp"
#include "casework/case/standing.hpp"

namespace recourse::casework {
namespace {

std::optional<core::Refusal> not_under_supervision(const Desk& desk) {
  const auto& unit = desk.state.supervision.unit;
  const bool their_role = is_station(desk.role) == (unit == desk.state.intake.station);
  if (desk.context.actor.unit == unit && their_role) return std::nullopt;
  return refuse(
      "not_under_supervision", "R16",
      unit + " is under supervision and answers; you belong to " + desk.context.actor.unit + ".",
      "被督办单位是" + unit + "，您属于" + desk.context.actor.unit + "。");
}

/// A dated plan ends from today to its cap.
std::optional<core::Refusal> outside_the_plan(const Desk& desk, LocalDay until,
                                              std::string_view rule) {
  const LocalDay last = desk.day_of(desk.after(desk.today(), desk.norms().plan_cap).at);
  if (until >= desk.today() && until <= last) return std::nullopt;
  return refuse("plan_day_out_of_range", rule,
                "A plan ends between today and " + to_string(last) + ".",
                "计划完成日期应在今日至" + to_string(last) + "之间。");
}

}  // namespace

Answer answer(const Desk& desk, const Supervise& c) {
  if (blank(c.reason)) return missing("reason", "R16", "why", "督办理由");
  const bool city = desk.role != Role::district_officer;
  const auto& now = desk.state.supervision;
  const bool runs = desk.state.phases.supervision == SupervisionPhase::supervised &&
                    now.unit == answerable_unit(desk.state);
  if (runs && (now.level == Level::city || !city)) {
    return refuse("supervised_already", "R16", now.unit + " is under supervision already.",
                  now.unit + "已在督办中。");
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
  if (auto no = not_under_supervision(desk)) return *no;
  if (blank(c.text)) return missing("text", "R16", "what was done", "督办反馈内容");
  return Answer::of(
      SupervisionAnswered{desk.by(), c.text, desk.after(desk.today(), desk.norms().supervision)});
}

Answer answer(const Desk& desk, const VerifySupervision& c) {
  if (desk.context.actor.unit == desk.state.supervision.unit) {
    return refuse("verifies_itself", "R16", "A unit does not verify its own answer.",
                  "被督办单位不得核实自身的反馈。");
  }
  if (desk.role == Role::district_officer && desk.state.supervision.level == Level::city) {
    return refuse("not_your_level", "R16", "The city supervises this case now.",
                  "该事项已由市局督办。");
  }
  if (!c.accepted) return missing("accepted", "R16", "whether the answer is enough", "是否认可");
  if (!*c.accepted && blank(c.reason)) return missing("reason", "R16", "why not", "不认可的理由");
  std::optional<Due> due;
  if (!*c.accepted) due = desk.after(desk.today(), desk.norms().supervision);
  return Answer::of(SupervisionVerified{desk.by(), *c.accepted, c.reason, due});
}

Answer answer(const Desk& desk, const Plan& c) {
  if (!c.why_late) return missing("why_late", "R13", "why it is late", "超期原因");
  if (blank(c.plan)) return missing("plan", "R13", "what will be done", "办理计划");
  if (!c.until) return missing("until", "R13", "by which day", "计划完成日期");
  if (auto no = not_told(desk, c.told, "R13")) return *no;
  if (auto no = outside_the_plan(desk, *c.until, "R13")) return *no;
  const auto& charge = blank(c.in_charge) ? desk.state.work.assigned_to : c.in_charge;
  if (blank(charge)) return missing("in_charge", "R13", "who is in charge", "负责人");
  if (auto no = names_barred(desk, charge)) return *no;
  return Answer::of(
      Planned{desk.by(), *c.why_late, c.plan, charge, *c.told, desk.last_day(*c.until)});
}

Answer answer(const Desk& desk, const ContactRater& c) {
  if (!c.how) return missing("how", "R17", "by what means", "联系方式");
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
    return missing("cause", "R17", "service, policy, mixed or mistaken",
                   "差评原因（服务、政策等）");
  }
  if (blank(c.finding)) return missing("finding", "R17", "what was found", "核实情况");
  const bool policy = *c.cause == RatingCause::policy;
  if (policy && blank(c.wording)) {
    return missing("wording", "R17", "what citizens may be told about the policy", "对外解释口径");
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
  if (blank(c.plan)) return missing("plan", "R17", "what will be done", "整改措施");
  if (!c.until) return missing("until", "R17", "by which day", "整改完成日期");
  if (auto no = outside_the_plan(desk, *c.until, "R17")) return *no;
  return Answer::of(CorrectionPlanned{desk.by(), c.plan, desk.last_day(*c.until)});
}

Answer answer(const Desk& desk, const Correct& c) {
  if (blank(c.what)) return missing("what", "R17", "what was done", "整改情况");
  return Answer::of(
      Corrected{desk.by(), c.what, desk.after(desk.today(), desk.norms().care_feedback)});
}

Answer answer(const Desk& desk, const FeedBack& c) {
  if (blank(c.wording)) return missing("wording", "R17", "what the rater was told", "反馈内容");
  if (!c.told) return missing("told", "R17", "how the rater was told", "反馈方式");
  const auto& care = desk.state.care;
  if (*c.told == Told::attempted && !desk.discharged(care.attempts, care.attempt_days)) {
    return refuse("attempts_missing", "R17",
                  "Attempts stand in for telling only if the attempts to reach the rater did.",
                  "联系差评人的次数和日期不足，不能视为已反馈。");
  }
  return Answer::of(
      FedBack{desk.by(), c.wording, *c.told, desk.after(desk.today(), desk.norms().care_revisit)});
}

Answer answer(const Desk& desk, const Revisit& c) {
  if (!c.solved) return missing("solved", "R17", "whether it is solved", "问题是否解决");
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
  if (!c.excluded) return missing("excluded", "R17", "whether it is left out", "是否剔除");
  if (blank(c.reason)) return missing("reason", "R17", "why", "决定理由");
  std::optional<Due> due;
  if (!*c.excluded) due = desk.after(desk.today(), desk.norms().care_contact);
  const auto& rated = desk.state.care.rated_at;
  const bool superseded = rated && desk.state.ending.rated_at != rated;
  return Answer::of(ExclusionDecided{desk.by(), *c.excluded, c.reason, due, superseded});
}

}  // namespace recourse::casework
