// The order of the checks; what each command needs stands in decide_*.cpp.
#include <algorithm>
#include <recourse/base/text.hpp>
#include <stdexcept>

#include "casework/registry/decision_context.hpp"

namespace recourse::casework::registry {
namespace {

/// Nobody acts without a name and a known role; staff of the window are sworn officers (R5).
std::optional<core::Refusal> check_actor(const core::Actor& actor, Role role) {
  if (role == Role{}) {
    return refuse<refusals::unknown_role>(Put<"actor">{base::excerpt(actor.to_string(), 60)});
  }
  if (blank(actor.id)) return refuse<refusals::no_actor>();
  if (role != Role::civilian && role != Role::auxiliary) return std::nullopt;
  return refuse<refusals::not_sworn>(Put<"role">{describe::enum_name(role), zh(role)});
}

bool registers(std::string_view command) {
  return command == describe::spec_of<Register>.type ||
         command == describe::spec_of<RegisterCentre>.type;
}

std::optional<core::Refusal> check_registered(const State& state, std::string_view command) {
  const bool is_there = state.phases.window != Phase::none;
  if (registers(command)) {
    if (!is_there) return std::nullopt;
    return refuse<refusals::already_registered>(Put<"code">{state.code});
  }
  if (is_there) return std::nullopt;
  return refuse<refusals::not_registered>();
}

core::Refusal not_allowed(const DecisionContext& ctx, const describe::TypeInfo& type) {
  const auto& at = ctx.state.phases;
  auto no = refuse<refusals::not_allowed_in_phase>(
      Put<"command">{type.type, type.zh},
      Put<"window">{describe::enum_name(at.window), zh(at.window)},
      Put<"sign">{describe::enum_name(at.sign), zh(at.sign)});
  for (const auto name : ctx.rules.next_for(ctx.state, ctx.context)) no.allowed.emplace_back(name);
  return no;
}

/// What an actor's unit must be: the place itself, or a station that shares its window; the
/// district's bureau; any for those above. Before the place is registered its code alone is known.
std::optional<core::Refusal> check_unit(const State& state, Role role, const std::string& unit) {
  const Put<"own"> own{unit.empty() ? "no unit" : unit, unit.empty() ? "（未注明单位）" : unit};
  if (role == Role::district_officer) {
    if (!unit.empty() && bureau_of_unit(unit) == state.district) return std::nullopt;
    return refuse<refusals::not_your_district>(Put<"district">{state.district}, own);
  }
  const bool of_station =
      role == Role::station_chief || role == Role::counter_lead || role == Role::window_officer;
  if (!of_station) return std::nullopt;
  const bool member = std::ranges::find(state.members, unit) != state.members.end();
  if (!unit.empty() && (unit == state.code || member)) return std::nullopt;
  return refuse<refusals::not_your_station>(Put<"place">{state.code}, own);
}

std::optional<core::Refusal> check_may(const DecisionContext& ctx, const Command& command) {
  const auto type = describe::type_of(command);
  if (!contains(roles_for(type), ctx.role)) return wrong_role(type, ctx.role);
  // Registering names code and district itself, and looks at the unit by those.
  if (registers(type)) return std::nullopt;
  return check_unit(ctx.state, ctx.role, ctx.context.actor.unit);
}

/// Final check: every event is a legal transition from the one before. It throws: whoever gave the
/// command can do nothing about it.
void expect_legal(Phases at, const std::vector<Event>& events) {
  for (const auto& event : events) {
    const auto next = advance(at, event);
    if (!next) {
      throw std::logic_error{"no transition of " + std::string{describe::type_of(event)} +
                             " from the phase " + std::string{describe::enum_name(at.window)}};
    }
    at = *next;
  }
}

void expect_legal(const DecisionContext& ctx, const Decision& answer) {
  expect_legal(ctx.state.phases, answer.events());
  for (const auto& other : answer.related_events()) {
    const auto found = std::ranges::find(ctx.related, other.stream, &core::Related<State>::stream);
    if (found != ctx.related.end()) expect_legal(found->state.phases, other.events);
  }
}

/// The engine acts as its timers do, whether a limit or a reaction makes it act.
Role role_of(const core::Context& context) {
  if (context.standing.kind() == core::ActorKind::engine) return Role::timer;
  Role role{};
  return describe::enum_from_name(context.actor.role, role) ? role : Role{};
}

}  // namespace

RegistryDecider RegistryDecider::with(const Reference& reference) {
  RegistryDecider decider;
  decider.norms = reference.norms;
  decider.current_calendar = reference.current_calendar;
  decider.known_cases = reference.known_cases;
  return decider;
}

std::vector<StreamId> RegistryDecider::related(const Command& command) const {
  const std::string* centre = nullptr;
  if (const auto* join = std::get_if<JoinCentre>(&command)) centre = &join->centre;
  if (const auto* leave = std::get_if<LeaveCentre>(&command)) centre = &leave->centre;
  if (centre == nullptr) return {};
  auto stream = StreamId::of(kKind, *centre);
  if (!stream) return {};
  return {std::move(*stream)};
}

Decision RegistryDecider::decide(const State& state, const Command& command,
                                 const core::Context& context,
                                 std::span<const core::Related<State>> related) const {
  const DecisionContext ctx{*this,
                            state,
                            context,
                            related,
                            role_of(context),
                            current_calendar ? current_calendar->current() : Calendar::china()};
  const auto& type = describe::set_info<Command>().type_of(&command);
  if (auto no = check_actor(context.actor, ctx.role)) return *no;
  if (auto no = check_registered(state, type.type)) return *no;
  if (!takes_command(state.phases, type.type)) return not_allowed(ctx, type);
  if (auto no = check_may(ctx, command)) return *no;
  auto answer = std::visit([&](const auto& c) { return registry::decide(ctx, c); }, command);
  if (!answer.is_refusal()) expect_legal(ctx, answer);
  return answer;
}

std::vector<std::string_view> RegistryDecider::next(const State& state) const {
  std::vector<std::string_view> names;
  for (const auto& row : grants()) {
    const bool timers = row.roles == role_bit(Role::timer);
    if (!timers && takes_command(state.phases, row.command)) names.push_back(row.command);
  }
  return names;
}

std::vector<std::string_view> RegistryDecider::next_for(const State& state,
                                                        const core::Context& context) const {
  const auto role = role_of(context);
  auto names = next(state);
  std::erase_if(names, [&](std::string_view command) {
    if (!contains(roles_for(command), role)) return true;
    return !registers(command) && check_unit(state, role, context.actor.unit).has_value();
  });
  return names;
}

core::Visibility RegistryDecider::sees(const State&, const core::Viewer& viewer) const {
  using describe::Access;
  Role role{};
  if (!describe::enum_from_name(viewer.actor.role, role)) return {.rule = "authority"};
  if (role == Role::civilian || role == Role::auxiliary) return {.rule = "R5"};
  const bool inside = (is_staff(role) && role != Role::receiver) || role == Role::timer;
  if (!inside) return {.any = true, .classes = {Access::open}};
  return {.any = true, .classes = {Access::open, Access::internal}};
}

}  // namespace recourse::casework::registry
