// What is read off the table: lists, roles, what may be done next, and the diagrams.
#include <algorithm>
#include <array>
#include <boost/mp11/list.hpp>
#include <set>

#include "casework/complaint/lifecycle_regions.hpp"
#include "casework/complaint/lifecycle_table.hpp"

namespace recourse::casework::complaint {
namespace {

struct PhaseInfo {
  OwnerKind owner;
  bool open;
};

/// By the number of the phase.
constexpr std::array<PhaseInfo, 21> kPhaseInfo{{
    {OwnerKind::nobody, false},
    {OwnerKind::station, true},
    {OwnerKind::station, true},
    {OwnerKind::station, true},
    {OwnerKind::station, true},
    {OwnerKind::station, true},
    {OwnerKind::station, true},
    {OwnerKind::station, true},
    {OwnerKind::district_department, true},
    {OwnerKind::city_department, true},
    {OwnerKind::station, true},
    {OwnerKind::station, true},
    {OwnerKind::station, true},
    {OwnerKind::other_than_decliner, true},
    {OwnerKind::station, false},
    {OwnerKind::station, false},
    {OwnerKind::archive, false},
    {OwnerKind::uninvolved_district, true},
    {OwnerKind::uninvolved_city, true},
    {OwnerKind::archive, false},
    {OwnerKind::target_case, false},
}};

static_assert(kPhaseInfo.size() == describe::enum_info<Phase>.words.size(), "a row for each phase");

const PhaseInfo& info_of(Phase phase) {
  const auto i = static_cast<std::size_t>(phase);
  return kPhaseInfo[i < kPhaseInfo.size() ? i : 0];
}

/// A command, the event that it is decided into, and who may give it where it is no row of the
/// life.
struct CommandOf {
  std::string_view command;
  std::string_view event;
  RoleSet internal_roles;
};
template <class C, class E>
constexpr CommandOf as_data(table::CommandOf<C, E>) {
  return {describe::spec_of<C>.type, describe::spec_of<E>.type, table::internal_roles<C>};
}
template <class... C>
constexpr std::array<CommandOf, sizeof...(C)> all_commands(boost::mp11::mp_list<C...>) {
  return {as_data(C{})...};
}
constexpr auto kCommands = all_commands(table::CommandTable{});

const CommandOf* event_of_command(std::string_view command) {
  const auto found = std::ranges::find(kCommands, command, &CommandOf::command);
  return found != kCommands.end() ? &*found : nullptr;
}
/// The first cause listed is the ordinary one.
std::string_view command_of(std::string_view event) {
  const auto found = std::ranges::find(kCommands, event, &CommandOf::event);
  return found != kCommands.end() ? found->command : std::string_view{};
}

template <Phase From, class E, Phase To, RoleSet Roles>
constexpr RoleSet roles_of(table::Row<From, E, To, Roles>) {
  return Roles;
}
template <class... R>
constexpr std::array<RoleSet, sizeof...(R)> all_roles(boost::mp11::mp_list<R...>) {
  return {roles_of(R{})...};
}
constexpr auto kRoles = all_roles(table::Stage{});

std::vector<Transition> stage_transitions() {
  std::vector<Transition> all;
  for (const auto& row : stage_rows()) {
    all.push_back({static_cast<Phase>(row.from), row.event, static_cast<Phase>(row.to), row.zh,
                   command_of(row.event), kRoles[all.size()]});
  }
  return all;
}

std::vector<ClockTransition> clock_transition_list() {
  std::vector<ClockTransition> all;
  for (const auto& row : clock_rows()) {
    all.push_back(
        {static_cast<ClockPhase>(row.from), row.event, static_cast<ClockPhase>(row.to), row.zh});
  }
  return all;
}

std::vector<DutyTransition> duties(std::span<const lifecycle::RowInfo> rows) {
  std::vector<DutyTransition> all;
  for (const auto& row : rows) {
    all.push_back({row.from_name, row.event, row.to_name, row.zh, row.when});
  }
  return all;
}

/// Which pairs of phases of stage and clock the rows lead to, from the beginning on.
class Reach {
 public:
  Reach() {
    arrive(Phase::none, ClockPhase::idle);
    while (!open_.empty()) {
      const auto [stage, clock] = open_.back();
      open_.pop_back();
      follow_stage(stage, clock);
      if (stage != Phase::none) follow_clock(stage, clock);
    }
  }
  bool has(Phase stage, ClockPhase clock) const { return pairs_.contains({stage, clock}); }

