// The open account: answered, kept by a unit, looked at again, struck off (R39).
#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

/// When it is looked at again: on a day that somebody names, or as late as the norms allow.
Due review_of(const DecisionContext& ctx, const std::optional<LocalDay>& named) {
  return named ? ctx.last_day(*named) : ctx.in_days(ctx.norms().account_days);
}

std::optional<core::Refusal> check_review_day(const DecisionContext& ctx,
                                              const std::optional<LocalDay>& named) {
  const LocalDay last = ctx.today() + std::chrono::days{ctx.norms().account_days};
  if (!named || (*named > ctx.today() && *named <= last)) return std::nullopt;
  return refuse<refusals::review_day_out_of_range>(Put<"end">{to_string(last)});
}

/// It is on account, and the actor belongs to the unit that keeps it.
std::optional<core::Refusal> check_own_account(const DecisionContext& ctx) {
  const auto& account = ctx.state.ending.account;
  const auto& own = ctx.context.actor.unit;
  if (!account) return refuse<refusals::not_on_account>();
  const bool for_chief = account->unit == ctx.state.intake.station &&
                         stands_in_for_chief(ctx.state, ctx.own_role, own);
  if (for_chief || is_of_unit(own, account->unit)) return std::nullopt;
  return refuse<refusals::not_your_account>(Put<"unit">{account->unit}, Put<"own">{own});
}

/// The station keeps it, or a department of the line.
std::optional<core::Refusal> check_keeper(const DecisionContext& ctx, const std::string& unit) {
  if (unit == acting_station(ctx.state)) return std::nullopt;
  const Level level = bureau_of(unit) == "city" ? Level::city : Level::district;
  return check_is_department(ctx, level, ctx.state.intake.line.value_or(Line::other), unit);
}

bool can_be_done_now(StrikeGround ground) {
  return ground == StrikeGround::rule_changed || ground == StrikeGround::condition_met;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const OpenAccount& c) {
  const auto& ending = ctx.state.ending;
  if (ending.account) return refuse<refusals::on_account_already>();
  if (ending.outcome != Outcome::answered && ending.outcome != Outcome::cannot_by_law) {
    return refuse<refusals::not_for_the_account>();
  }
  if (!c.reason) return refuse<refusals::account_reason_missing>();
  if (blank(c.condition)) return refuse<refusals::account_condition_missing>();
  auto unit = blank(c.unit) ? acting_station(ctx.state) : c.unit;
  if (auto no = check_keeper(ctx, unit)) return *no;
  if (auto no = check_review_day(ctx, c.review_on)) return *no;
  return Decision::of(AccountOpened{ctx.by(), std::move(unit), *c.reason, c.condition,
                                    review_of(ctx, c.review_on)});
}

Decision decide(const DecisionContext& ctx, const KeepOnAccount& c) {
  if (auto no = check_own_account(ctx)) return *no;
  if (blank(c.finding)) return refuse<refusals::account_finding_missing>();
  if (auto no = check_review_day(ctx, c.review_on)) return *no;
  return Decision::of(AccountKept{ctx.by(), c.finding, review_of(ctx, c.review_on)});
}

Decision decide(const DecisionContext& ctx, const StrikeOff& c) {
  if (auto no = check_own_account(ctx)) return *no;
  if (!c.ground) return refuse<refusals::strike_ground_missing>();
  if (blank(c.reason)) return refuse<refusals::strike_reason_missing>();
  if (auto no = check_told(ctx, c.told, "R39")) return *no;
  const auto at = ctx.state.phases.stage;
  const bool ended = at == Phase::closed || at == Phase::rated || at == Phase::archived;
  // What can be done now goes on; while it is reviewed, or was withdrawn, nothing could.
  const bool goes_on = ended || (is_open(at) && at != Phase::review_1 && at != Phase::review_2);
  if (can_be_done_now(*c.ground) && !goes_on) return refuse<refusals::account_cannot_go_on>();
  auto result = Decision::of(AccountStruck{ctx.by(), *c.ground, c.reason, *c.told});
  if (can_be_done_now(*c.ground) && ended) {
    result.events().push_back(Reopened{ctx.by(), c.reason, true, ctx.state.ending.rounds + 1,
                                       ctx.after(ctx.today(), ctx.ordinary_days()), false});
  }
  return result;
}

}  // namespace recourse::casework::complaint
