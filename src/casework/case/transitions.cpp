// What is read off the table: lists, roles, what may be done next, and the diagrams.
#include <algorithm>
#include <array>
#include <boost/mp11/algorithm.hpp>
#include <recourse/describe/event_set.hpp>

#include "casework/case/lifecycle_duties.hpp"
#include "casework/case/lifecycle_table.hpp"

namespace recourse::casework {
namespace {

namespace mp11 = boost::mp11;

struct PhaseInfo {
  std::string_view zh;
  OwnerKind owner;
  bool open;
};

/// By the number of the phase.
constexpr std::array<PhaseInfo, 21> kPhaseInfo{{
    {"未登记", OwnerKind::nobody, false},
    {"已登记", OwnerKind::station, true},
    {"已受理待分类", OwnerKind::station, true},
    {"当场处理", OwnerKind::station, true},
    {"释法说理", OwnerKind::station, true},
    {"急事急办", OwnerKind::station, true},
    {"容缺受理", OwnerKind::station, true},
    {"书面告知待补", OwnerKind::station, true},
    {"上报分局", OwnerKind::district_department, true},
    {"上报市局", OwnerKind::city_department, true},
    {"待派出所补情况", OwnerKind::station, true},
    {"部门已答复待落实", OwnerKind::station, true},
    {"转送待接收", OwnerKind::station, true},
    {"不予受理待复核", OwnerKind::other_than_decliner, true},
    {"办结答复", OwnerKind::station, false},
    {"已评价", OwnerKind::station, false},
    {"归档", OwnerKind::archive, false},
    {"一级复核", OwnerKind::uninvolved_district, true},
    {"二级复核", OwnerKind::uninvolved_city, true},
    {"撤回", OwnerKind::archive, false},
    {"并案", OwnerKind::target_case, false},
}};

const PhaseInfo& info_of(Phase phase) {
  const auto i = static_cast<std::size_t>(phase);
  return kPhaseInfo[i < kPhaseInfo.size() ? i : 0];
}

template <class E>
constexpr std::string_view command_of() {
  std::string_view name;
  mp11::mp_for_each<mp11::mp_transform<mp11::mp_identity, table::Causes>>([&](auto wrapped) {
    [&]<class C, class Effect>(mp11::mp_identity<table::Cause<C, Effect>>) {
      // The first cause listed is the ordinary one.
      if constexpr (std::is_same_v<Effect, E>) {
        if (name.empty()) name = describe::spec_of<C>.type;
      }
    }(wrapped);
  });
  return name;
}

template <Phase From, class E, Phase To, RoleSet Roles>
constexpr Transition as_data(table::Row<From, E, To, Roles>) {
  return {From, describe::spec_of<E>.type, To, table::row_zh<From, E>, command_of<E>(), Roles};
}
template <ClockPhase From, class E, ClockPhase To>
constexpr ClockTransition as_data(table::Tick<From, E, To>) {
  return {From, describe::spec_of<E>.type, To, zh_name_of<E>};
}
template <class Data, class... R>
constexpr std::array<Data, sizeof...(R)> all(mp11::mp_list<R...>) {
  return {as_data(R{})...};
}

constexpr auto kLife = all<Transition>(table::Life{});
constexpr auto kClock = all<ClockTransition>(table::Clock{});

template <class Rows>
constexpr bool deterministic(const Rows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      if (rows[i].from == rows[j].from && rows[i].event == rows[j].event) return false;
    }
  }
  return true;
}
static_assert(deterministic(kLife) && deterministic(kClock), "a phase has one row per event");

constexpr bool shared_events_leave() {
  for (const auto& row : kLife) {
    for (const auto& tick : kClock) {
      if (row.event == tick.event && row.from == row.to) return false;
    }
  }
  return true;
}
static_assert(shared_events_leave(), "what both regions know must leave the phase of the life");

/// Who may give commands that are no rows of the life.
RoleSet internal_roles_for(std::string_view command) {
  RoleSet roles = 0;
  [&]<class... C>(std::type_identity<std::variant<C...>>) {
    ((command == describe::spec_of<C>.type ? void(roles = table::internal_roles<C>) : void()), ...);
  }(std::type_identity<describe::SetOf<Command>>{});
  return roles;
}

