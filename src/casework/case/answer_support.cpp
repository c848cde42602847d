// Help while the citizen is present, opinions from the side, and access (R15, R18, bars).
#include <algorithm>

#include "casework/case/desk.hpp"
#include "casework/case/standing.hpp"

namespace recourse::casework {

Answer answer(const Desk& desk, const AskSupport& c) {
  const Line line = c.line.value_or(desk.state.intake.line.value_or(Line::other));
  if (line == Line::other) {
    return missing("line", "R18", "which line; other queries have no department",
                   "求援的业务条线（其他咨询无对应部门）");
  }
  if (blank(c.question)) return missing("question", "R18", "what is asked", "求援问题");
  if (desk.state.work.support_line) {
    return refuse("support_asked_already", "R18", "Support was asked for and has not come yet.",
                  "已求援，尚待答复。");
  }
  const Due due{desk.now() + std::chrono::minutes{desk.norms().support_minutes}, false};
  return Answer::of(SupportAsked{desk.by(), line, c.question, due});
}

Answer answer(const Desk& desk, const AnswerSupport& c) {
  const auto& work = desk.state.work;
  if (!work.support_line || !work.support_asked_at) {
    return refuse("nobody_asked", "R18", "No support was asked for.", "没有待答复的求援。");
  }
  const auto& district = desk.state.intake.district;
  if (!is_of(*work.support_line, district, desk.role, desk.context.actor.unit)) {
    return refuse(
        "not_your_line", "R18",
        "The line " + std::string{en(*work.support_line)} + " was asked, in " + district +
            " or the city.",
        "求援对象是" + district + "或市局" + std::string{zh(*work.support_line)} + "条线。");
  }
  if (blank(c.answer)) return missing("answer", "R18", "the answer", "答复内容");
  const auto took = std::max<std::int64_t>(0, (desk.now() - *work.support_asked_at).count() / 1000);
  return Answer::of(SupportAnswered{desk.by(), c.answer,
                                    static_cast<std::uint32_t>(std::min<std::int64_t>(
                                        took, std::numeric_limits<std::uint32_t>::max())),
                                    !desk.passed(desk.state.limits.support)});
}

Answer answer(const Desk& desk, const AnswerConsultation& c) {
  if (desk.state.ladder.consulted.empty()) {
    return refuse("nobody_asked", "R15", "No opinion was asked for.", "没有待答复的会商。");
  }
  if (desk.context.actor.unit == desk.state.ladder.department) {
    return refuse("asked_it_itself", "R15", "Who has the case asked; another department answers.",
                  "会商意见应由被征询部门答复。");
  }
  if (desk.context.actor.unit != desk.state.ladder.consulted) {
    return refuse("another_was_asked", "R15", desk.state.ladder.consulted + " was asked.",
                  "征询的是" + desk.state.ladder.consulted + "。");
  }
  if (blank(c.opinion)) return missing("opinion", "R15", "the opinion", "会商意见");
  return Answer::of(ConsultationAnswered{desk.by(), c.opinion});
}

Answer answer(const Desk& desk, const Assist& c) {
  if (!c.kind) return missing("kind", "R20", "how the citizen was helped", "帮办方式");
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
    return missing("person", "bars", "whom: a staff number, or what is known", "应回避人员");
  }
  if (blank(c.reason)) return missing("reason", "bars", "why", "回避理由");
  const Role own = desk.own_role;
  const bool himself = c.staff == desk.by();
  // Nor does anybody say who was meant by a description that may mean himself.
  const bool concerned = own == Role::window_officer || own == Role::counter_lead ||
                         is_barred(desk.state, desk.by()) || may_be_meant(desk.state, own);
  if (concerned && !(himself && blank(c.described))) {
    return refuse("bars_only_himself", "bars",
                  "Who is of the window, barred or possibly meant bars himself only, and does not "
                  "say whom a description means; whoever is above does.",
                  "窗口人员、应回避人员和可能的被反映人只能自行申请回避，他人回避由上一级决定。");
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
    return refuse("barred_already", "bars", "That person is barred already.", "该人员已回避。");
  }
  return Answer::of(Barred{desk.by(), {c.staff, c.described, role}, c.reason});
}

Answer answer(const Desk& desk, const Unbar& c) {
  if (blank(c.reason)) return missing("reason", "bars", "why the bar was mistaken", "解除理由");
  if (!bar_stands(desk.state, c.staff, c.described)) {
    return refuse("not_barred", "bars", "That person is not barred.", "该人员未回避。");
  }
  return Answer::of(Unbarred{desk.by(), c.staff, c.described, c.reason});
}

Answer answer(const Desk& desk, const Unmask& c) {
  if (blank(c.purpose)) return missing("purpose", "personal_data", "for what", "查看目的");
  return Answer::of(Unmasked{desk.by(), c.purpose});
}

Answer answer(const Desk& desk, const PlaceHold& c) {
  if (blank(c.reason)) return missing("reason", "legal_hold", "why", "保留理由");
  if (desk.state.access.held) {
    return refuse("held_already", "legal_hold", "The case is held already.", "该事项已在保留中。");
  }
  return Answer::of(HoldPlaced{desk.by(), c.reason});
}

Answer answer(const Desk& desk, const LiftHold& c) {
  if (blank(c.reason)) return missing("reason", "legal_hold", "why", "解除理由");
  if (!desk.state.access.held) {
    return refuse("not_held", "legal_hold", "The case is not held.", "该事项未被保留。");
  }
  return Answer::of(HoldLifted{desk.by(), c.reason});
}

}  // namespace recourse::casework
