#include "tests/property/checks.hpp"

#include <algorithm>
#include <recourse/casework/complaint/json.hpp>

namespace recourse::property {
namespace {

using namespace casework;
using namespace casework::complaint;

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

bool same_round(const Happened& h) {
  return h.before.phases.stage != Phase::none && h.before.ending.rounds == h.after.ending.rounds;
}

std::string show(Timestamp at) { return to_string(at, kShanghaiOffset); }
std::string show(const std::optional<Due>& due) { return due ? show(due->at) : "none"; }

bool under_a_limit(const State& state) {
  return std::ranges::any_of(due_times(state), [](const DueTime& one) { return !one.met_at; });
}

// R16: at each moment owned by a named unit, with a due time.
std::string open_is_owned_and_due(const Decided& d) {
  const auto& state = d.life.state;
  if (!is_open(state.phases.stage)) return {};
  if (is_blank(owner_of(state))) return "an open case has no owner";
  const bool late = state.phases.clock == ClockPhase::overdue;
  return late || under_a_limit(state) ? "" : "an open case is under no limit";
}

// R16, R13: a late case answers a supervision, or has a dated plan.
std::string late_is_under_a_limit(const Decided& d) {
  const auto& state = d.life.state;
  const bool late = is_open(state.phases.stage) && state.phases.clock == ClockPhase::overdue;
  return !late || under_a_limit(state) ? "" : "a late case is under no limit";
}

std::string done_has_outcome(const Decided& d) {
  const auto& state = d.life.state;
  const auto& ending = state.ending;
  const Phase at = state.phases.stage;
  const bool review = at == Phase::review_1 || at == Phase::review_2;
  if (is_open(at) && !review) return ending.outcome ? "an open case has an outcome" : "";
  if (at == Phase::none) return {};
  const bool whole =
      ending.outcome && ending.closed_at && ending.on_time && ending.working_days.has_value();
  if (!whole) return "a case that is done lacks outcome, day, or how long it took";
  if (ending.round_days && *ending.round_days > *ending.working_days) {
    return "the round took " + std::to_string(*ending.round_days) + " working days, the whole " +
           std::to_string(*ending.working_days);
  }
  return {};
}

/// What an event that ends a case says of its end; nothing: it ends none.
std::optional<Resolution> finish_of(const Event& event) {
  return std::visit(
      [](const auto& e) -> std::optional<Resolution> {
        if constexpr (requires { e.resolution.outcome; }) {
          return e.resolution;
        } else {
          return std::nullopt;
        }
      },
      event);
}

std::string end_says_how(const Happened& h) {
  const bool ends = is_open(h.before.phases.stage) && !is_open(h.after.phases.stage);
  if (!ends || std::holds_alternative<ReviewUpheld>(h.event)) return {};
  const auto finish = finish_of(h.event);
  if (!finish || finish->outcome == Outcome{}) {
    return std::string{describe::type_of(h.event)} + " ends it without an outcome";
  }
  if (h.after.ending.outcome != finish->outcome) return "the state has another outcome";
  const auto* closed = std::get_if<Closed>(&h.event);
  if (closed == nullptr) return {};
  if (!closed->reply || is_blank(closed->reply->clear())) return "closed without a reply";
  if (describe::enum_name(closed->told).empty()) return "closed without telling the citizen";
  const bool stuck = closed->resolution.outcome != Outcome::done && is_blank(closed->next_step);
  return stuck ? "not done, and no next step" : "";
}

// Sending a case back never resets its clock, and a merge brings no other start.
std::string start_never_moves_on(const Happened& h) {
  if (!same_round(h) || h.after.deadlines.from == h.before.deadlines.from) return {};
  return "the start moved to " + show(h.after.deadlines.from);
}

std::string late_finish_stands(const Happened& h) {
  if (!same_round(h) || !h.life.late_round ||
      h.before.deadlines.resolution == h.after.deadlines.resolution)
    return {};
  return "the finish of a late case moved from " + show(h.before.deadlines.resolution) + " to " +
         show(h.after.deadlines.resolution) + " by " + std::string{describe::type_of(h.event)};
}

// Neither a merge nor its undoing moves what a case has of its own, and nobody is late by it.
std::string merging_makes_nobody_late(const Happened& h) {
  const auto* taken = std::get_if<Absorbed>(&h.event);
  if (taken == nullptr && !std::holds_alternative<Released>(h.event)) return {};
  if (h.after.deadlines.resolution != h.before.deadlines.resolution) {
    return "its own deadline moved to " + show(h.after.deadlines.resolution);
  }
  if (taken == nullptr) return {};
  const auto before = resolution_deadline(h.before);
  const auto after = resolution_deadline(h.after);
  if (after == before) return {};
  if (after != taken->limit) return "the deadline is neither of the two: " + show(after);
  return after->at < h.facts.occurred_at ? "late by a merge, since " + show(after) : "";
}

std::string on_time_is_in_time(const Happened& h) {
  const auto finish = finish_of(h.event);
  if (!finish || !finish->on_time) return {};
  if (h.life.late_round) return "on time, although the limit had passed";
  const auto clock = h.before.phases.clock;
  const bool ran = clock == ClockPhase::running || clock == ClockPhase::overdue;
  const auto limit = resolution_deadline(h.before);
  return ran && limit && h.facts.occurred_at > limit->at ? "on time, but behind the limit" : "";
}

std::string rest_keeps_what_is_left(const Happened& h) {
  const bool went_on =
      h.before.phases.clock == ClockPhase::paused && h.after.phases.clock == ClockPhase::running;
  if (!went_on || !h.before.deadlines.resolution || !h.after.deadlines.resolution) return {};
  const auto& was = *h.before.deadlines.resolution;
  const auto& is = *h.after.deadlines.resolution;
  const bool corrected = h.before.deadlines.days_left.has_value() && is.from != was.from;
  return is.at < was.at && !corrected
             ? "a rest took time away: " + show(was.at) + " became " + show(is.at)
             : "";
}

std::string late_stays_late(const Happened& h) {
  const auto* released = std::get_if<Released>(&h.event);
  const bool by_the_other = released != nullptr && released->in_time;
  if (h.before.deadlines.overdue && !h.after.deadlines.overdue && !by_the_other)
    return "a late case became punctual";
  const bool ended = finish_of(h.event).has_value() && h.after.ending.on_time.has_value();
  if (ended && h.after.deadlines.overdue && *h.after.ending.on_time) return "late, but on time";
  return {};
}

/// The days for which the clock has rested, as the event says that lets it go on.
std::uint32_t rested(const Event& event) {
  return std::visit(
      [](const auto& e) -> std::uint32_t {
        if constexpr (requires { e.paused_days; }) {
          return e.paused_days;
        } else {
          return 0;
        }
      },
      event);
}

std::string pauses_add_up(const Happened& h) {
  if (!same_round(h)) return {};
  const auto wanted = h.before.deadlines.paused_days + rested(h.event);
  if (h.after.deadlines.paused_days == wanted) return {};
  return "days of rest were lost: " + std::to_string(h.after.deadlines.paused_days) + " of " +
         std::to_string(wanted);
}

std::string due_after_report(const Decided& d) {
  const auto& state = d.life.state;
  const auto first = std::min(state.intake.reported_at, state.deadlines.from);
  for (const auto& one : due_times(state)) {
    if (one.kind == DeadlineKind::resolution && d.life.late_round) continue;
    if (one.due.at < first) {
      return std::string{describe::enum_name(one.kind)} +
             " was due before the report: " + show(one.due.at);
    }
  }
  return {};
}

std::string refusal_explains(const Decided& d) {
  if (!d.decision.is_refusal()) return {};
  if (!d.decision.events().empty() || !d.decision.related_events().empty()) {
    return "a refusal has events";
  }
  const auto& no = d.decision.refusal();
  if (is_blank(no.name) || is_blank(no.rule)) return "a refusal without name or rule: " + no.en;
  if (is_blank(no.en) || is_blank(no.zh)) return no.name + " says nothing in English or Chinese";
  return d.life.state == d.before ? "" : "a refusal changed the case";
}

/// A timer of the case has passed, and fires before the next command: what is said of the case now
/// is not what it will be then.
bool changes_first(const Decided& d) {
  return std::ranges::any_of(d.life.armed, [&](const core::ArmedTimer& timer) {
    return timer.fires && !timer.spent && timer.due < d.context.now;
  });
}

/// How a command of this name is answered, by somebody who may give it if anybody may.
std::optional<core::Refusal> asked(const Decided& d, std::string_view name) {
  const auto draft = sensible(d.dice, d.context.now, d.life.state, "B", name);
  auto context = d.context;
  context.actor = draft.actor;
  const auto answer = d.rules.decide(d.life.state, draft.command, context, {});
  if (!answer.is_refusal()) return std::nullopt;
  return answer.refusal();
}

std::string allowed_is_true(const Decided& d) {
  const auto listed = allowed_commands(d.life.state.phases);
  const auto& all = describe::set_info<Command>().types;
  const auto name = all[d.dice.below(all.size())]->type;
  const bool is_listed = std::ranges::find(listed, name) != listed.end();
  const auto no = asked(d, name);
  if (is_listed && no && no->name == "not_allowed_in_phase") {
    return std::string{name} + " is listed and refused";
  }
  // What only timers may give is nobody's next step.
  const bool timed = roles_for(d.life.state.phases.stage, name) == role_bit(Role::timer);
  if (!is_listed && !timed && !no) return std::string{name} + " is not listed and taken";
  return {};
}

std::string what_is_taken_was_offered(const Decided& d) {
  const auto by = d.context.actor.role;
  if (d.decision.is_refusal() || d.before.phases.stage == Phase::none || by == "timer") return {};
  const auto name = describe::type_of(d.command);
  const auto offered = d.rules.next_for(d.before, d.context);
  if (std::ranges::find(offered, name) != offered.end()) return {};
  return std::string{name} + " was taken from " + d.context.actor.to_string() + ", not offered";
}

std::string refusal_lists_what_is_taken(const Decided& d) {
  if (!d.decision.is_refusal() || d.decision.refusal().allowed.empty()) return {};
  if (changes_first(d)) return {};
  const auto& allowed = d.decision.refusal().allowed;
  const auto& name = allowed[d.dice.below(allowed.size())];
  const auto no = asked(d, name);
  if (!no || no->name != "not_allowed_in_phase") return {};
  return name + " was said to be allowed, and is refused";
}

std::string replay_is_the_state(const Decided& d) {
  State again;
  for (const auto& [event, facts] : d.life.log) d.rules.evolve(again, event, facts);
  if (again.version != d.life.log.size()) return "the version is not the number of events";
  return again == d.life.state ? "" : "the events give another state";
}

std::string events_survive_storage(const Happened& h) {
  std::string bytes;
  describe::encode_alternative(h.event, bytes);
  const auto type = describe::type_of(h.event);
  const auto again = describe::decode_as<Event>(type, describe::version_of(h.event), bytes);
  if (!again) return std::string{type} + " is not read back: " + again.error().message();
  if (*again != h.event) return std::string{type} + " is read back as something else";
  std::string twice;
  describe::encode_alternative(*again, twice);
  return twice == bytes ? "" : std::string{type} + " has two encodings";
}

template <class V>
std::string json_fault(const V& value,
                       Result<V> (*read)(std::string_view, const boost::json::value&)) {
  auto json = casework::complaint::to_json(value, {.reveal = true});
  json.as_object().erase("type");
  const auto type = std::string{describe::type_of(value)};
  const auto again = read(type, json);
  if (!again) return type + " is not read from its JSON: " + again.error().message();
  return *again == value ? "" : type + " is another one after JSON";
}

std::string json_of_commands(const Decided& d) { return json_fault(d.command, command_from_json); }
std::string json_of_events(const Happened& h) { return json_fault(h.event, event_from_json); }

std::string machine_leads(const Happened& h) {
  const auto next = advance(h.before.phases, h.event);
  const auto type = std::string{describe::type_of(h.event)};
  if (!std::holds_alternative<TimerDeclined>(h.event)) {
    if (!next) return type + " was decided, and the lifecycle does not take it";
    if (*next != h.after.phases) return type + " led elsewhere than the lifecycle says";
  }
  return is_reachable(h.after.phases) ? "" : type + " led where no row leads";
}

/// Roles that the bars are for: those who handle, decide or look.
bool is_staff(std::string_view role) {
  return role != "citizen" && role != "timer" && role != "importer" && role != "receiver";
}

std::string barred_do_nothing(const Decided& d) {
  const auto& actor = d.context.actor;
  if (d.decision.is_refusal() || !is_staff(actor.role)) return {};
  if (std::holds_alternative<Recuse>(d.command) ||
      std::holds_alternative<AnswerSupervision>(d.command)) {
    return {};
  }
  const bool desk = actor.role == "window_officer" || actor.role == "counter_lead";
  for (const auto& one : d.before.access.recused) {
    if (!one.staff.empty() && one.staff == actor.id) return actor.id + " is barred, and acted";
    if (!one.staff.empty()) continue;
    const bool meant = one.role ? describe::enum_name(*one.role) == actor.role : desk;
    if (meant) return "somebody of that role is complained about, and it acted";
  }
  return {};
}

std::string handlers_never_rate(const Happened& h) {
  const auto* rated = std::get_if<Rated>(&h.event);
  if (rated == nullptr) return {};
  const auto& handlers = h.before.work.handlers;
  const bool handled = std::ranges::find(handlers, h.actor) != handlers.end();
  if (handled) return std::string{h.actor} + " handled the case and entered its rating";
  return rated->grade == Grade{} ? "a rating without a grade" : "";
}

std::string timers_fire_once(const Fired& f) {
  if (f.again) return f.timer.name + " fired twice in one generation";
  if (f.events == 0) return f.timer.name + " fired, and nothing was recorded";
  for (const auto& timer : f.life.armed) {
    const bool same = timer.name == f.timer.name && timer.generation == f.timer.generation;
    if (same && !timer.spent) return f.timer.name + " fired and is not spent";
  }
  return {};
}

/// A limit that acts has something to act on: a refusal means that it should not have run.
std::string timers_are_not_declined(const Happened& h) {
  const auto* declined = std::get_if<TimerDeclined>(&h.event);
  if (declined == nullptr) return {};
  return std::string{describe::enum_name(declined->kind)} +
         " ran out, and was declined: " + declined->reason;
}

std::string merging_keeps_both(const Happened& h) {
  if (const auto* taken = std::get_if<Absorbed>(&h.event)) {
    if (!is_open(h.after.phases.stage)) return "a case that is not open took another in";
    const auto& all = h.after.ending.absorbed;
    if (all.empty() || all.back().source != taken->source) return "what came in is not on record";
  }
  const bool merged = h.after.phases.stage == Phase::merged;
  if (merged && h.after.ending.merged_into.empty()) return "merged into nothing";
  if (merged && owner_of(h.after) != h.after.ending.merged_into) return "the owner is another";
  return {};
}

/// One entry a cause: none is overwritten, none vanishes, and the phase is what they come to.
std::string supervisions_stand_in_a_list(const Happened& h) {
  const auto& was = h.before.supervision;
  const auto& is = h.after.supervision;
  if (is.size() < was.size()) return "a supervision has vanished";
  for (std::size_t i = 0; i < is.size(); ++i) {
    if (is[i].number != i + 1) return "a supervision has another's number";
    if (i >= was.size()) continue;
    const bool same = is[i].cause == was[i].cause && is[i].unit == was[i].unit &&
                      is[i].since == was[i].since && is[i].times_missed >= was[i].times_missed;
    if (!same) return "a supervision was overwritten";
    const bool answers = std::holds_alternative<SupervisionVerified>(h.event);
    if (was[i].phase != SupervisionPhase::none && is[i].phase == SupervisionPhase::none && !answers)
      return "a supervision ended without a verification";
  }
  return h.after.phases.supervision == summary_of(is) ? "" : "the phase is not what the list says";
}

std::string missed_limits_are_counted_once(const Happened& h) {
  const auto times = [](const State& state) {
    std::uint32_t sum = 0;
    for (const auto& one : state.missed) sum += one.times;
    return sum;
  };
  const bool says = std::holds_alternative<LimitMissed>(h.event) ||
                    std::holds_alternative<SupervisionRaised>(h.event);
  if (times(h.after) != times(h.before) + (says ? 1U : 0U)) return "a missed limit was not counted";
  const auto* missed = std::get_if<LimitMissed>(&h.event);
  if (missed == nullptr) return {};
  if (missed->unit.empty()) return "nobody owed it";
  return h.facts.occurred_at > missed->due.at ? "" : "it has not passed";
}

/// Whatever sets a department's limit leaves the station its days, or the day on which it is set.
std::string departments_leave_a_reserve(const Happened& h) {
  const auto& answer = h.after.deadlines.answer;
  const auto stage = h.after.phases.stage;
  const bool asked = stage == Phase::escalated_district || stage == Phase::escalated_city;
  const bool set = asked && answer && answer != h.before.deadlines.answer;
  const auto finish = resolution_deadline(h.after);
  if (!set || !finish || h.after.phases.clock != ClockPhase::running) return {};
  const auto day = [](Timestamp at) { return local_day(at, kShanghaiOffset); };
  const auto today = day(h.facts.occurred_at);
  const auto left = Calendar::china().working_days_between(day(answer->at), day(finish->at)).days;
  const bool reserve = answer->at < finish->at && left >= Norms::shanghai().station_reserve;
  return reserve || day(answer->at) <= today
             ? ""
             : "a department may answer until " + show(answer) + " of " + show(finish);
}

/// Who had a case is told in the order of time, and while its clock rests nobody has it.
std::string custody_is_in_order(const Happened& h) {
  const auto& list = h.after.custody;
  if (list.empty()) return "nobody has had it";
  for (std::size_t i = 1; i < list.size(); ++i) {
    if (list[i].from < list[i - 1].from) return "custody goes back in time";
    if (list[i].unit == list[i - 1].unit) return "custody passed from a unit to itself";
  }
  const auto& after = h.after.phases;
  if (after.stage == Phase::merged) return {};
  const bool runs = after.clock == ClockPhase::running || after.clock == ClockPhase::overdue;
  return runs == list.back().unit.empty() ? "the clock and who has it disagree" : "";
}

constexpr Check kChecks[] = {
    {.name = "an_open_case_has_an_owner_and_a_limit", .decided = open_is_owned_and_due},
    {.name = "a_late_case_is_under_a_limit", .decided = late_is_under_a_limit},
    {.name = "a_case_that_is_done_has_its_outcome", .decided = done_has_outcome},
    {.name = "what_ends_a_case_says_how", .happened = end_says_how},
    {.name = "the_start_of_a_round_never_moves_on", .happened = start_never_moves_on},
    {.name = "the_finish_of_a_late_case_stands", .happened = late_finish_stands},
    {.name = "a_merge_makes_nobody_late", .happened = merging_makes_nobody_late},
    {.name = "on_time_is_in_time", .happened = on_time_is_in_time},
    {.name = "a_rest_keeps_what_is_left", .happened = rest_keeps_what_is_left},
    {.name = "what_was_late_stays_late", .happened = late_stays_late},
    {.name = "days_of_rest_add_up", .happened = pauses_add_up},
    {.name = "nothing_is_due_before_the_report", .decided = due_after_report},
    {.name = "a_refusal_explains_itself", .decided = refusal_explains},
    {.name = "what_is_listed_is_taken", .decided = allowed_is_true},
    {.name = "a_refusal_lists_what_is_taken", .decided = refusal_lists_what_is_taken},
    {.name = "what_is_taken_was_offered", .decided = what_is_taken_was_offered},
    {.name = "replay_gives_the_state", .decided = replay_is_the_state},
    {.name = "an_event_survives_storage", .happened = events_survive_storage},
    {.name = "an_event_survives_json", .happened = json_of_events},
    {.name = "a_command_survives_json", .decided = json_of_commands},
    {.name = "every_event_is_led_on_from_the_one_before", .happened = machine_leads},
    {.name = "the_barred_do_nothing", .decided = barred_do_nothing},
    {.name = "a_handler_never_rates", .happened = handlers_never_rate},
    {.name = "a_timer_fires_once", .fired = timers_fire_once},
    {.name = "a_limit_that_runs_has_something_to_do", .happened = timers_are_not_declined},
    {.name = "a_merge_keeps_both_cases", .happened = merging_keeps_both},
    {.name = "supervisions_stand_in_a_list", .happened = supervisions_stand_in_a_list},
    {.name = "a_missed_limit_is_counted_once", .happened = missed_limits_are_counted_once},
    {.name = "a_department_leaves_the_station_its_days", .happened = departments_leave_a_reserve},
    {.name = "custody_is_in_order", .happened = custody_is_in_order},
};

}  // namespace

std::span<const Check> checks() { return kChecks; }

}  // namespace recourse::property