 private:
  void arrive(Phase stage, ClockPhase clock) {
    if (pairs_.insert({stage, clock}).second) open_.emplace_back(stage, clock);
  }
  /// An event of the stage takes the clock along, if the clock knows it there.
  void follow_stage(Phase stage, ClockPhase clock) {
    for (const auto& row : transitions()) {
      if (row.from != stage) continue;
      const auto tick = std::ranges::find_if(clock_transitions(), [&](const auto& t) {
        return t.from == clock && t.event == row.event;
      });
      arrive(row.to, tick != clock_transitions().end() ? tick->to : clock);
    }
  }
  /// What the clock alone knows moves nothing else.
  void follow_clock(Phase stage, ClockPhase clock) {
    for (const auto& tick : clock_transitions()) {
      const bool shared = std::ranges::any_of(
          transitions(), [&](const auto& row) { return row.event == tick.event; });
      if (tick.from == clock && !shared) arrive(stage, tick.to);
    }
  }

  std::set<std::pair<Phase, ClockPhase>> pairs_;
  std::vector<std::pair<Phase, ClockPhase>> open_;
};

}  // namespace

OwnerKind owner_of(Phase phase) { return info_of(phase).owner; }
bool is_open(Phase phase) { return info_of(phase).open; }

bool follow_up_closed(FollowUpPhase phase) {
  return phase == FollowUpPhase::none || phase == FollowUpPhase::done ||
         phase == FollowUpPhase::excluded;
}

bool is_reachable(Phases phases) {
  static const Reach kReach;
  return in_range(phases) && kReach.has(phases.stage, phases.clock);
}

bool takes_command(Phases phases, std::string_view command) {
  const auto* const decided = event_of_command(command);
  return decided != nullptr && takes(phases, decided->event);
}

std::vector<std::string_view> allowed_commands(Phases phases) {
  std::vector<std::string_view> names;
  for (const auto* const command : describe::set_info<Command>().types) {
    const bool for_timers = roles_for(phases.stage, command->type) == role_bit(Role::timer);
    if (takes_command(phases, command->type) && !for_timers) names.push_back(command->type);
  }
  return names;
}

std::span<const Transition> transitions() {
  static const auto kRows = stage_transitions();
  return kRows;
}
std::span<const ClockTransition> clock_transitions() {
  static const auto kRows = clock_transition_list();
  return kRows;
}
std::span<const DutyTransition> follow_up_transitions() {
  static const auto kRows = duties(follow_up_region().rows());
  return kRows;
}
std::span<const DutyTransition> supervision_transitions() {
  static const auto kRows = duties(supervision_region().rows());
  return kRows;
}

RoleSet roles_for(Phase phase, std::string_view command) {
  for (const auto& row : transitions()) {
    if (row.from == phase && row.command == command) return row.roles;
  }
  const auto* const decided = event_of_command(command);
  return decided != nullptr ? decided->internal_roles : RoleSet{0};
}

std::string lifecycle_mermaid() {
  return lifecycle::mermaid("Case", {stage_region().diagram(), clock_region().diagram(),
                                     follow_up_region().diagram("rating_follow_up"),
                                     supervision_region().diagram("supervision")});
}
std::string lifecycle_plantuml() {
  return lifecycle::plantuml("Case", {stage_region().diagram(), clock_region().diagram(),
                                      follow_up_region().diagram("rating_follow_up"),
                                      supervision_region().diagram("supervision")});
}

}  // namespace recourse::casework::complaint
