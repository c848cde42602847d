// Assisting units: asked from the side, while the owner stays (R40).
#include <algorithm>

#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {

Decision decide(const DecisionContext& ctx, const AskUnit& c) {
  const auto& work = ctx.state.work;
  if (!work.accepted_at) return refuse<refusals::not_accepted_yet>();
  if (blank(c.unit)) return refuse<refusals::unit_missing>();
  if (blank(c.question)) return refuse<refusals::assisting_question_missing>();
  if (auto no = check_unit_exists(ctx, c.unit)) return *no;
  if (c.unit == owner_of(ctx.state) || c.unit == ctx.context.actor.unit) {
    return refuse<refusals::asks_itself>(Put<"unit">{c.unit});
  }
  if (std::ranges::find(work.assisting, c.unit, &AssistingRequest::unit) != work.assisting.end()) {
    return refuse<refusals::unit_asked_already>(Put<"unit">{c.unit});
  }
  const Due finish = resolution_deadline(ctx.state).value_or(ctx.limit());
  const Due due = ctx.within_reserve(ctx.after(ctx.today(), ctx.norms().assisting), finish);
  return Decision::of(UnitAsked{ctx.by(), c.unit, c.question, due, work.assisting_asked + 1});
}

Decision decide(const DecisionContext& ctx, const AnswerUnit& c) {
  const auto& asked = ctx.state.work.assisting;
  const auto& own = ctx.context.actor.unit;
  const auto one = std::ranges::find_if(
      asked, [&](const AssistingRequest& request) { return is_of_unit(own, request.unit); });
  if (one == asked.end()) {
    return refuse<refusals::unit_not_asked>(Put<"unit">{own.empty() ? "no unit" : own});
  }
  if (blank(c.answer)) return refuse<refusals::assisting_answer_missing>();
  return Decision::of(UnitAnswered{ctx.by(), one->unit, c.answer, one->number,
                                   ctx.working_days(ctx.day_of(one->asked_at), ctx.today()),
                                   !ctx.passed(one->due)});
}

}  // namespace recourse::casework::complaint
