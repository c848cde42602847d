// State: a station or a service centre as its events tell it, and what follows from that alone.
//
//     proposed_counter(state.counters)   → "户籍": fewest minutes of work a day
//     roster_of(state)                   → {"w2", "w7"}: who serves, stand-ins among them
//
// Values and pure functions; safe from any thread.
#pragma once

#include <recourse/casework/registry/values.hpp>

namespace recourse::casework::registry {

/// A station or a service centre with its window, as it stands.
struct State {
  Phases phases{};
  std::optional<PlaceKind> kind{};
  std::string code{};
  std::string district{};
  std::string name{};
  std::string chief{};
  std::string centre{};
  std::vector<std::string> members{};
  std::optional<WindowForm> form{};
  std::string place{};
  std::string counter{};
  std::vector<Counter> counters{};
  std::optional<Room> room{};
  std::string sign_place{};
  std::optional<OpenLimit> sign_check{};
  std::optional<OpenLimit> sign_correction{};
  std::string finding{};
  std::optional<Suspension> suspension{};
  std::optional<OpenLimit> staffing{};
  std::optional<Timestamp> first_opened{};
  std::string instead{};
  std::vector<Officer> officers{};
  std::vector<Service> services{};
  std::vector<Swap> swaps{};
  std::uint32_t last_swap = 0;
  std::vector<Timestamp> swapped{};
  std::vector<Substitute> substitutes{};
  std::optional<RoomUse> room_use{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (),
                      (phases, kind, code, district, name, chief, centre, members, form, place,
                       counter, counters, room, sign_place, sign_check, sign_correction, finding,
                       suspension, staffing, first_opened, instead, officers, services, swaps,
                       last_swap, swapped, substitutes, room_use))
constexpr auto recourse_spec(const State*) {
  return describe::spec(
      "registry.state", 1, "A station or a service centre with its window, as it stands.",
      {{"phases", 1, "Where it is in its lifecycle.", describe::Access::open},
       {"kind", 1, "Station or centre.", describe::Access::open},
       {"code", 1, "Its code.", describe::Access::open},
       {"district", 1, "Code of its district bureau.", describe::Access::open},
       {"name", 1, "Its name.", describe::Access::open},
       {"chief", 1, "Staff number of who leads it."},
       {"centre", 1, "Code of the centre whose window it shares; empty: it has its own.",
        describe::Access::open},
       {"members", 1, "Codes of the stations that share this centre's window.",
        describe::Access::open},
       {"form", 1, "How the window stands.", describe::Access::open},
       {"place", 1, "Where the window is.", describe::Access::open},
       {"counter", 1, "Counter that it is overlaid on.", describe::Access::open},
       {"counters", 1, "Counters of the hall by name.", describe::Access::open},
       {"room", 1, "The separate room.", describe::Access::open},
       {"sign_place", 1, "Where the sign stood at the last check.", describe::Access::open},
       {"sign_check", 1, "The sign is to be checked."},
       {"sign_correction", 1, "The sign is to be corrected."},
       {"finding", 1, "What the last inspection found, until corrected."},
       {"suspension", 1, "The window is shut for a while.", describe::Access::open},
       {"staffing", 1, "Somebody is to serve."},
       {"first_opened", 1, "When it first opened.", describe::Access::open},
       {"instead", 1, "Where people go since it was closed.", describe::Access::open},
       {"officers", 1, "Everybody who was ever on the list, by staff number."},
       {"services", 1, "Who served when, in the order of beginning."},
       {"swaps", 1, "Changes of the roster that are not decided."},
       {"last_swap", 1, "Number of the last change that was asked for."},
       {"swapped", 1, "When changes were approved."},
       {"substitutes", 1, "Who stands in, or was to, for whom."},
       {"room_use", 1, "What the separate room has been used for; none: for nothing yet."}});
}

/// Minutes of work that a counter has in a day: items × minutes.
std::uint64_t load_of(const Counter& counter);
/// The counter that an overlay is proposed for: of the least load; of equal ones the first by name.
/// Null: no figures are recorded.
const Counter* proposed_counter(const std::vector<Counter>& counters);

/// Somebody on the list; null: there is nobody of that number.
const Officer* find_officer(const State& state, std::string_view staff);
/// Every one of the four standards was assessed, and is met (R5).
bool meets_all_standards(const Officer& officer);
/// The entry of who stands in for somebody, stopped or not; null: nobody does.
const Substitute* find_absence(const State& state, std::string_view absent);
/// Staff numbers of who serves, in order: officers who are not absent, and stand-ins.
std::vector<std::string> roster_of(const State& state);

/// The limits that run, and may count working days: where they are in the state.
std::vector<Due*> limits_of(State& state);

}  // namespace recourse::casework::registry
