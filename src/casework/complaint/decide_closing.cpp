// How a case ends: closed, withdrawn, merged (R8, R13).
#include <algorithm>

#include <recourse/casework/complaint/inquiry.hpp>

#include "casework/complaint/decision_context.hpp"

namespace recourse::casework::complaint {
namespace {

bool is_for_closing(Outcome outcome) {
  return outcome == Outcome::done || outcome == Outcome::answered ||
         outcome == Outcome::cannot_by_law;
}

/// What the phase that it is closed from asks for besides.
std::optional<core::Refusal> check_phase_allows(const DecisionContext& ctx, const Close& c) {
  const auto& state = ctx.state;
  if (state.phases.stage == Phase::notice_issued && blank(c.waiver)) {
    return refuse<refusals::waiver_missing>();
  }
  if (state.phases.stage == Phase::accepted_lacking && !c.promise_kept &&
      !ctx.passed(state.deadlines.promise)) {
    return refuse<refusals::promise_is_open>();
  }
  const bool done = c.outcome == Outcome::done;
  if (state.phases.stage == Phase::expedited && done && !state.work.matter_done &&
      !state.intake.historical) {
    return refuse<refusals::matter_not_done>();
  }
  const auto kind = state.escalation.answer_kind;
  if (kind == AnswerKind::cannot_by_law && done) {
    return refuse<refusals::answer_says_otherwise>();
  }
  // Another route does not make the answer undone.
  const bool to_apply = kind == AnswerKind::do_it_so || kind == AnswerKind::authorised;
  const bool gives_up = state.phases.stage == Phase::notice_issued;
  if (to_apply && !c.applied && !gives_up) {
    return refuse<refusals::answer_not_applied>();
  }
  const bool below_chief = ctx.role == Role::window_officer || ctx.role == Role::counter_lead;
  if (state.intake.category == Category::attitude && below_chief) {
    return refuse<refusals::attitude_needs_chief>();
  }
  if (state.phases.clock != ClockPhase::overdue || state.intake.historical) return std::nullopt;
  if (below_chief) {
    return refuse<refusals::late_needs_chief>();
  }
  if (!c.why_late) return refuse<refusals::why_late_missing>();
  return std::nullopt;
}

const core::Related<State>* find(const DecisionContext& ctx, const std::string& stream) {
  const auto& all = ctx.related;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto& r) { return r.stream.text() == stream; });
  return found != all.end() && found->version.value > 0 ? &*found : nullptr;
}

bool counts(const State& target) {
  return target.phases.clock == ClockPhase::running || target.phases.clock == ClockPhase::paused;
}

/// The target takes the earlier start, and with it the earlier limit; one that has passed stands,
/// whether or not its timer has said so.
Absorbed absorbed(const DecisionContext& ctx, const State& target, const std::string& source) {
  Absorbed e{source, ctx.state.deadlines.from, std::nullopt};
  if (!counts(target) || e.from >= target.deadlines.from) return e;
  // What the citizen was promised, or was told of an extension, stays.
  const bool promised = target.deadlines.extensions > 0 || target.deadlines.promise.has_value();
  if (promised) return e;
  if (ctx.passed(target.deadlines.resolution)) return e;
  State moved = target;
  moved.deadlines.from = e.from;
  const Due limit = ctx.over(moved).limit();
  const Due now = target.deadlines.resolution.value_or(limit);
  if (limit.at < now.at) e.resolution_deadline = limit;
  return e;
}

/// The target gets back the limit that it had before, unless another has taken its place since.
Released released(const DecisionContext& ctx, const State& target, const std::string& source) {
  Released e{source, std::nullopt};
  const auto& all = target.ending.absorbed;
  const auto gone = std::ranges::find(all, source, &Absorption::source);
  if (gone == all.end() || !gone->moved || gone->round != target.ending.rounds) return e;
  const bool stands = counts(target) && target.deadlines.resolution == gone->moved;
  if (!stands) return e;
  e.resolution_deadline = gone->before;
  // Another case that is still inside may have started earlier, too.
  State left = target;
  std::erase_if(left.ending.absorbed, [&](const auto& one) { return one.source == source; });
  left.deadlines.from = round_start(left);
  if (left.deadlines.from < left.deadlines.own_from && e.resolution_deadline) {
    e.resolution_deadline = earlier(*e.resolution_deadline, ctx.over(left).limit());
  }
  return e;
}

/// Same person and same matter: the first the officer has seen, the second the cases say.
std::optional<core::Refusal> check_one_matter(const DecisionContext& ctx, const Merge& c,
                                              const State& target) {
  if (!c.same_person) {
    return refuse<refusals::same_person_missing>();
  }
  const auto& own = ctx.state.intake;
  const bool one_is_attitude =
      (own.category == Category::attitude) != (target.intake.category == Category::attitude);
  if (one_is_attitude) {
    return refuse<refusals::not_the_same_category>();
  }
  if (own.station != target.intake.station) {
    return refuse<refusals::not_the_same_station>(Put<"station">{target.intake.station});
  }
  const bool both = !own.matter.empty() && !target.intake.matter.empty();
  if (both ? own.matter == target.intake.matter : own.line == target.intake.line) {
    return std::nullopt;
  }
  return refuse<refusals::not_the_same_matter>(Put<"other">{target.intake.matter},
                                               Put<"own">{own.matter});
}

/// Whoever is barred from the other case has no hand in it by way of this one.
std::optional<core::Refusal> check_not_recused_there(const DecisionContext& ctx,
                                                     const State& target) {
  return check_not_recused(ctx.over(target));
}

