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

/// The deadline that the citizen can rely on. A clock that rests would go on resting, at most until
/// its cap: until then nobody is late.
std::optional<Due> reliable_limit(const DecisionContext& ctx) {
  const auto& deadlines = ctx.state.deadlines;
  // What came along into this one goes along with it.
  if (ctx.state.phases.clock == ClockPhase::running) return resolution_deadline(ctx.state);
  if (ctx.state.phases.clock != ClockPhase::paused) return std::nullopt;
  core::Context latest = ctx.context;
  if (deadlines.pause_cap) latest.now = std::max(latest.now, deadlines.pause_cap->at);
  const auto rest = ctx.at(latest).rest_over();
  Due limit = rest.resolution;
  for (const auto& one : rest.absorbed) limit = earlier(limit, one);
  return limit;
}

/// What the other case keeps of this one: the deadline that its citizen was told, a message or a
/// first contact that is open, who is barred, and what was asked for and brought. Who was late
/// before brings no deadline: nobody becomes late by a merge.
Absorbed absorbed(const DecisionContext& ctx, const State& target) {
  Absorbed e{.source = ctx.context.stream, .from = ctx.state.deadlines.from};
  // What the citizen was promised, or was told of an extension, stays.
  const bool told_otherwise = target.deadlines.extensions > 0 || target.deadlines.promise;
  // One that has passed was recorded here, and is not missed there once more; in a case of the past
  // it runs on for ever.
  const auto limit = reliable_limit(ctx);
  if (!told_otherwise && !ctx.passed(limit)) e.limit = limit;
  const auto attention = attention_deadline(ctx.state);
  if (!ctx.passed(attention)) e.attention = attention;
  const auto contact = contact_deadline(ctx.state);
  if (!ctx.passed(contact)) e.contact = contact;
  e.brought = papers_brought(ctx.state);
  e.listed = papers_listed(ctx.state);
  for (const auto& one : ctx.state.access.recused) {
    const bool known = std::ranges::any_of(target.access.recused, [&](const RecusedPerson& there) {
      if (!one.staff.empty()) return there.staff == one.staff && (there.role || !one.role);
      return there.described == one.described;
    });
    if (!known) e.recused.push_back(one);
  }
  return e;
}

/// The limit of another unit in the other case: it ends before a deadline that came along, less the
/// station's days.
Due within_absorbed(const DecisionContext& there, const Due& limit) {
  const Due whole = there.uncut(limit);
  const auto finish = resolution_deadline(there.state);
  if (!finish || finish == there.state.deadlines.resolution) return whole;
  const Due within = there.within_reserve(whole, *finish);
  return within.at < whole.at ? there.cut_to(whole, within) : whole;
}

/// Earlier now that another case came, later again now that it went; nothing: it stays.
std::optional<Due> moved_limit(const DecisionContext& there, const Due& before, bool comes) {
  const Due limit = within_absorbed(there, before);
  // What has passed was recorded, and what rests is looked at when it goes on.
  const bool stands = there.passed(before) || there.state.phases.clock == ClockPhase::paused;
  const bool earlier_now = comes && !stands && limit.at < before.at;
  const bool later_again = !comes && !there.passed(limit) && before.at < limit.at;
  return earlier_now || later_again ? std::optional{limit} : std::nullopt;
}

/// The limits of the other units that move.
LimitsRecomputed moved_limits(const DecisionContext& there, bool comes) {
  LimitsRecomputed e{.by = there.by(), .calendar = there.calendar.edition()};
  const auto& state = there.state;
  const auto stage = state.phases.stage;
  const bool asked = stage == Phase::escalated_district || stage == Phase::escalated_city;
  const auto& answer = state.deadlines.answer;
  if (asked && answer) e.answer = moved_limit(there, *answer, comes);
  if (!is_open(stage)) return e;
  bool any = false;
  for (const auto& one : state.work.assisting) {
    const auto limit = one.missed ? std::nullopt : moved_limit(there, one.due, comes);
    any = any || limit.has_value();
    e.assisting.push_back(limit.value_or(one.due));
  }
  if (!any) e.assisting.clear();
  return e;
}