/// The diagrams' text of a name of a phase: Mermaid wants [*] for the beginning.
std::string_view node(Phase phase) {
  return phase == Phase::none ? "[*]" : describe::enum_name(phase);
}
std::string_view node(ClockPhase phase) {
  return phase == ClockPhase::idle ? "[*]" : describe::enum_name(phase);
}

/// One region: a label for every phase but the beginning, then the rows.
template <class P, class Rows>
void draw(std::string& out, const Rows& rows) {
  mp11::mp_for_each<boost::describe::describe_enumerators<P>>([&](auto d) {
    if (d.value == P{}) return;
    out.append("    state \"").append(d.name).append(" ").append(zh(d.value)).append("\" as ");
    out.append(d.name).append("\n");
  });
  for (const auto& row : rows) {
    out.append("    ").append(node(row.from)).append(" --> ").append(node(row.to)).append(" : ");
    out.append(row.event.substr(row.event.find('.') + 1)).append(" ").append(row.zh).append("\n");
  }
}

std::string regions() {
  std::string out{"  state Case {\n"};
  draw<Phase>(out, kLife);
  out.append("    --\n");
  draw<ClockPhase>(out, kClock);
  out.append(duties_diagram());
  out.append("  }\n");
  return out;
}

/// Which pairs of phases the table leads to, from the beginning on.
struct Reach {
  std::array<std::array<bool, 5>, 21> pairs{};

  Reach() {
    std::vector<Phases> open;
    const auto arrive = [&](Phases at) {
      auto& known = pairs[static_cast<std::size_t>(at.life)][static_cast<std::size_t>(at.clock)];
      if (!known) open.push_back(at);
      known = true;
    };
    arrive({});
    while (!open.empty()) {
      const auto from = open.back();
      open.pop_back();
      [&]<class... E>(std::type_identity<std::variant<E...>>) {
        const auto go = [&](const std::optional<Phases>& to) { to ? arrive(*to) : void(); };
        (go(follow(from, Event{std::in_place_type<E>})), ...);
      }(std::type_identity<describe::SetOf<Event>>{});
    }
  }
};

}  // namespace

std::string_view zh(Phase phase) { return info_of(phase).zh; }
OwnerKind owner_of(Phase phase) { return info_of(phase).owner; }
bool is_open(Phase phase) { return info_of(phase).open; }

std::string_view zh(ClockPhase phase) {
  constexpr std::array<std::string_view, 5> kNames{"未起", "运行", "暂停", "超期", "停止"};
  const auto i = static_cast<std::size_t>(phase);
  return i < kNames.size() ? kNames[i] : std::string_view{};
}

bool is_reachable(Phases phases) {
  static const Reach kReach;
  if (!duties_in_range(phases)) return false;
  const auto life = static_cast<std::size_t>(phases.life);
  const auto clock = static_cast<std::size_t>(phases.clock);
  return life < kReach.pairs.size() && clock < kReach.pairs[life].size() &&
         kReach.pairs[life][clock];
}

bool takes_duty(Phases phases, std::string_view event) {
  return phases.life != Phase::none && duties_take(phases, event);
}

std::vector<std::string_view> allowed_commands(Phases phases) {
  std::vector<std::string_view> names;
  [&]<class... C>(std::type_identity<std::variant<C...>>) {
    (
        [&] {
          if (takes<table::effect_of<C>>(phases)) names.push_back(describe::spec_of<C>.type);
        }(),
        ...);
  }(std::type_identity<describe::SetOf<Command>>{});
  return names;
}

std::span<const Transition> transitions() { return kLife; }
std::span<const ClockTransition> clock_transitions() { return kClock; }

RoleSet roles_for(Phase phase, std::string_view command) {
  for (const auto& row : kLife) {
    if (row.from == phase && row.command == command) return row.roles;
  }
  return internal_roles_for(command);
}

std::string lifecycle_mermaid() { return "stateDiagram-v2\n" + regions(); }
std::string lifecycle_plantuml() { return "@startuml\n" + regions() + "@enduml\n"; }

}  // namespace recourse::casework
