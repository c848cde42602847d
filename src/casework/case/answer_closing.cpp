// How a case ends: closed, withdrawn, merged (R8, R13).
#include <algorithm>

#include <recourse/casework/case/inquiry.hpp>

#include "casework/case/desk.hpp"

namespace recourse::casework {
namespace {

bool is_for_closing(Outcome outcome) {
  return outcome == Outcome::done || outcome == Outcome::answered ||
         outcome == Outcome::cannot_by_law;
}

/// What the phase that it is closed from asks for besides.
std::optional<core::Refusal> check_phase_allows(const Desk& desk, const Close& c) {
  const auto& state = desk.state;
  if (state.phases.life == Phase::notice_issued && blank(c.waiver)) {
    return refuse<refusals::waiver_missing>();
  }
  if (state.phases.life == Phase::accepted_lacking && !c.promise_kept &&
      !desk.passed(state.limits.promise)) {
    return refuse<refusals::promise_is_open>();
  }
  const bool done = c.outcome == Outcome::done;
  if (state.phases.life == Phase::expedited && done && !state.work.matter_done &&
      !state.intake.historical) {
    return refuse<refusals::matter_not_done>();
  }
  const auto kind = state.ladder.answer_kind;
  if (kind == AnswerKind::cannot_by_law && done) {
    return refuse<refusals::answer_says_otherwise>();
  }
  // Another route does not make the answer undone.
  const bool to_apply = kind == AnswerKind::do_it_so || kind == AnswerKind::authorised;
  const bool gives_up = state.phases.life == Phase::notice_issued;
  if (to_apply && !c.applied && !gives_up) {
    return refuse<refusals::answer_not_applied>();
  }
  const bool below_chief = desk.role == Role::window_officer || desk.role == Role::counter_lead;
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

const core::Related<State>* find(const Desk& desk, const std::string& stream) {
  const auto& all = desk.related;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto& r) { return r.stream.text() == stream; });
  return found != all.end() && found->version.value > 0 ? &*found : nullptr;
}

bool counts(const State& target) {
  return target.phases.clock == ClockPhase::running || target.phases.clock == ClockPhase::paused;
}

/// The target takes the earlier start, and with it the earlier limit; one that has passed stands,
/// whether or not its timer has said so.
Absorbed absorbed(const Desk& desk, const State& target, const std::string& source) {
  Absorbed e{source, desk.state.limits.from, std::nullopt};
  if (!counts(target) || e.from >= target.limits.from) return e;
  // What the citizen was promised, or was told of an extension, stays.
  const bool promised = target.limits.extensions > 0 || target.limits.promise.has_value();
  if (promised) return e;
  if (desk.passed(target.limits.finish)) return e;
  State moved = target;
  moved.limits.from = e.from;
  const Due limit = desk.over(moved).limit();
  const Due now = target.limits.finish.value_or(limit);
  if (limit.at < now.at) e.finish = limit;
  return e;
}

/// The target gets back the limit that it had before, unless another has taken its place since.
Released released(const Desk& desk, const State& target, const std::string& source) {
  Released e{source, std::nullopt};
  const auto& all = target.ending.absorbed;
  const auto gone = std::ranges::find(all, source, &Absorption::source);
  if (gone == all.end() || !gone->moved || gone->round != target.ending.rounds) return e;
  const bool stands = counts(target) && target.limits.finish == gone->moved;
  if (!stands) return e;
  e.finish = gone->before;
  // Another case that is still inside may have started earlier, too.
  State left = target;
  std::erase_if(left.ending.absorbed, [&](const auto& one) { return one.source == source; });
  left.limits.from = round_start(left);
  if (left.limits.from < left.limits.own_from && e.finish) {
    e.finish = earlier(*e.finish, desk.over(left).limit());
  }
  return e;
}

/// Same person and same matter: the first the officer has seen, the second the cases say.
std::optional<core::Refusal> check_one_matter(const Desk& desk, const Merge& c,
                                              const State& target) {
  if (!c.same_person) {
    return refuse<refusals::same_person_missing>();
  }
  const auto& own = desk.state.intake;
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
std::optional<core::Refusal> check_not_barred_there(const Desk& desk, const State& target) {
  return check_not_barred(desk.over(target));
}

/// Bars that the target does not have yet.
std::vector<Event> bars_for(const Desk& desk, const State& target) {
  std::vector<Event> events;
  for (const auto& one : desk.state.access.barred) {
    const bool known = std::ranges::any_of(target.access.barred, [&](const BarredPerson& there) {
      if (!one.staff.empty()) return there.staff == one.staff && (there.role || !one.role);
      return there.described == one.described;
    });
    if (known) continue;
    events.push_back(Barred{desk.by(), one, "并入事项中应回避"});
  }
  return events;
}

}  // namespace

Answer answer(const Desk& desk, const Close& c) {
  if (auto no = check_phase_allows(desk, c)) return *no;
  if (!c.outcome) return refuse<refusals::outcome_missing>();
  if (!is_for_closing(*c.outcome)) {
    return refuse<refusals::outcome_not_by_closing>();
  }
  if (blank(c.reply)) return refuse<refusals::reply_missing>();
  if (auto no = check_told(desk, c.told, "R13")) return *no;
  if (*c.outcome != Outcome::done && blank(c.next_step)) {
    return refuse<refusals::closing_next_step_missing>();
  }
  return Answer::of(
      Closed{desk.by(), c.reply, c.standard_reply, *c.told, c.next_step, c.late_reason, c.waiver,
             desk.finish(*c.outcome), desk.rating_end(), c.applied, c.why_late,
             desk.working_days(desk.day_of(desk.state.limits.own_from), desk.today())});
}

Answer answer(const Desk& desk, const Withdraw& c) {
  if (!c.proof || blank(c.reference)) {
    return refuse<refusals::proof_missing>();
  }
  const auto& inquiry = desk.state.access.inquiry;
  const bool by_code = *c.proof == WithdrawProof::code && !inquiry.empty();
  if (by_code && inquiry_digest(desk.context.stream, c.reference) != inquiry) {
    return refuse<refusals::wrong_code>();
  }
  const bool attitude = desk.state.intake.category == Category::attitude;
  // A code that was compared is not stored.
  auto result = Answer::of(Withdrawn{*c.proof, by_code ? std::string{"inquiry"} : c.reference,
                                     c.reason, attitude, desk.finish(Outcome::withdrawn)});
  if (!attitude) return result;
  return supervised(desk, std::move(result), SupervisionCause::attitude_withdrawn);
}

Answer answer(const Desk& desk, const Merge& c) {
  if (blank(c.reason)) return refuse<refusals::merge_reason_missing>();
  if (desk.context.stream == desk.target_stream(c.target)) {
    return refuse<refusals::merge_into_itself>();
  }
  const auto* target = find(desk, desk.target_stream(c.target));
  if (target == nullptr) {
    return refuse<refusals::no_such_target>(Put<"target">{c.target});
  }
  if (auto no = check_not_barred_there(desk, target->state)) return *no;
  if (auto no = check_one_matter(desk, c, target->state)) return *no;
  const Absorbed taken = absorbed(desk, target->state, desk.context.stream);
  if (!advance(target->state.phases, taken)) {
    return refuse<refusals::target_not_open>(
        Put<"target">{c.target}, Put<"phase">{describe::enum_name(target->state.phases.life),
                                              zh(target->state.phases.life)});
  }
  auto own =
      Answer::of(Merged{desk.by(), target->stream.text(), c.reason, desk.finish(Outcome::duplicate),
                        desk.paused_days_now(), desk.rested_limit()});
  std::vector<Event> there{taken};
  for (auto& bar : bars_for(desk, target->state)) there.push_back(std::move(bar));
  return std::move(own).also(target->stream, std::move(there));
}

Answer answer(const Desk& desk, const Unmerge& c) {
  if (blank(c.reason)) return refuse<refusals::unmerge_reason_missing>();
  const auto& merged_into = desk.state.ending.merged_into;
  if (desk.target_stream(c.target) != merged_into) {
    return refuse<refusals::not_merged_into_that>(Put<"target">{desk.state.ending.merged_into});
  }
  // Back to triage: the day of need was a limit of the route that it left.
  std::optional<Due> limit;
  const auto& limits = desk.state.limits;
  if (route_of(desk.state) == Route::expedite && limits.finish && !limits.overdue) {
    limit = later(*limits.finish, desk.limit());
  }
  auto own = Answer::of(Unmerged{desk.by(), merged_into, c.reason, limit});
  const auto* target = find(desk, desk.target_stream(c.target));
  if (target == nullptr) return own;
  if (auto no = check_not_barred_there(desk, target->state)) return *no;
  const Released gone = released(desk, target->state, desk.context.stream);
  // A target that has ended keeps what it has: nothing runs there any more.
  if (!advance(target->state.phases, gone)) return own;
  return std::move(own).also(target->stream, {gone});
}

}  // namespace recourse::casework
