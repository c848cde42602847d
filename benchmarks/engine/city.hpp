// A made-up city: the log of many cases, decided by the real rules, as fast as the store takes it.
#pragma once

#include <recourse/casework/complaint/commands.hpp>
#include <recourse/core/decider.hpp>
#include <recourse/core/event_store.hpp>

namespace recourse::bench {

struct City {
  std::uint64_t cases = 0;
  /// Cases that are under way at the same time: their events lie between each other's.
  std::uint64_t at_once = 20'000;
  /// False: each case is only reported, so that its limits run on.
  bool to_the_end = true;
};

/// Where the city begins.
Timestamp city_begins();
/// A station of the city.
std::string station_of(std::uint64_t number);
/// A step of a case: kCitySteps of them take it to its end, and make kCityEvents.
struct CityStep {
  casework::complaint::Command command;
  core::Actor actor;
};
inline constexpr std::size_t kCitySteps = 6;
inline constexpr std::size_t kCityEvents = 7;
/// Requires: step < kCitySteps.
CityStep city_step(std::uint64_t number, std::size_t step);
/// Writes the city into an empty store and waits until everything is indexed. Answers with the
/// number of events.
std::uint64_t fill(core::EventStore& store, const City& city);

}  // namespace recourse::bench
