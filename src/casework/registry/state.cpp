#include <algorithm>
#include <recourse/casework/registry/state.hpp>

namespace recourse::casework::registry {

std::uint64_t load_of(const Counter& counter) {
  return std::uint64_t{counter.items_per_day} * counter.minutes_per_item;
}

const Counter* proposed_counter(const std::vector<Counter>& counters) {
  const auto least = std::ranges::min_element(counters, [](const Counter& a, const Counter& b) {
    const auto of_a = load_of(a);
    const auto of_b = load_of(b);
    return of_a != of_b ? of_a < of_b : a.name < b.name;
  });
  return least == counters.end() ? nullptr : &*least;
}

const Officer* find_officer(const State& state, std::string_view staff) {
  const auto found = std::ranges::find(state.officers, staff, &Officer::staff);
  return found == state.officers.end() ? nullptr : &*found;
}

bool meets_all_standards(const Officer& officer) {
  constexpr auto kAll =
      boost::mp11::mp_size<boost::describe::describe_enumerators<Standard>>::value;
  return officer.assessments.size() == kAll &&
         std::ranges::all_of(officer.assessments, &Assessment::met);
}

const Substitute* find_absence(const State& state, std::string_view absent) {
  const auto found = std::ranges::find(state.substitutes, absent, &Substitute::absent);
  return found == state.substitutes.end() ? nullptr : &*found;
}

std::vector<std::string> roster_of(const State& state) {
  std::vector<std::string> roster;
  for (const auto& one : state.officers) {
    const bool serves = one.status == OfficerStatus::serving;
    if (serves && find_absence(state, one.staff) == nullptr) roster.push_back(one.staff);
  }
  for (const auto& one : state.substitutes) {
    if (!one.stopped) roster.push_back(one.staff);
  }
  std::ranges::sort(roster);
  roster.erase(std::unique(roster.begin(), roster.end()), roster.end());
  return roster;
}

}  // namespace recourse::casework::registry
