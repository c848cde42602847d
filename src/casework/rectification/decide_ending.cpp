// The judgement of the effect, and what follows from it (R29, R33); what timers ask.
#include <algorithm>
#include <recourse/casework/rectification/recurrence.hpp>

#include "casework/rectification/decision_context.hpp"

namespace recourse::casework::rectification {
namespace {

/// Neither the person nor the unit had a part in it.
std::optional<core::Refusal> check_uninvolved(const DecisionContext& ctx) {
  const auto& state = ctx.state;
  if (std::ranges::find(state.involved, ctx.by()) != state.involved.end()) {
    return refuse<refusals::involved>(Put<"who">{ctx.by()});
  }
  const auto& unit = ctx.unit();
  const bool owns = std::ranges::any_of(state.measures, [&](const Measure& one) {
    return one.owner == unit && one.status == MeasureStatus::carried_out;
  });
  if (!owns) return std::nullopt;
  return refuse<refusals::involved>(Put<"who">{unit});
}

std::optional<core::Refusal> check_counts(std::uint64_t some, std::uint64_t all) {
  if (some <= all) return std::nullopt;
  return refuse<refusals::class_more_than_all>(Put<"all">{std::to_string(all)},
                                               Put<"some">{std::to_string(some)});
}

/// The limit of a step, or of a measure, as it runs.
const Due* running_limit(const State& state, Step step, std::uint32_t measure) {
  if (measure > 0) {
    const Measure* one = find_measure(state, measure);
    const bool runs = one != nullptr && state.phase == Phase::adopted && !one->late &&
                      one->status == MeasureStatus::adopted;
    return runs ? &one->due : nullptr;
  }
  const bool runs = state.until && !state.late && step_of(state.phase) == step;
  return runs ? &*state.until : nullptr;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const EndObservation&) {
  const auto& end = ctx.state.until;
  if (!end || ctx.now() <= end->at) return refuse<refusals::not_due_yet>();
  return Decision::of(ObservationEnded{ctx.after(ctx.rules.limits.verify)});
}

Decision decide(const DecisionContext& ctx, const Assess& c) {
  if (auto no = check_uninvolved(ctx)) return *no;
  if (c.position.value == 0) return refuse<refusals::position_missing>();
  if (auto no = check_counts(c.before, c.before_all)) return *no;
  if (auto no = check_counts(c.after, c.after_all)) return *no;
  const auto rate = compare({c.before, c.before_all, c.after, c.after_all});
  const auto& state = ctx.state;
  const Recurrence recurrence{state.from,  state.to,   *state.observe_from, *state.observe_to,
                              c.position,  c.before,   c.before_all,        c.after,
                              c.after_all, rate.ratio, rate.lower,          rate.upper};
  const bool proved = is_proved(recurrence, ctx.rules.limits);
  return Decision::of(
      Verified{ctx.by(), ctx.unit(), recurrence, proved, ctx.after(ctx.rules.limits.conclude)});
}

Decision decide(const DecisionContext& ctx, const Continue& c) {
  if (auto no = check_in_charge(ctx)) return *no;
  if (blank(c.reason)) return refuse<refusals::continue_reason_missing>();
  return Decision::of(
      Continued{ctx.by(), c.reason, ctx.state.round + 1, ctx.after(ctx.rules.limits.analyse)});
}

Decision decide(const DecisionContext& ctx, const Close& c) {
  if (auto no = check_in_charge(ctx)) return *no;
  const bool unproven = ctx.state.phase == Phase::unproven;
  if (unproven && blank(c.reason)) return refuse<refusals::close_reason_missing>();
  return Decision::of(Closed{ctx.by(), c.reason});
}

Decision decide(const DecisionContext& ctx, const MissLimit& c) {
  const auto* due = running_limit(ctx.state, c.step, c.measure);
  if (due == nullptr || ctx.now() <= due->at) return refuse<refusals::not_due_yet>();
  std::string unit;
  for (const auto& duty : ctx.rules.duties(ctx.state)) {
    if (duty.due == *due && unit.empty()) unit = duty.unit;
  }
  if (c.measure > 0) unit = find_measure(ctx.state, c.measure)->owner;
  return Decision::of(LimitMissed{c.step, c.measure, std::move(unit), *due});
}

}  // namespace recourse::casework::rectification
