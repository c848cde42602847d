// What each command needs, what each event means, and who sees what.
#include <algorithm>
#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/common/text.hpp>
#include <recourse/casework/common/working_days.hpp>
#include <recourse/casework/hotline/refusals.hpp>

#include "casework/hotline/lifecycle_table.hpp"

namespace recourse::casework::hotline {
namespace {

using core::Put;
using core::refuse;
using Decision = core::Decision<Event>;

constexpr RoleSet kStation =
    role_bit(Role::window_officer) | role_bit(Role::counter_lead) | role_bit(Role::station_chief);
constexpr RoleSet kAbove = role_bit(Role::district_officer) | role_bit(Role::city_officer) |
                           role_bit(Role::liaison) | role_bit(Role::supervisor);

struct Step {
  std::string_view command;
  std::string_view event;
  RoleSet roles;
};
template <class Command, class Event>
constexpr Step step(RoleSet roles) {
  return {describe::spec_of<Command>.type, describe::spec_of<Event>.type, roles};
}
constexpr Step kSteps[] = {
    step<Link, Linked>(role_bit(Role::importer)),
    step<Suggest, Suggested>(role_bit(Role::importer)),
    step<Confirm, Confirmed>(kStation | kAbove),
    step<Dismiss, Dismissed>(kStation | kAbove),
    step<Open, Opened>(role_bit(Role::importer)),
    step<MissConfirmation, ConfirmationMissed>(role_bit(Role::timer)),
    step<RecomputeLimits, LimitsRecomputed>(role_bit(Role::timer)),
};
const Step& step_of(std::string_view command) {
  return *std::ranges::find(kSteps, command, &Step::command);
}

/// The limit that runs: of one that is likely or was dismissed.
std::vector<Due*> limits_of(State& state) {
  const bool runs = state.phase == Phase::likely || state.phase == Phase::dismissed;
  if (!runs || !state.until) return {};
  return {&*state.until};
}

WorkingDays days_of(const HotlineDecider& rules) {
  const auto& current = rules.current_calendar;
  return {current ? current->current() : *rules.calendar, rules.utc_offset};
}

std::optional<Role> role_of(const core::Actor& actor) {
  Role role{};
  if (!describe::enum_from_name(actor.role, role)) return std::nullopt;
  return role;
}

/// The engine acts as its timers do, whether a limit or a reaction makes it act.
std::optional<Role> role_of(const core::Context& context) {
  if (context.standing.kind() == core::ActorKind::engine) return Role::timer;
  return role_of(context.actor);
}

std::optional<core::Refusal> check_may(const State& state, const core::Context& context,
                                       std::string_view command) {
  const auto& actor = context.actor;
  const auto role = role_of(context);
  if (!role || !contains(step_of(command).roles, *role)) {
    const auto name = actor.role.empty() ? std::string{"nobody"} : actor.role;
    return refuse<refusals::not_your_role>(Put<"command">{std::string{command}},
                                           Put<"role">{name, role ? std::string{zh(*role)} : name});
  }
  if (blank(actor.id)) return refuse<refusals::no_actor>();
  const auto& station = state.facts.station;
  if (!contains(kStation, *role) || actor.unit == station) return std::nullopt;
  return refuse<refusals::not_your_station>(Put<"station">{station}, Put<"own">{actor.unit});
}

/// "PD01-20231201-0001-S" or "case/PD01-…" → the stream; nothing: it is no number of a case.
std::optional<std::string> case_stream(const std::string& named) {
  constexpr std::string_view kCase = "case";
  const bool whole = named.find('/') != std::string::npos;
  const auto id = whole ? StreamId::parse(named) : StreamId::of(kCase, named);
  if (!id || id->kind() != kCase) return std::nullopt;
  return id->text();
}

struct Deciding {
  const HotlineDecider& rules;
  const State& state;
  const core::Context& context;

  Decision operator()(const Link& c) const {
    if (blank(c.facts.station)) return refuse<refusals::station_missing>();
    const auto stream = case_stream(c.match.stream);
    if (!stream) return refuse<refusals::no_case>(Put<"name">{c.match.stream});
    return Decision::of(Linked{c.facts, {*stream, c.match.score}});
  }
  Decision operator()(const Suggest& c) const {
    if (blank(c.facts.station)) return refuse<refusals::station_missing>();
    if (c.candidates.empty()) return refuse<refusals::candidates_missing>();
    Suggested suggested{c.facts, c.candidates, after(rules.confirm_days)};
    for (auto& one : suggested.candidates) {
      const auto stream = case_stream(one.stream);
      if (!stream) return refuse<refusals::no_case>(Put<"name">{one.stream});
      one.stream = *stream;
    }
    std::ranges::stable_sort(suggested.candidates, std::ranges::greater{}, &Candidate::score);
    return Decision::of(std::move(suggested));
  }
  Decision operator()(const Confirm& c) const {
    const auto stream = case_stream(c.stream);
    if (!stream) return refuse<refusals::no_case>(Put<"name">{c.stream});
    const auto match = std::ranges::find(state.candidates, *stream, &Candidate::stream);
    if (match == state.candidates.end()) {
      return refuse<refusals::not_a_candidate>(Put<"name">{c.stream});
    }
    return Decision::of(Confirmed{context.actor.id, *match});
  }
  Decision operator()(const Dismiss& c) const {
    if (blank(c.reason)) return refuse<refusals::reason_missing>();
    return Decision::of(Dismissed{context.actor.id, c.reason, after(rules.open_days)});
  }
  Decision operator()(const Open& c) const {
    if (blank(c.facts.station)) return refuse<refusals::station_missing>();
    const auto stream = case_stream(c.stream);
    if (!stream) return refuse<refusals::no_case>(Put<"name">{c.stream});
    return Decision::of(Opened{c.facts, *stream});
  }
  Decision operator()(const MissConfirmation&) const {
    if (state.late || !state.until || context.now <= state.until->at) {
      return refuse<refusals::not_due_yet>();
    }
    return Decision::of(ConfirmationMissed{});
  }
  Decision operator()(const RecomputeLimits&) const {
    const auto days = days_of(rules);
    State as_it_is = state;
    auto moved = recounted(limits_of(as_it_is), days, context.now);
    if (moved.empty()) return refuse<refusals::nothing_to_recompute>();
    return Decision::of(LimitsRecomputed{days.edition(), std::move(moved)});
  }