/// Bars that the target does not have yet.
std::vector<Event> recusals_for(const DecisionContext& ctx, const State& target) {
  std::vector<Event> events;
  for (const auto& one : ctx.state.access.recused) {
    const bool known = std::ranges::any_of(target.access.recused, [&](const RecusedPerson& there) {
      if (!one.staff.empty()) return there.staff == one.staff && (there.role || !one.role);
      return there.described == one.described;
    });
    if (known) continue;
    events.push_back(Recused{ctx.by(), one, "并入事项中应回避"});
  }
  return events;
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Close& c) {
  if (auto no = check_phase_allows(ctx, c)) return *no;
  if (!c.outcome) return refuse<refusals::outcome_missing>();
  if (!is_for_closing(*c.outcome)) {
    return refuse<refusals::outcome_not_by_closing>();
  }
  if (blank(c.reply)) return refuse<refusals::reply_missing>();
  if (auto no = check_told(ctx, c.told, "R13")) return *no;
  if (*c.outcome != Outcome::done && blank(c.next_step)) {
    return refuse<refusals::closing_next_step_missing>();
  }
  // Cited once: what was explained by is what it cannot be done by.
  auto basis = blank(c.basis) ? ctx.state.work.law : c.basis;
  const bool needs_basis = *c.outcome == Outcome::cannot_by_law && !ctx.state.intake.historical;
  if (needs_basis && blank(basis)) return refuse<refusals::closing_basis_missing>();
  if (*c.outcome != Outcome::cannot_by_law) basis = c.basis;
  return Decision::of(Closed{
      ctx.by(), c.reply, c.standard_reply, *c.told, c.next_step, c.late_reason, c.waiver,
      ctx.resolution(*c.outcome), ctx.rating_end(), c.applied, c.why_late,
      ctx.working_days(ctx.day_of(ctx.state.deadlines.own_from), ctx.today()), std::move(basis)});
}

Decision decide(const DecisionContext& ctx, const Withdraw& c) {
  if (!c.proof || blank(c.reference)) {
    return refuse<refusals::proof_missing>();
  }
  const auto& inquiry = ctx.state.access.inquiry;
  const bool by_code = *c.proof == WithdrawProof::code && !inquiry.empty();
  if (by_code && inquiry_digest(ctx.context.stream, c.reference) != inquiry) {
    return refuse<refusals::wrong_code>();
  }
  const bool attitude = ctx.state.intake.category == Category::attitude;
  // A code that was compared is not stored.
  auto result = Decision::of(Withdrawn{*c.proof, by_code ? std::string{"inquiry"} : c.reference,
                                       c.reason, attitude, ctx.resolution(Outcome::withdrawn)});
  if (!attitude) return result;
  return supervised(ctx, std::move(result), SupervisionCause::attitude_withdrawn);
}

Decision decide(const DecisionContext& ctx, const Merge& c) {
  if (blank(c.reason)) return refuse<refusals::merge_reason_missing>();
  if (ctx.context.stream == ctx.target_stream(c.target)) {
    return refuse<refusals::merge_into_itself>();
  }
  const auto* target = find(ctx, ctx.target_stream(c.target));
  if (target == nullptr) {
    return refuse<refusals::no_such_target>(Put<"target">{c.target});
  }
  if (auto no = check_not_recused_there(ctx, target->state)) return *no;
  if (auto no = check_one_matter(ctx, c, target->state)) return *no;
  const Absorbed taken = absorbed(ctx, target->state, ctx.context.stream);
  if (!advance(target->state.phases, taken)) {
    return refuse<refusals::target_not_open>(
        Put<"target">{c.target}, Put<"phase">{describe::enum_name(target->state.phases.stage),
                                              zh(target->state.phases.stage)});
  }
  auto own = Decision::of(Merged{ctx.by(), target->stream.text(), c.reason,
                                 ctx.resolution(Outcome::duplicate), ctx.paused_days_now(),
                                 ctx.resolution_deadline_if_paused()});
  std::vector<Event> there{taken};
  for (auto& bar : recusals_for(ctx, target->state)) there.push_back(std::move(bar));
  return std::move(own).append_to(target->stream, std::move(there));
}

Decision decide(const DecisionContext& ctx, const Unmerge& c) {
  if (blank(c.reason)) return refuse<refusals::unmerge_reason_missing>();
  const auto& merged_into = ctx.state.ending.merged_into;
  if (ctx.target_stream(c.target) != merged_into) {
    return refuse<refusals::not_merged_into_that>(Put<"target">{ctx.state.ending.merged_into});
  }
  // Back to triage: the day of need was a limit of the route that it left.
  std::optional<Due> limit;
  const auto& deadlines = ctx.state.deadlines;
  if (route_of(ctx.state) == Route::expedite && deadlines.resolution && !deadlines.overdue) {
    limit = later(*deadlines.resolution, ctx.limit());
  }
  auto own = Decision::of(Unmerged{ctx.by(), merged_into, c.reason, limit});
  const auto* target = find(ctx, ctx.target_stream(c.target));
  if (target == nullptr) return own;
  if (auto no = check_not_recused_there(ctx, target->state)) return *no;
  const Released gone = released(ctx, target->state, ctx.context.stream);
  // A target that has ended keeps what it has: nothing runs there any more.
  if (!advance(target->state.phases, gone)) return own;
  return std::move(own).append_to(target->stream, {gone});
}

}  // namespace recourse::casework::complaint
