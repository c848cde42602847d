// The scope statement: what was understood is said back, and corrected once (R44).
#include "casework/complaint/decision_context.hpp"

namespace recourse::casework::complaint {

Accepted acceptance(const DecisionContext& ctx, bool present) {
  Accepted accepted{ctx.by(), present, std::nullopt, std::nullopt, std::nullopt};
  const auto days = ctx.norms().scope;
  if (days > 0 && !ctx.state.intake.historical) accepted.scope = ctx.after(ctx.today(), days);
  return accepted;
}

Decision decide(const DecisionContext& ctx, const StateScope& c) {
  const auto& scope = ctx.state.work.scope;
  if (!ctx.state.work.accepted_at) return refuse<refusals::not_accepted_yet>();
  // Once, and once more after the correction.
  if (scope.stated > (scope.corrected ? 1u : 0u)) return refuse<refusals::scope_stated_already>();
  if (blank(c.understood)) return refuse<refusals::understood_missing>();
  if (blank(c.wanted)) return refuse<refusals::wanted_missing>();
  return Decision::of(ScopeStated{ctx.by(), c.understood, c.wanted, scope.stated + 1});
}

Decision decide(const DecisionContext& ctx, const CorrectScope& c) {
  const auto& scope = ctx.state.work.scope;
  if (scope.stated == 0) return refuse<refusals::scope_not_stated>();
  if (scope.corrected) return refuse<refusals::scope_corrected_already>();
  if (blank(c.text)) return refuse<refusals::scope_correction_text_missing>();
  // Who writes from afar is the citizen, whose account is nobody's staff number.
  auto by = ctx.own_role == Role::citizen ? std::string{} : ctx.by();
  return Decision::of(
      ScopeCorrected{std::move(by), c.text, ctx.after(ctx.today(), ctx.norms().attention)});
}

}  // namespace recourse::casework::complaint
