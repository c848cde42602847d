// Cause, measures, adoption, and what was carried out (R29).
#include <algorithm>

#include "casework/rectification/decision_context.hpp"

namespace recourse::casework::rectification {
namespace {

std::optional<core::Refusal> check_due(const DecisionContext& ctx, LocalDay day) {
  if (day < ctx.today()) return refuse<refusals::due_is_past>(Put<"day">{to_string(day)});
  const LocalDay end = ctx.today() + std::chrono::days{ctx.rules.limits.days_ahead};
  if (day <= end) return std::nullopt;
  return refuse<refusals::due_too_far>(Put<"end">{to_string(end)}, Put<"day">{to_string(day)});
}

/// The measure of that number in this round, as it is.
core::Refusal no_such_measure(std::uint32_t number) {
  return refuse<refusals::no_such_measure>(Put<"measure">{std::to_string(number)});
}

Put<"status"> status_of(const Measure& one) {
  return Put<"status">{describe::enum_name(one.status), zh(one.status)};
}

/// The measures can be decided on, and by this actor.
std::optional<core::Refusal> check_may_decide(const DecisionContext& ctx,
                                              std::vector<std::uint32_t> numbers) {
  if (numbers.empty()) return refuse<refusals::measures_missing>();
  if (auto no = check_own_line(ctx, ctx.state.line)) return no;
  std::ranges::sort(numbers);
  const auto twice = std::ranges::adjacent_find(numbers);
  if (twice != numbers.end()) {
    return refuse<refusals::measure_twice>(Put<"measure">{std::to_string(*twice)});
  }
  for (const auto number : numbers) {
    const Put<"measure"> named{std::to_string(number)};
    const Measure* one = find_measure(ctx.state, number);
    if (one == nullptr) return no_such_measure(number);
    if (one->status != MeasureStatus::proposed) {
      return refuse<refusals::measure_decided>(named, status_of(*one));
    }
    const auto who = competence_for(one->kind);
    if (contains(who.roles, ctx.role)) continue;
    return refuse<refusals::not_competent>(
        named, Put<"kind">{describe::enum_name(one->kind), zh(one->kind)},
        Put<"who">{who.en, who.zh});
  }
  return std::nullopt;
}

/// How many of the proposed measures are left when so many more are decided on.
std::uint32_t left_after(const DecisionContext& ctx, std::size_t decided) {
  return count(ctx.state, MeasureStatus::proposed) - static_cast<std::uint32_t>(decided);
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Analyse& c) {
  if (auto no = check_in_charge(ctx)) return *no;
  if (blank(c.cause)) return refuse<refusals::cause_missing>();
  return Decision::of(Analysed{ctx.by(), c.cause, ctx.after(ctx.rules.limits.propose)});
}

Decision decide(const DecisionContext& ctx, const Propose& c) {
  if (auto no = check_in_charge(ctx)) return *no;
  if (!c.kind) return refuse<refusals::kind_missing>();
  if (blank(c.text)) return refuse<refusals::text_missing>();
  if (blank(c.owner)) return refuse<refusals::owner_missing>();
  if (!c.due) return refuse<refusals::due_missing>();
  if (auto no = check_due(ctx, *c.due)) return *no;
  const auto& state = ctx.state;
  if (state.measures.size() >= kMeasuresMax) {
    return refuse<refusals::too_many_measures>(Put<"most">{std::to_string(kMeasuresMax)});
  }
  const bool first = state.phase == Phase::analysed || !state.until;
  const Due until = first ? ctx.after(ctx.rules.limits.adopt) : *state.until;
  const auto number = static_cast<std::uint32_t>(state.measures.size() + 1);
  return Decision::of(
      MeasureProposed{ctx.by(), number, *c.kind, c.text, c.owner, ctx.last_day(*c.due), until});
}

Decision decide(const DecisionContext& ctx, const Adopt& c) {
  if (auto no = check_may_decide(ctx, c.measures)) return *no;
  std::vector<Event> events;
  for (const auto number : c.measures) {
    const auto left = left_after(ctx, events.size() + 1);
    events.push_back(MeasureAdopted{ctx.by(), ctx.unit(), number, left,
                                    left > 0 ? ctx.state.until : std::nullopt});
  }
  return events;
}

Decision decide(const DecisionContext& ctx, const Reject& c) {
  if (auto no = check_may_decide(ctx, c.measures)) return *no;
  if (blank(c.reason)) return refuse<refusals::reject_reason_missing>();
  const auto adopted = count(ctx.state, MeasureStatus::adopted);
  std::vector<Event> events;
  for (const auto number : c.measures) {
    const auto left = left_after(ctx, events.size() + 1);
    std::optional<Due> until;
    if (left > 0) until = ctx.state.until;
    if (left == 0 && adopted == 0) until = ctx.after(ctx.rules.limits.propose);
    events.push_back(MeasureRejected{ctx.by(), ctx.unit(), number, c.reason, left, adopted, until});
  }
  return events;
}

Decision decide(const DecisionContext& ctx, const CarryOut& c) {
  const Put<"measure"> named{std::to_string(c.measure)};
  const Measure* one = find_measure(ctx.state, c.measure);
  if (one == nullptr) return no_such_measure(c.measure);
  if (one->owner != ctx.unit()) {
    return refuse<refusals::not_the_owner>(named, Put<"owner">{one->owner}, Put<"own">{ctx.unit()});
  }
  if (one->status != MeasureStatus::adopted) {
    return refuse<refusals::not_adopted>(named, status_of(*one));
  }
  if (blank(c.report)) return refuse<refusals::report_missing>();
  const auto left = count(ctx.state, MeasureStatus::adopted) - 1;
  std::optional<Due> until;
  if (left == 0) until = ctx.after(ctx.rules.limits.publish);
  return Decision::of(MeasureCarriedOut{ctx.by(), c.measure, c.report, left, until});
}

}  // namespace recourse::casework::rectification
