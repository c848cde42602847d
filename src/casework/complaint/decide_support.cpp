// Help while the citizen is present, opinions from the side, and access (R15, R18, bars).
#include <algorithm>

#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {

Decision decide(const DecisionContext& ctx, const AskSupport& c) {
  const Line line = c.line.value_or(ctx.state.intake.line.value_or(Line::other));
  if (line == Line::other) {
    return refuse<refusals::support_line_missing>();
  }
  if (blank(c.question)) return refuse<refusals::support_question_missing>();
  if (std::ranges::find(ctx.state.work.support, line, &SupportRequest::line) !=
      ctx.state.work.support.end()) {
    return refuse<refusals::support_asked_already>();
  }
  const Due due{ctx.now() + std::chrono::minutes{ctx.norms().support_minutes}, false};
  return Decision::of(SupportAsked{ctx.by(), line, c.question, due});
}

Decision decide(const DecisionContext& ctx, const AnswerSupport& c) {
  const auto& asked = ctx.state.work.support;
  if (asked.empty()) return refuse<refusals::nobody_asked>();
  const auto& district = ctx.state.intake.district;
  const auto one = std::ranges::find_if(asked, [&](const SupportRequest& request) {
    return unit_covers_line(request.line, district, ctx.role, ctx.context.actor.unit);
  });
  if (one == asked.end()) {
    const Line line = asked.front().line;
    return refuse<refusals::not_your_line_to_support>(Put<"line">{en(line), zh(line)},
                                                      Put<"district">{district});
  }
  if (blank(c.answer)) return refuse<refusals::answer_missing>();
  const auto took = std::max<std::int64_t>(0, (ctx.now() - one->asked_at).count() / 1000);
  return Decision::of(SupportAnswered{ctx.by(), c.answer,
                                      static_cast<std::uint32_t>(std::min<std::int64_t>(
                                          took, std::numeric_limits<std::uint32_t>::max())),
                                      !ctx.passed(one->due), one->line});
}

Decision decide(const DecisionContext& ctx, const AnswerConsultation& c) {
  if (ctx.state.escalation.consulted.empty()) {
    return refuse<refusals::nobody_consulted>();
  }
  if (ctx.context.actor.unit == ctx.state.escalation.department) {
    return refuse<refusals::asked_it_itself>();
  }
  if (ctx.context.actor.unit != ctx.state.escalation.consulted) {
    return refuse<refusals::another_was_asked>(Put<"department">{ctx.state.escalation.consulted});
  }
  if (blank(c.opinion)) return refuse<refusals::consultation_opinion_missing>();
  return Decision::of(ConsultationAnswered{ctx.by(), c.opinion});
}

Decision decide(const DecisionContext& ctx, const Assist& c) {
  if (!c.kind) return refuse<refusals::assistance_kind_missing>();
  return Decision::of(Assisted{ctx.by(), *c.kind, c.note});
}

namespace {

/// A bar of that person, by number or else by description, and in that role if one is given.
bool bar_stands(const State& state, const std::string& staff, const std::string& described,
                std::optional<Role> role = std::nullopt) {
  return std::ranges::any_of(state.access.recused, [&](const RecusedPerson& one) {
    if (role && one.role != role) return false;
    return staff.empty() ? one.described == described && one.staff.empty() : one.staff == staff;
  });
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Recuse& c) {
  if (blank(c.staff) && blank(c.described)) {
    // Whoever is barred in his role already has nothing left to say.
    const bool himself_barred = bar_stands(ctx.state, ctx.by(), "", ctx.own_role);
    if (himself_barred) return refuse<refusals::barred_already>();
    return refuse<refusals::person_missing>();
  }
  if (blank(c.reason)) return refuse<refusals::recusal_reason_missing>();
  const Role own = ctx.own_role;
  const bool himself = c.staff == ctx.by();
  // Nor does anybody say who was meant by a description that may mean himself.
  const bool concerned = own == Role::window_officer || own == Role::counter_lead ||
                         is_recused(ctx.state, own, ctx.by()) || may_be_the_accused(ctx.state, own);
  if (concerned && !(himself && blank(c.described))) {
    return refuse<refusals::bars_only_himself>();
  }
  auto role = c.role;
  if (!role && himself) role = own;
  // Who was barred without a role may turn out to be the chief, or the one who was described.
  const bool says_more =
      (role && !bar_stands(ctx.state, c.staff, c.described, role)) ||
      (!c.staff.empty() && !blank(c.described) && bar_stands(ctx.state, "", c.described));
  // Who was described and has been named since needs no second bar.
  const bool named_since =
      c.staff.empty() && std::ranges::any_of(ctx.state.access.recused, [&](const auto& one) {
        return !one.staff.empty() && one.described == c.described;
      });
  if (named_since || (bar_stands(ctx.state, c.staff, c.described) && !says_more)) {
    return refuse<refusals::barred_already>();
  }
  return Decision::of(Recused{ctx.by(), {c.staff, c.described, role}, c.reason});
}

Decision decide(const DecisionContext& ctx, const Reinstate& c) {
  if (ctx.state.access.recused.empty()) return refuse<refusals::not_barred>();
  if (blank(c.reason)) return refuse<refusals::reinstatement_reason_missing>();
  if (!bar_stands(ctx.state, c.staff, c.described)) {
    return refuse<refusals::not_barred>();
  }
  return Decision::of(Reinstated{ctx.by(), c.staff, c.described, c.reason});
}

Decision decide(const DecisionContext& ctx, const Unmask& c) {
  if (blank(c.purpose)) return refuse<refusals::purpose_missing>();
  // Without a code nobody can show from afar that the case is theirs.
  if (ctx.own_role == Role::citizen && ctx.state.access.inquiry.empty()) {
    return refuse<refusals::no_inquiry_code>();
  }
  return Decision::of(Unmasked{ctx.by(), c.purpose});
}

Decision decide(const DecisionContext& ctx, const PlaceHold& c) {
  if (ctx.state.access.held) {
    return refuse<refusals::held_already>();
  }
  if (blank(c.reason)) return refuse<refusals::hold_reason_missing>();
  return Decision::of(HoldPlaced{ctx.by(), c.reason});
}

Decision decide(const DecisionContext& ctx, const LiftHold& c) {
  if (!ctx.state.access.held) {
    return refuse<refusals::not_held>();
  }
  if (blank(c.reason)) return refuse<refusals::lift_hold_reason_missing>();
  return Decision::of(HoldLifted{ctx.by(), c.reason});
}

}  // namespace recourse::casework::complaint
