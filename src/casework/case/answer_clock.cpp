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
    return refuse<refusals::pause_ground_missing>();
  }
  if (blank(c.reason)) return refuse<refusals::pause_reason_missing>();
  if (auto no = check_told(desk, c.told, "pauses")) return *no;
  const auto left = desk.norms().pause_cap - desk.state.limits.paused_days;
  if (left <= 0) {
    return refuse<refusals::pause_used_up>();
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
  if (blank(c.reason)) return refuse<refusals::extension_reason_missing>();
  if (!c.until) return refuse<refusals::extension_until_missing>();
  if (auto no = check_told(desk, c.told, "extensions")) return *no;
  const Due current = desk.state.limits.finish.value_or(desk.limit());
  if (desk.today() >= desk.day_of(current.at)) {
    return refuse<refusals::too_late_to_extend>(Put<"day">{to_string(desk.day_of(current.at))});
  }
  if (*c.until <= desk.day_of(current.at)) {
    return refuse<refusals::not_an_extension>();
  }
  const Due finish = desk.last_day(*c.until);
  if (const auto reach = reach_of(desk); reach && finish.at > reach->at) {
    return refuse<refusals::extension_too_long>();
  }
  return Answer::of(Extended{desk.by(), c.reason, *c.told, finish});
}

Answer answer(const Desk& desk, const GoOverdue&) {
  if (!desk.passed(desk.state.limits.finish)) return not_due_yet(desk, desk.state.limits.finish);
  return Answer{overdue_events(desk)};
}

Answer answer(const Desk& desk, const Contact& c) {
  if (!c.how) return refuse<refusals::contact_how_missing>();
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
    return refuse<refusals::already_difficult>();
  }
  const Due ordinary = desk.limit_of(desk.norms().ordinary);
  const bool late = desk.state.phases.clock == ClockPhase::overdue;
  if (late || desk.clock_day() >= desk.day_of(ordinary.at)) {
    return refuse<refusals::too_late_for_difficult>();
  }
  if (blank(c.reason)) return refuse<refusals::difficulty_reason_missing>();
  const Due longer = desk.limit_of(desk.norms().difficult);
  // What is needed by a day stays needed by it, difficult or not.
  const bool needed = desk.state.phases.life == Phase::expedited && limits.finish;
  const Due finish = needed ? *limits.finish : later(limits.finish.value_or(longer), longer);
  return Answer::of(DifficultySet{desk.by(), c.reason, finish});
}

Answer answer(const Desk& desk, const Reassign& c) {
  if (blank(c.to)) return refuse<refusals::to_missing>();
  if (blank(c.reason)) return refuse<refusals::reassignment_reason_missing>();
  if (auto no = check_not_barred_by_name(desk, c.to)) return *no;
  return Answer::of(Reassigned{desk.by(), c.to, c.reason});
}

Answer answer(const Desk& desk, const Message& c) {
  if (blank(c.text)) return refuse<refusals::message_text_missing>();
  return Answer::of(Messaged{c.text, desk.after(desk.today(), desk.norms().attention)});
}

}  // namespace recourse::casework
