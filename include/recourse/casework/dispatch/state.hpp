// State: the dispatch catalogue as its events tell it.
#pragma once

#include <recourse/base/ids.hpp>
#include <recourse/casework/dispatch/values.hpp>

namespace recourse::casework::dispatch {

struct State {
  std::uint32_t version = 0;
  std::vector<DispatchEntry> entries{};
  std::vector<Proposal> proposals{};
  friend bool operator==(const State&, const State&) = default;
};
BOOST_DESCRIBE_STRUCT(State, (), (version, entries, proposals))
constexpr auto recourse_spec(const State*) {
  return describe::spec(
      "dispatch.state", 1, "The dispatch catalogue as it stands (R41).",
      {{"version", 1, "Its version; 0: nothing was adopted.", kOpen},
       {"entries", 1, "Matters that rulings have changed, by their codes.", kOpen},
       {"proposals", 1, "All proposals, by their numbers.", kOpen}});
}

/// The one stream of the workflow: "dispatch/catalogue".
StreamId stream();
/// The proposal of that number; nullptr if there is none.
const Proposal* find_proposal(const State& state, std::uint32_t number);
/// The catalogue that the state makes.
DispatchCatalogue catalogue_of(const State& state);

/// The limits that run, and may count working days: where they are in the state.
std::vector<Due*> limits_of(State& state);

}  // namespace recourse::casework::dispatch
