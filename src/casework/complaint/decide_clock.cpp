// The clock, and what every open phase takes (R13, R16, and the norms on limits).
#include "casework/complaint/decision_context.hpp"

namespace recourse::casework::complaint {
namespace {

/// The longest limit that a role may extend to; nothing: any.
std::optional<Due> reach_of(const DecisionContext& ctx) {
  if (ctx.role == Role::supervisor || ctx.role == Role::importer) return std::nullopt;
  if (ctx.role == Role::station_chief) return ctx.limit();
  return ctx.limit_of(ctx.difficult_days());
}

/// Whoever grants it, a limit is extended by so much and no more; nothing: that is kept.
std::optional<core::Refusal> check_extension_cap(const DecisionContext& ctx, const Due& finish) {
  const auto cap = ctx.norms().extension_cap;
  if (cap == 0 || ctx.state.intake.historical) return std::nullopt;
  // From the ordinary limit on: that a matter is difficult is a longer limit already.
  const Due last = ctx.after(ctx.day_of(ctx.limit_of(ctx.ordinary_days()).at), cap);
  if (finish.at <= last.at) return std::nullopt;
  return refuse<refusals::extension_beyond_cap>(Put<"days">{std::to_string(cap)},
                                                Put<"end">{to_string(ctx.day_of(last.at))});
}

/// The actor may extend to that day.
std::optional<core::Refusal> check_within_reach(const DecisionContext& ctx, LocalDay until) {
  if (auto no = check_not_too_far(ctx, until)) return no;
  const Due finish = ctx.last_day(until);
  if (const auto reach = reach_of(ctx); reach && finish.at > reach->at) {
    return refuse<refusals::extension_too_long>();
  }
  return check_extension_cap(ctx, finish);
}

/// There is a day to which the actor may extend the limit that ends on `last`: if the next one is
/// out of reach, every day is.
std::optional<core::Refusal> check_extensible(const DecisionContext& ctx, LocalDay last) {
  if (ctx.today() >= last) return refuse<refusals::too_late_to_extend>(Put<"day">{to_string(last)});
  return check_within_reach(ctx, last + std::chrono::days{1});
}

bool is_department(Role role) {
  return role == Role::district_officer || role == Role::city_officer;
}

/// A department lets its own part rest and nobody else's: while it has the case.
std::optional<core::Refusal> check_own_part(const DecisionContext& ctx) {
  const auto owner = owner_of(ctx.state);
  if (!is_department(ctx.role) || ctx.context.actor.unit == owner) return std::nullopt;
  return refuse<refusals::not_your_part>(Put<"unit">{owner}, Put<"own">{ctx.context.actor.unit});
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Pause& c) {
  if (auto no = check_own_part(ctx)) return *no;
  const auto left = ctx.norms().pause_cap - ctx.state.deadlines.paused_days;
  if (left <= 0) {
    return refuse<refusals::pause_used_up>();
  }
  if (!c.ground) {
    return refuse<refusals::pause_ground_missing>();
  }
  if (blank(c.reason)) return refuse<refusals::pause_reason_missing>();
  if (auto no = check_told(ctx, c.told, "pauses")) return *no;
  return Decision::of(Paused{ctx.by(), *c.ground, c.reason, *c.told, ctx.after(ctx.today(), left),
                             ctx.days_left(),
                             is_department(ctx.role) ? ctx.context.actor.unit : std::string{}});
}

Decision decide(const DecisionContext& ctx, const Resume& c) {
  if (auto no = check_own_part(ctx)) return *no;
  return Decision::of(resumed_by(ctx, c.reason));
}

Decision decide(const DecisionContext& ctx, const ReachCap&) {
  if (!ctx.passed(ctx.state.deadlines.pause_cap)) {
    return not_due_yet(ctx, ctx.state.deadlines.pause_cap);
  }
  return Decision::of(cap_reached(ctx));
}

Decision decide(const DecisionContext& ctx, const Extend& c) {
  const Due current = resolution_deadline(ctx.state).value_or(ctx.limit());
  const LocalDay last = ctx.day_of(current.at);
  if (auto no = check_extensible(ctx, last)) return *no;
  if (blank(c.reason)) return refuse<refusals::extension_reason_missing>();
  if (!c.until) return refuse<refusals::extension_until_missing>();
  if (auto no = check_told(ctx, c.told, "extensions")) return *no;
  if (*c.until <= last) return refuse<refusals::not_an_extension>();
  if (auto no = check_within_reach(ctx, *c.until)) return *no;
  return Decision::of(Extended{ctx.by(), c.reason, *c.told, ctx.last_day(*c.until)});
}

Decision decide(const DecisionContext& ctx, const GoOverdue&) {
  const auto deadline = resolution_deadline(ctx.state);
  if (!ctx.passed(deadline)) return not_due_yet(ctx, deadline);
  return Decision{overdue_events(ctx)};
}

Decision decide(const DecisionContext& ctx, const Contact& c) {
  if (!c.how) return refuse<refusals::contact_how_missing>();
  if (c.reached && *c.how == Told::attempted) return refuse<refusals::reached_how>();
  if (auto no = check_service_hours(ctx, *c.how)) return *no;
  const auto& deadlines = ctx.state.deadlines;
  const auto attempt = deadlines.contact_attempts + 1;
  const auto days = ctx.days_with(deadlines.contact_days, deadlines.last_attempt);
  // Failed attempts in a row count; whoever was reached can be told.
  const bool met = c.reached || ctx.discharged_within(deadlines.contact, attempt, days);
  return Decision::of(Contacted{ctx.by(), *c.how, c.reached, attempt, met, days});
}

Decision decide(const DecisionContext& ctx, const SetDifficult& c) {
  const auto& deadlines = ctx.state.deadlines;
  if (deadlines.difficult) {
    return refuse<refusals::already_difficult>();
  }
  const Due ordinary = ctx.limit_of(ctx.ordinary_days());
  const bool late = ctx.state.phases.clock == ClockPhase::overdue;
  if (late || ctx.clock_day() >= ctx.day_of(ordinary.at)) {
    return refuse<refusals::too_late_for_difficult>();
  }
  if (blank(c.reason)) return refuse<refusals::difficulty_reason_missing>();
  const Due longer = ctx.limit_of(ctx.difficult_days());
  // What is needed by a day stays needed by it, difficult or not.
  const Due finish = ctx.within_need(later(deadlines.resolution.value_or(longer), longer));
  return Decision::of(DifficultySet{ctx.by(), c.reason, finish});
}

Decision decide(const DecisionContext& ctx, const Reassign& c) {
  if (blank(c.to)) return refuse<refusals::to_missing>();
  if (blank(c.reason)) return refuse<refusals::reassignment_reason_missing>();
  if (auto no = check_not_recused_by_name(ctx, c.to)) return *no;
  return Decision::of(Reassigned{ctx.by(), c.to, c.reason});
}

Decision decide(const DecisionContext& ctx, const Message& c) {
  if (blank(c.text)) return refuse<refusals::message_text_missing>();
  return Decision::of(Messaged{c.text, ctx.after(ctx.today(), ctx.norms().attention)});
}

}  // namespace recourse::casework::complaint
