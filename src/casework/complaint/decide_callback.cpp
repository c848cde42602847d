// Confirmed, not declared: who is called back, and what the citizen says (R37).
#include <algorithm>
#include <recourse/base/keyed_hash.hpp>

#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

namespace recourse::casework::complaint {
namespace {

/// 0 to 99, by the key of the draw: nobody chooses, and whoever has the key can check it.
std::uint32_t draw_of(const DecisionContext& ctx, std::uint32_t round) {
  const auto& seed = ctx.norms().callback_seed;
  if (seed.empty()) return 0;  // Of all everybody is called.
  const auto text = ctx.context.stream + '\0' + std::to_string(round);
  return static_cast<std::uint32_t>(keyed_hash(FingerprintKey::parse(seed).value(), text) % 100);
}

/// In this round nobody has asked the citizen yet, and there is somebody to ask.
std::optional<core::Refusal> check_to_be_called(const DecisionContext& ctx) {
  const auto& state = ctx.state;
  if (state.intake.applicant == ApplicantKind::anonymous) return refuse<refusals::nobody_to_call>();
  if (state.ending.callback.finished) return refuse<refusals::confirmed_already>();
  const auto& closed = state.ending.closed_at;
  if (closed && ctx.today() > ctx.day_of(*closed)) return std::nullopt;
  return refuse<refusals::too_early_to_confirm>();
}

/// What was answered goes with whether anybody was there to answer.
std::optional<core::Refusal> check_answers(const ConfirmOutcome& c) {
  if (!c.contacted) return refuse<refusals::contacted_missing>();
  if (!*c.contacted) {
    if (!c.solved && !c.satisfied && !c.own_cause && blank(c.words)) return std::nullopt;
    return refuse<refusals::not_asked>();
  }
  if (!c.solved) return refuse<refusals::callback_solved_missing>();
  if (!c.satisfied) return refuse<refusals::satisfied_missing>();
  if (!*c.solved && !c.own_cause) return refuse<refusals::own_cause_missing>();
  if (*c.solved && c.own_cause) return refuse<refusals::own_cause_of_nothing>();
  return std::nullopt;
}

}  // namespace

Decision with_callback(const DecisionContext& ctx, Decision decision) {
  if (decision.is_refusal() || ctx.norms().callback_share == 0) return decision;
  auto& events = decision.events();
  const auto closes = [](const Event& e) { return std::holds_alternative<Closed>(e); };
  if (std::ranges::none_of(events, closes)) return decision;
  // What is finished at once says who asks in the same decision.
  auto applicant = ctx.state.intake.applicant;
  bool historical = ctx.state.intake.historical;
  for (const auto& event : events) {
    const auto* report = std::get_if<Received>(&event);
    if (report == nullptr) continue;
    applicant = report->applicant;
    historical = report->historical;
  }
  if (historical || applicant == ApplicantKind::anonymous) return decision;
  const auto round = std::max(ctx.state.ending.rounds, 1u);
  const auto share = static_cast<std::uint32_t>(ctx.norms().callback_share);
  CallbackDrawn drawn{round, share, draw_of(ctx, round), false, std::nullopt};
  drawn.chosen = drawn.draw < share;
  if (drawn.chosen) drawn.due = ctx.after(ctx.today(), ctx.norms().callback);
  events.push_back(std::move(drawn));
  return decision;
}

Decision decide(const DecisionContext& ctx, const ConfirmOutcome& c) {
  if (auto no = check_to_be_called(ctx)) return *no;
  if (!c.how) return refuse<refusals::callback_how_missing>();
  if (auto no = check_answers(c)) return *no;
  if (*c.contacted && *c.how == Told::attempted) return refuse<refusals::reached_how>();
  if (auto no = check_service_hours(ctx, *c.how)) return *no;
  const auto& ending = ctx.state.ending;
  const auto& callback = ending.callback;
  const auto attempt = callback.attempts + 1;
  const auto days = ctx.days_with(callback.attempt_days, callback.last_attempt);
  const bool finished = *c.contacted || ctx.discharged(attempt, days);
  auto result = Decision::of(OutcomeConfirmed{ctx.by(), *c.how, *c.contacted, c.solved, c.satisfied,
                                              c.own_cause, c.words, attempt, days, finished});
  if (c.solved == false && c.own_cause == true) {
    result.events().push_back(Reopened{ctx.by(), "回访：问题未解决，重新办理", false,
                                       ending.rounds + 1,
                                       ctx.after(ctx.today(), ctx.ordinary_days()), true});
  }
  return result;
}

}  // namespace recourse::casework::complaint
