// How a case ends: closed, withdrawn, merged (R8, R13).
#include <algorithm>

#include <recourse/casework/complaint/inquiry.hpp>

#include "casework/complaint/decision_context.hpp"
#include "casework/complaint/relations.hpp"

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
  if (state.phases.stage == Phase::accepted_lacking && !c.promise_kept) {
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

/// What the other case keeps of this one: the deadline that its citizen was told, a message that
/// nobody has reacted to, and who is barred. Who was late before brings no deadline: nobody becomes
/// late by a merge.
Absorbed absorbed(const DecisionContext& ctx, const State& target) {
  const auto clock = ctx.state.phases.clock;
  Absorbed e{.source = ctx.context.stream, .from = ctx.state.deadlines.from};
  if (clock == ClockPhase::paused) e.limit = ctx.rest_over().resolution;
  if (clock == ClockPhase::running) e.limit = ctx.state.deadlines.resolution;
  for (const auto& one : ctx.state.ending.absorbed) {
    // What came along into this one goes along with it.
    if (e.limit && holds_here(ctx.state, one)) e.limit = earlier(*e.limit, *one.limit);
  }
  // What the citizen was promised, or was told of an extension, stays.
  if (target.deadlines.extensions > 0 || target.deadlines.promise) e.limit.reset();
  // One that has passed was recorded here, and is not missed there once more.
  const auto attention = attention_deadline(ctx.state);
  if (!ctx.passed(attention)) e.attention = attention;
  for (const auto& one : ctx.state.access.recused) {
    const bool known = std::ranges::any_of(target.access.recused, [&](const RecusedPerson& there) {
      if (!one.staff.empty()) return there.staff == one.staff && (there.role || !one.role);
      return there.described == one.described;
    });
    if (!known) e.recused.push_back(one);
  }
  return e;
}

/// Its own deadline, and those of the others inside, have not passed.
Released released(const DecisionContext& ctx, const State& target) {
  State left = target;
  std::erase_if(left.ending.absorbed,
                [&](const auto& one) { return one.source == ctx.context.stream; });
  const auto before = resolution_deadline(target);
  const auto after = resolution_deadline(left);
  const bool by_the_other = target.phases.clock == ClockPhase::overdue && before != after;
  return {ctx.context.stream, by_the_other && !ctx.passed(after)};
}

/// A district merges what its own stations have.
std::optional<core::Refusal> check_in_district(const DecisionContext& ctx, const State& state) {
  const auto bureau = bureau_of(ctx.context.actor.unit);
  if (ctx.role != Role::district_officer || state.intake.district == bureau) return std::nullopt;
  return refuse<refusals::not_the_same_district>(Put<"district">{bureau});
}

/// Cases of two stations are one for those who are above both.
std::optional<core::Refusal> check_one_reach(const DecisionContext& ctx, const State& target) {
  if (ctx.role == Role::district_officer) return check_in_district(ctx, target);
  const auto& other = target.intake.station;
  if (ctx.role == Role::supervisor || ctx.state.intake.station == other) return std::nullopt;
  return refuse<refusals::not_the_same_station>(Put<"station">{other});
}

/// The letters of a name, without the spaces between them; none if there is no name, or it is not
/// to be read any more.
std::string letters_of(const std::optional<Sealed<std::string>>& name) {
  std::string letters;
  if (!name || !name->is_clear()) return letters;
  std::ranges::copy_if(name->clear(), std::back_inserter(letters),
                       [](char c) { return c != ' ' && c != '\t'; });
  return letters;
}

bool are_other_names(const Intake& a, const Intake& b) {
  const auto one = letters_of(a.name);
  const auto other = letters_of(b.name);
  return !one.empty() && !other.empty() && one != other;
}

/// Same person and same matter: the first the officer has seen, the second the cases say.
std::optional<core::Refusal> check_one_matter(const DecisionContext& ctx, const Merge& c,
                                              const State& target) {
  if (!c.same_person) {
    return refuse<refusals::same_person_missing>();
  }
  const auto& own = ctx.state.intake;
  const auto& other = target.intake;
  // Two names of which one is confidential cannot be compared: that needs more than a tick, too.
  const bool told_apart = own.confidential || other.confidential || are_other_names(own, other);
  if (told_apart && blank(c.identity)) return refuse<refusals::names_differ>();
  const bool one_is_attitude =
      (own.category == Category::attitude) != (other.category == Category::attitude);
  if (one_is_attitude) {
    return refuse<refusals::not_the_same_category>();
  }
  if (auto no = check_one_reach(ctx, target)) return no;
  const bool both = !own.matter.empty() && !other.matter.empty();
  if (both ? own.matter == other.matter : own.line == other.line) {
    return std::nullopt;
  }
  return refuse<refusals::not_the_same_matter>(Put<"other">{other.matter}, Put<"own">{own.matter});
}

/// Whoever is barred from the other case has no hand in it by way of this one.
std::optional<core::Refusal> check_not_recused_there(const DecisionContext& ctx,
                                                     const State& target) {
  return check_not_recused(ctx.over(target));
}

Decision closed(const DecisionContext& ctx, const Close& c) {
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
      ctx.working_days(ctx.day_of(ctx.state.deadlines.from), ctx.today()), std::move(basis)});
}

}  // namespace

// The rest ends with the case, so that its days are on record.
Decision decide(const DecisionContext& ctx, const Close& c) {
  return resumed_first(ctx, [&](const DecisionContext& now) { return closed(now, c); });
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
  if (auto no = check_in_district(ctx, ctx.state)) return *no;
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
  const Absorbed taken = absorbed(ctx, target->state);
  if (!advance(target->state.phases, taken)) {
    return refuse<refusals::target_not_open>(
        Put<"target">{c.target}, Put<"phase">{describe::enum_name(target->state.phases.stage),
                                              zh(target->state.phases.stage)});
  }
  auto own = Decision::of(Merged{ctx.by(), target->stream.text(), c.reason,
                                 ctx.resolution(Outcome::duplicate), c.identity});
  return std::move(own).append_to(target->stream, {taken});
}

namespace {

/// The message that came along was reacted to in the case that it went on in.
bool answered_there(const DecisionContext& ctx, const State& target) {
  const auto& all = target.ending.absorbed;
  const auto one = std::ranges::find(all, ctx.context.stream, &Absorption::source);
  if (one == all.end() || one->attention) return false;
  const auto attention = attention_deadline(ctx.state);
  return attention && attention->at >= one->at;  // else it was not brought along
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Unmerge& c) {
  if (blank(c.reason)) return refuse<refusals::unmerge_reason_missing>();
  const auto& merged_into = ctx.state.ending.merged_into;
  if (ctx.target_stream(c.target) != merged_into) {
    return refuse<refusals::not_merged_into_that>(Put<"target">{ctx.state.ending.merged_into});
  }
  Unmerged own{ctx.by(),
               merged_into,
               c.reason,
               ctx.state.ending.merged_from.value_or(Phase::accepted),
               ctx.state.ending.merged_clock.value_or(ClockPhase::running),
               false};
  const auto* target = find(ctx, ctx.target_stream(c.target));
  if (target == nullptr) return Decision::of(std::move(own));
  if (auto no = check_not_recused_there(ctx, target->state)) return *no;
  own.answered = answered_there(ctx, target->state);
  return Decision::of(std::move(own)).append_to(target->stream, {released(ctx, target->state)});
}

}  // namespace recourse::casework::complaint
