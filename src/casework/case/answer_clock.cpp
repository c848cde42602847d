// The clock, and what every open phase takes (R13, R16, and the norms on limits).
#include "casework/case/desk.hpp"

namespace recourse::casework {
namespace {

/// The longest limit that a role may extend to; nothing: any.
std::optional<Due> reach_of(const Desk& desk) {
  if (desk.role == Role::supervisor || desk.role == Role::importer) return std::nullopt;
  if (desk.role == Role::station_chief) return desk.limit();
  return desk.limit_of(desk.norms().difficult);
}

}  // namespace

Answer answer(const Desk& desk, const Pause& c) {
  if (!c.ground) {
    return missing("ground", "pauses",
                   "the ground: citizens_papers, outside_verification or force_majeure; asking "
                   "one's own department is none",
                   "暂停的法定情形（请示本系统上级部门不属暂停情形）");
  }
  if (blank(c.reason)) return missing("reason", "pauses", "why the ground applies", "暂停理由");
  if (auto no = not_told(desk, c.told, "pauses")) return *no;
  const auto left = desk.norms().pause_cap - desk.state.limits.paused_days;
  if (left <= 0) {
    return refuse("pause_used_up", "pauses", "The clock has rested as long as it may.",
                  "暂停时间已达上限，不得再次暂停。");
  }
  return Answer::of(
      Paused{desk.by(), *c.ground, c.reason, *c.told, desk.after(desk.today(), left)});
}

Answer answer(const Desk& desk, const Resume& c) {
  return Answer::of(
      Resumed{desk.by(), c.reason, desk.paused_days_now(), desk.finish_after_pause()});
}

Answer answer(const Desk& desk, const ReachCap&) {
  if (!desk.passed(desk.state.limits.pause_cap)) {
    return not_due_yet(desk, desk.state.limits.pause_cap);
  }
  return Answer::of(cap_reached(desk));
}

Answer answer(const Desk& desk, const Extend& c) {
  if (blank(c.reason)) return missing("reason", "extensions", "why it takes longer", "延期理由");
  if (!c.until) return missing("until", "extensions", "the new last day", "延期至何日");
  if (auto no = not_told(desk, c.told, "extensions")) return *no;
  const Due current = desk.state.limits.finish.value_or(desk.limit());
  if (desk.today() >= desk.day_of(current.at)) {
    return refuse("too_late_to_extend", "extensions",
                  "An extension is told to the citizen before the due day, " +
                      to_string(desk.day_of(current.at)) + ".",
                  "延期应在到期日（" + to_string(desk.day_of(current.at)) + "）之前告知群众。");
  }
  if (*c.until <= desk.day_of(current.at)) {
    return refuse("not_an_extension", "extensions", "The new day is not after the old one.",
                  "新的到期日不晚于原到期日。");
  }
  const Due finish = desk.last_day(*c.until);
  if (const auto reach = reach_of(desk); reach && finish.at > reach->at) {
    return refuse("extension_too_long", "extensions",
                  "The chief extends inside the present norm, a department up to the difficult "
                  "one, the supervisor beyond.",
                  "派出所领导只能在现行时限内延期，业务部门可延至疑难时限，更长须由治安总队批准。");
  }
  return Answer::of(Extended{desk.by(), c.reason, *c.told, finish});
}

Answer answer(const Desk& desk, const GoOverdue&) {
  if (!desk.passed(desk.state.limits.finish)) return not_due_yet(desk, desk.state.limits.finish);
  return Answer{overdue_events(desk)};
}

Answer answer(const Desk& desk, const Contact& c) {
  if (!c.how) return missing("how", "R12", "by what means", "联系方式");
  const auto& limits = desk.state.limits;
  const auto attempt = limits.contact_attempts + 1;
  const auto days = desk.days_with(limits.contact_days, limits.last_attempt);
  // Failed attempts in a row count; whoever was reached can be told.
  const bool met = c.reached || desk.discharged(attempt, days);
  return Answer::of(Contacted{desk.by(), *c.how, c.reached, attempt, met, days});
}

Answer answer(const Desk& desk, const SetDifficult& c) {
  const auto& limits = desk.state.limits;
  if (limits.difficult) {
    return refuse("already_difficult", "limits", "It has the longer limit already.",
                  "已按疑难事项计时。");
  }
  const Due ordinary = desk.limit_of(desk.norms().ordinary);
  const bool late = desk.state.phases.clock == ClockPhase::overdue;
  if (late || desk.clock_day() >= desk.day_of(ordinary.at)) {
    return refuse("too_late_for_difficult", "limits",
                  "The longer limit is for a difficulty that is recorded before the day on which "
                  "the ordinary one ends.",
                  "定为疑难应在普通时限届满日之前。");
  }
  if (blank(c.reason)) return missing("reason", "limits", "why it is difficult", "疑难理由");
  const Due longer = desk.limit_of(desk.norms().difficult);
  // What is needed by a day stays needed by it, difficult or not.
  const bool needed = desk.state.phases.life == Phase::expedited && limits.finish;
  const Due finish = needed ? *limits.finish : later(limits.finish.value_or(longer), longer);
  return Answer::of(DifficultySet{desk.by(), c.reason, finish});
}

Answer answer(const Desk& desk, const Reassign& c) {
  if (blank(c.to)) return missing("to", "R16", "which officer takes it over", "接办民警");
  if (blank(c.reason)) return missing("reason", "R16", "why it is reassigned", "改派理由");
  if (auto no = names_barred(desk, c.to)) return *no;
  return Answer::of(Reassigned{desk.by(), c.to, c.reason});
}

Answer answer(const Desk& desk, const Message& c) {
  if (blank(c.text)) return missing("text", "R20", "what you want to say", "追问内容");
  return Answer::of(Messaged{c.text, desk.after(desk.today(), desk.norms().attention)});
}

}  // namespace recourse::casework
