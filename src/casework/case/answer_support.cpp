// Help while the citizen is present, opinions from the side, and access (R15, R18, bars).
#include <algorithm>

#include "casework/case/desk.hpp"
#include "casework/case/standing.hpp"

namespace recourse::casework {

Answer answer(const Desk& desk, const AskSupport& c) {
  const Line line = c.line.value_or(desk.state.intake.line.value_or(Line::other));
  if (line == Line::other) {
    return refuse<refusals::support_line_missing>();
  }
  if (blank(c.question)) return refuse<refusals::support_question_missing>();
  if (desk.state.work.support_line) {
    return refuse<refusals::support_asked_already>();
  }
  const Due due{desk.now() + std::chrono::minutes{desk.norms().support_minutes}, false};
  return Answer::of(SupportAsked{desk.by(), line, c.question, due});
}

Answer answer(const Desk& desk, const AnswerSupport& c) {
  const auto& work = desk.state.work;
  if (!work.support_line || !work.support_asked_at) {
    return refuse<refusals::nobody_asked>();
  }
  const auto& district = desk.state.intake.district;
  if (!is_of(*work.support_line, district, desk.role, desk.context.actor.unit)) {
    return refuse<refusals::not_your_line_to_support>(
        Put<"line">{en(*work.support_line), zh(*work.support_line)}, Put<"district">{district});
  }
  if (blank(c.answer)) return refuse<refusals::answer_missing>();
  const auto took = std::max<std::int64_t>(0, (desk.now() - *work.support_asked_at).count() / 1000);
  return Answer::of(SupportAnswered{desk.by(), c.answer,
                                    static_cast<std::uint32_t>(std::min<std::int64_t>(
                                        took, std::numeric_limits<std::uint32_t>::max())),
                                    !desk.passed(desk.state.limits.support)});
}

Answer answer(const Desk& desk, const AnswerConsultation& c) {
  if (desk.state.ladder.consulted.empty()) {
    return refuse<refusals::nobody_consulted>();
  }
  if (desk.context.actor.unit == desk.state.ladder.department) {
    return refuse<refusals::asked_it_itself>();
  }
  if (desk.context.actor.unit != desk.state.ladder.consulted) {
    return refuse<refusals::another_was_asked>(Put<"department">{desk.state.ladder.consulted});
  }
  if (blank(c.opinion)) return refuse<refusals::consultation_opinion_missing>();
  return Answer::of(ConsultationAnswered{desk.by(), c.opinion});
}

Answer answer(const Desk& desk, const Assist& c) {
  if (!c.kind) return refuse<refusals::assistance_kind_missing>();
  return Answer::of(Assisted{desk.by(), *c.kind, c.note});
}

namespace {

/// A bar of that person, by number or else by description, and in that role if one is given.
bool bar_stands(const State& state, const std::string& staff, const std::string& described,
                std::optional<Role> role = std::nullopt) {
  return std::ranges::any_of(state.access.barred, [&](const BarredPerson& one) {
    if (role && one.role != role) return false;
    return staff.empty() ? one.described == described && one.staff.empty() : one.staff == staff;
  });
}

}  // namespace

Answer answer(const Desk& desk, const Bar& c) {
  if (blank(c.staff) && blank(c.described)) {
    return refuse<refusals::person_missing>();
  }
  if (blank(c.reason)) return refuse<refusals::bar_reason_missing>();
  const Role own = desk.own_role;
  const bool himself = c.staff == desk.by();
  // Nor does anybody say who was meant by a description that may mean himself.
  const bool concerned = own == Role::window_officer || own == Role::counter_lead ||
                         is_barred(desk.state, desk.by()) || may_be_meant(desk.state, own);
  if (concerned && !(himself && blank(c.described))) {
    return refuse<refusals::bars_only_himself>();
  }
  auto role = c.role;
  if (!role && himself) role = own;
  // Who was barred without a role may turn out to be the chief, or the one who was described.
  const bool says_more =
      (role && !bar_stands(desk.state, c.staff, c.described, role)) ||
      (!c.staff.empty() && !blank(c.described) && bar_stands(desk.state, "", c.described));
  // Who was described and has been named since needs no second bar.
  const bool named_since =
      c.staff.empty() && std::ranges::any_of(desk.state.access.barred, [&](const auto& one) {
        return !one.staff.empty() && one.described == c.described;
      });
  if (named_since || (bar_stands(desk.state, c.staff, c.described) && !says_more)) {
    return refuse<refusals::barred_already>();
  }
  return Answer::of(Barred{desk.by(), {c.staff, c.described, role}, c.reason});
}

Answer answer(const Desk& desk, const Unbar& c) {
  if (blank(c.reason)) return refuse<refusals::unbar_reason_missing>();
  if (!bar_stands(desk.state, c.staff, c.described)) {
    return refuse<refusals::not_barred>();
  }
  return Answer::of(Unbarred{desk.by(), c.staff, c.described, c.reason});
}

Answer answer(const Desk& desk, const Unmask& c) {
  if (blank(c.purpose)) return refuse<refusals::purpose_missing>();
  return Answer::of(Unmasked{desk.by(), c.purpose});
}

Answer answer(const Desk& desk, const PlaceHold& c) {
  if (blank(c.reason)) return refuse<refusals::hold_reason_missing>();
  if (desk.state.access.held) {
    return refuse<refusals::held_already>();
  }
  return Answer::of(HoldPlaced{desk.by(), c.reason});
}

Answer answer(const Desk& desk, const LiftHold& c) {
  if (blank(c.reason)) return refuse<refusals::lift_hold_reason_missing>();
  if (!desk.state.access.held) {
    return refuse<refusals::not_held>();
  }
  return Answer::of(HoldLifted{desk.by(), c.reason});
}

}  // namespace recourse::casework
