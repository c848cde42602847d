#include "tests/property/drafts.hpp"

#include "tests/property/forms.hpp"

namespace recourse::property {
namespace {

using namespace casework;
using namespace casework::complaint;

template <class T, std::size_t N>
const T& one_of(sim::Random& dice, const T (&list)[N]) {
  return list[dice.below(N)];
}

std::vector<std::string_view> all_commands() {
  std::vector<std::string_view> names;
  for (const auto* type : describe::set_info<Command>().types) names.push_back(type->type);
  return names;
}

/// The name of something that moves the case on, or of anything that it takes.
std::string_view taken_here(sim::Random& dice, const State& state) {
  std::vector<std::string_view> names;
  for (const auto& row : transitions()) {
    const bool timed = row.roles == role_bit(Role::timer);
    if (row.from == state.phases.stage && !row.command.empty() && !timed) {
      names.push_back(row.command);
    }
  }
  if (names.empty() || dice.chance(45)) names = allowed_commands(state.phases);
  return names[dice.below(names.size())];
}

Role role_for(sim::Random& dice, Phase phase, std::string_view command) {
  std::vector<Role> roles;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
    const bool rare = d.value == Role::timer || d.value == Role::importer;
    if (contains(roles_for(phase, command), d.value) && (!rare || dice.chance(15))) {
      roles.push_back(d.value);
    }
  });
  return roles.empty() ? Role::supervisor : roles[dice.below(roles.size())];
}

/// A staff number; each role has its own two, desk officers three.
std::string id_for(sim::Random& dice, Role role) {
  constexpr const char* kDesk[] = {"w1", "w2", "w3"};
  if (role == Role::window_officer) return one_of(dice, kDesk);
  constexpr std::string_view kLetters = "_cwlsdmkvatrpxy";
  const auto letter = kLetters[static_cast<std::size_t>(role) % kLetters.size()];
  return std::string{letter} + std::to_string(1 + dice.below(2));
}

std::string department(const State& state, Level level) {
  const auto line = state.intake.line.value_or(Line::population);
  const auto own = line == Line::other ? Line::population : line;
  return department_of(level, state.intake.district, own);
}

std::string unit_for(const State& state, Role role, std::string_view command) {
  const auto& escalation = state.escalation;
  const bool escalated = escalation.escalated && is_open(state.phases.stage);
  if (command == describe::spec_of<AnswerSupervision>.type) {
    for (const auto& one : state.supervision) {
      if (one.phase == SupervisionPhase::supervised) return one.unit;
    }
    return {};
  }
  if (command == describe::spec_of<AnswerSupport>.type && !state.work.support.empty()) {
    return department_of(Level::district, state.intake.district, state.work.support.back().line);
  }
  switch (role) {
    case Role::window_officer:
    case Role::counter_lead:
    case Role::station_chief:
      return state.phases.stage == Phase::none ? "S001" : state.intake.station;
    case Role::district_officer:
      return escalated ? escalation.district_department : department(state, Level::district);
    case Role::city_officer: {
      const bool theirs = escalated && escalation.department != escalation.district_department;
      return theirs ? escalation.department : department(state, Level::city);
    }
    case Role::receiver:
      return state.work.referred_to;
    default:
      return {};
  }
}

/// Whatever asks for the citizen's code gets it.
void show_code(Command& command) {
  const auto& set = describe::set_info<Command>();
  const auto* const code = set.type_of(&command).find("code");
  if (code == nullptr) return;
  auto* const object = const_cast<void*>(set.get(&command));
  *static_cast<std::string*>(code->address(object)) = kCode;
}

core::Actor somebody_for(sim::Random& dice, const State& state, std::string_view command) {
  const auto role = role_for(dice, state.phases.stage, command);
  auto id = id_for(dice, role);
  const bool desk = role == Role::window_officer || role == Role::counter_lead;
  if (desk && !state.work.assigned_to.empty() && dice.chance(60)) id = state.work.assigned_to;
  return {std::move(id), std::string{describe::enum_name(role)}, unit_for(state, role, command)};
}

/// A command of that name, with random fields.
Command written(Scribe scribe, std::string_view type) {
  const auto& set = describe::set_info<Command>();
  const auto which = set.find(type);
  Command made;
  scribe.fill(set.emplace(&made, which), *set.types[which]);
  return made;
}

}  // namespace

Command any_fields(sim::Random& dice, Timestamp now, std::string_view type) {
  return written(Scribe{dice, now, true}, type);
}

core::Actor anybody(sim::Random& dice) {
  constexpr const char* kRoles[] = {
      "citizen",      "window_officer", "counter_lead", "station_chief", "district_officer",
      "city_officer", "liaison",        "supervisor",   "administrator", "timer",
      "importer",     "receiver",       "civilian",     "auxiliary",     "",
      "mayor"};
  constexpr const char* kIds[] = {"w1", "w2", "l1", "s1", "s2", "d1", "m1", "v1", "c1", "", "\t"};
  constexpr const char* kUnits[] = {"S001",  "S001",    "S002", "PD.RK", "PD.JJ",
                                    "HP.RK", "city.RK", "PD",   "."};
  const bool none = dice.chance(10);
  return {one_of(dice, kIds), one_of(dice, kRoles), none ? "" : one_of(dice, kUnits)};
}

Draft anything(sim::Random& dice, Timestamp now) {
  const auto names = all_commands();
  return {any_fields(dice, now, names[dice.below(names.size())]), anybody(dice)};
}

Draft sensible(sim::Random& dice, Timestamp now, const State& state, const std::string& other,
               std::string_view type) {
  auto actor = somebody_for(dice, state, type);
  auto command = written(Scribe{dice, now, false}, type);
  Forms{dice, now, state, actor, other}.suit(command);
  show_code(command);
  return {std::move(command), std::move(actor)};
}

Draft something_sensible(sim::Random& dice, Timestamp now, const State& state,
                         const std::string& other) {
  return sensible(dice, now, state, other, taken_here(dice, state));
}

}  // namespace recourse::property