/// `event` of the other case, and what it does to the limits of other units there.
std::vector<Event> with_moved_limits(const DecisionContext& there, Event event) {
  const bool comes = std::holds_alternative<Absorbed>(event);
  const State then = after_event(there, event);
  auto moved = moved_limits(there.over(then), comes);
  std::vector<Event> events{std::move(event)};
  if (moved.answer || !moved.assisting.empty()) events.push_back(std::move(moved));
  return events;
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

/// A department has its question, or has answered it, in this round.
bool is_with_department(const State& state) {
  const auto stage = state.phases.stage;
  return stage == Phase::escalated_district || stage == Phase::escalated_city ||
         stage == Phase::facts_wanted || state.escalation.answer_kind.has_value();
}

/// A case and the other one that is to take it in, each as it stands.
struct Pair {
  const DecisionContext& own;
  const DecisionContext& other;
};

/// What a department was asked, or has answered, goes on where it is: the other case joins it.
std::optional<core::Refusal> check_question_goes_on(const Pair& cases, const std::string& target) {
  if (!is_with_department(cases.own.state)) return std::nullopt;
  const auto& own = cases.own.state.escalation.department;
  const auto& other = cases.other.state.escalation.department;
  if (!is_with_department(cases.other.state)) {
    return refuse<refusals::department_has_it>(Put<"department">{own}, Put<"target">{target});
  }
  if (own == other) return std::nullopt;
  return refuse<refusals::two_departments_have_them>(Put<"own">{own}, Put<"other">{other});
}

/// The papers that a notice asked for are brought where it was issued, until the day that stands
/// in it, while that clock rests: the other case joins this one.
std::optional<core::Refusal> check_papers_come_here(const Pair& cases, const std::string& target) {
  if (cases.own.state.phases.stage != Phase::notice_issued) return std::nullopt;
  const auto there = cases.other.state.phases.stage;
  if (there == Phase::notice_issued || there == Phase::accepted_lacking) {
    return refuse<refusals::both_wait_for_papers>(Put<"target">{target});
  }
  return refuse<refusals::papers_are_brought_here>(Put<"target">{target});
}

/// Late by its own limit, and not by that of a case inside.
bool is_late_itself(const DecisionContext& ctx) {
  const auto& deadlines = ctx.state.deadlines;
  return deadlines.overdue && (ctx.state.ending.rounds > 1 || ctx.passed(deadlines.resolution));
}

/// Who was late is not in time by going on in a case that began later: that one joins this.
std::optional<core::Refusal> check_lateness_stays(const Pair& cases, const std::string& target) {
  if (!cases.own.state.deadlines.overdue || is_late_itself(cases.other)) return std::nullopt;
  return refuse<refusals::late_case_goes_on>(Put<"target">{target});
}

/// What goes on in the case in which it began.
std::optional<core::Refusal> check_goes_on(const Pair& cases, const std::string& target) {
  if (auto no = check_question_goes_on(cases, target)) return no;
  if (auto no = check_papers_come_here(cases, target)) return no;
  return check_lateness_stays(cases, target);
}

/// The same, and nobody is sent from one to the other and back.
std::optional<core::Refusal> check_which_goes_on(const DecisionContext& ctx, const Merge& c,
                                                 const State& target) {
  const DecisionContext there = ctx.over(target);
  auto no = check_goes_on({ctx, there}, c.target);
  if (!no || !check_goes_on({there, ctx}, c.target)) return no;
  const bool alike =
      no->is(refusals::two_departments_have_them) || no->is(refusals::both_wait_for_papers);
  if (alike) return no;
  return refuse<refusals::each_goes_on>(Put<"target">{c.target});
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
  if (auto no = check_which_goes_on(ctx, c, target->state)) return *no;
  auto own = Decision::of(Merged{ctx.by(), target->stream.text(), c.reason,
                                 ctx.resolution(Outcome::duplicate), c.identity});
  return std::move(own).append_to(target->stream,
                                  with_moved_limits(ctx.over(target->state), taken));
}

namespace {

/// Its citizen, or that of a case inside, had not been contacted when it was merged.
bool waits_for_contact(const State& state) {
  return !state.deadlines.contacted_at ||
         !std::ranges::all_of(state.ending.absorbed,
                              [](const Absorption& one) { return one.contacted_at.has_value(); });
}

/// What became of it in the case that it went on in: its message was reacted to, its citizen was
/// contacted. A message whose limit had passed before was not brought along.
void add_what_was_met(Unmerged& own, const DecisionContext& ctx, const State& target) {
  const auto& all = target.ending.absorbed;
  const auto one = std::ranges::find(all, ctx.context.stream, &Absorption::source);
  if (one == all.end()) return;
  const auto attention = attention_deadline(ctx.state);
  own.answered = !one->attention && attention && attention->at >= one->at;
  if (waits_for_contact(ctx.state)) own.contacted = one->contacted_at;
}

/// It stands on its own again, and what its limits brought meanwhile is said at once: each counts
/// from its own end, as it would have without the merge.
Decision taken_out(const DecisionContext& ctx, Unmerged own) {
  std::vector<Event> events{std::move(own)};
  State then = after_events(ctx, events);
  auto passed = events_of_passed_limits(ctx.rules, then, ctx.context);
  events.insert(events.end(), std::make_move_iterator(passed.begin()),
                std::make_move_iterator(passed.end()));
  return Decision{std::move(events)};
}

}  // namespace

Decision decide(const DecisionContext& ctx, const Unmerge& c) {
  if (blank(c.reason)) return refuse<refusals::unmerge_reason_missing>();
  const auto& merged_into = ctx.state.ending.merged_into;
  if (ctx.target_stream(c.target) != merged_into) {
    return refuse<refusals::not_merged_into_that>(Put<"target">{ctx.state.ending.merged_into});
  }
  Unmerged own{ctx.by(), merged_into, c.reason,
               ctx.state.ending.merged_from.value_or(Phase::accepted),
               ctx.state.ending.merged_clock.value_or(ClockPhase::running)};
  const auto* target = find(ctx, ctx.target_stream(c.target));
  if (target == nullptr) return taken_out(ctx, std::move(own));
  if (auto no = check_not_recused_there(ctx, target->state)) return *no;
  // What came along went on with it, and cannot be taken back from there.
  if (target->state.phases.stage == Phase::merged) {
    return refuse<refusals::target_went_on>(Put<"target">{c.target},
                                            Put<"other">{target->state.ending.merged_into});
  }
  add_what_was_met(own, ctx, target->state);
  return taken_out(ctx, std::move(own))
      .append_to(target->stream,
                 with_moved_limits(ctx.over(target->state), released(ctx, target->state)));
}

}  // namespace recourse::casework::complaint