 private:
  /// So many working days from now.
  Due after(std::int64_t working_days) const {
    const auto days = days_of(rules);
    return days.after(days.day_of(context.now), working_days);
  }
};

struct Evolving {
  State& state;

  void operator()(const Linked& e) const { state.facts = e.facts, state.match = e.match; }
  void operator()(const Suggested& e) const {
    state.facts = e.facts;
    state.candidates = e.candidates;
    state.until = e.until;
  }
  void operator()(const Confirmed& e) const { state.by = e.by, state.match = e.match; }
  void operator()(const Dismissed& e) const {
    state.by = e.by;
    state.reason = e.reason;
    if (!e.until) return;
    state.until = e.until;
    state.late = false;
  }
  void operator()(const Opened& e) const { state.facts = e.facts, state.match = {e.stream, 0}; }
  void operator()(const ConfirmationMissed&) const { state.late = true; }
  void operator()(const LimitDeclined&) const {}
  void operator()(const LimitsRecomputed& e) const { recount(limits_of(state), e.limits); }
};

}  // namespace

const lifecycle::Region<Phase>& stages() {
  static const lifecycle::Region<Phase> region{
      describe::set_info<Event>(), lifecycle::rows<Rows>(), {stage_steps()}};
  return region;
}

HotlineDecider HotlineDecider::with(const Reference& reference) {
  HotlineDecider decider;
  decider.current_calendar = reference.current_calendar;
  decider.utc_offset = reference.norms.utc_offset;
  return decider;
}

std::vector<core::Timer> HotlineDecider::timers(const State& state) const {
  if (state.phase != Phase::likely || state.late || !state.until) return {};
  return {{"confirm", state.until->at}};
}

std::string HotlineDecider::diagram() {
  return lifecycle::mermaid("Hotline", {stages().diagram()});
}

std::vector<std::string_view> HotlineDecider::next(const State& state) const {
  std::vector<std::string_view> names;
  for (const auto& step : kSteps) {
    if (stages().takes(state.phase, step.event)) names.push_back(step.command);
  }
  return names;
}

std::vector<std::string_view> HotlineDecider::next_for(const State& state,
                                                       const core::Context& context) const {
  auto names = next(state);
  std::erase_if(names,
                [&](std::string_view name) { return check_may(state, context, name).has_value(); });
  return names;
}

Decision HotlineDecider::decide(const State& state, const Command& command,
                                const core::Context& context) const {
  const auto name = describe::type_of(command);
  const bool recomputes = std::holds_alternative<RecomputeLimits>(command);  // in every phase
  if (!recomputes && !stages().takes(state.phase, step_of(name).event)) {
    auto no = refuse<refusals::not_allowed_in_phase>(
        Put<"command">{std::string{name}},
        Put<"phase">{std::string{describe::enum_name(state.phase)}, zh(state.phase)});
    for (const auto one : next(state)) no.allowed.emplace_back(one);
    return no;
  }
  if (auto no = check_may(state, context, name)) return *no;
  return std::visit(Deciding{*this, state, context}, command);
}

void HotlineDecider::evolve(State& state, const Event& event, const core::Facts&) const {
  state.phase = stages().follow(state.phase, event).value_or(state.phase);
  std::visit(Evolving{state}, event);
}

bool HotlineDecider::recomputes(State state, Timestamp now) const {
  return !recounted(limits_of(state), days_of(*this), now).empty();
}

std::vector<Duty> HotlineDecider::duties(const State& state) const {
  const auto& station = state.facts.station;
  if (state.phase == Phase::likely) {
    return {{"confirm_match", "确认工单对应事项", "R27", station, state.until}};
  }
  if (state.phase == Phase::dismissed) {
    return {{"open_order", "为无对应事项的工单立案", "R27", station, state.until}};
  }
  return {};
}

core::Visibility HotlineDecider::sees(const State& state, const core::Viewer& viewer) const {
  using describe::Access;
  const auto role = role_of(viewer.actor);
  const core::Visibility staff{.any = true, .classes = {Access::open, Access::internal}};
  if (!role) return {.rule = "authority"};
  if (contains(kStation, *role)) {
    return viewer.actor.unit == state.facts.station ? staff : core::Visibility{.rule = "R16"};
  }
  const bool all = contains(kAbove, *role) || *role == Role::administrator ||
                   *role == Role::importer || *role == Role::timer;
  return all ? staff : core::Visibility{.rule = "R27"};
}

}  // namespace recourse::casework::hotline
