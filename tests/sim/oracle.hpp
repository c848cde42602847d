// The oracle of the engine: what follows from the log, computed the plain way, from its first
// record each time and with none of the code that keeps views, timers or caches.
#pragma once

#include <map>
#include <recourse/core/event_store.hpp>
#include <string>
#include <vector>

#include "tests/support/errand.hpp"

namespace recourse::sim {

/// A record, copied out of the log.
struct Fact {
  std::uint64_t position = 0;
  std::string stream;
  std::uint64_t version = 0;
  std::string type;
  std::uint16_t schema = 1;
  std::string payload;
  std::string actor;
  core::ActorKind kind{};
  CommandId command_id{};
  std::optional<CommandId> given_by;
  CommandId chain{};  ///< First command of its chain.
  std::optional<CommandId> causation;
  Timestamp occurred_at{};
  friend bool operator==(const Fact&, const Fact&) = default;
};
Result<std::vector<Fact>> facts_of(core::Cursor& cursor);

/// A timer that waits to be fired.
struct Waiting {
  std::string stream;
  std::string name;
  Timestamp due{};
  std::uint64_t generation = 0;
  bool fires = true;
  friend auto operator<=>(const Waiting&, const Waiting&) = default;
};

/// An errand as its events tell it, with its state after each of them.
struct Story {
  std::vector<Fact> facts;
  std::vector<errand::State> states;  ///< states[i]: after facts[i].
  const errand::State& now() const { return states.back(); }
};
std::map<std::string, Story> stories_of(const std::vector<Fact>& log, std::uint64_t up_to);

/// The timers that wait in a story after its first `events` events: running in the state, and not
/// fired since they began to run to that due time.
std::vector<Waiting> waiting_in(const Story& story, std::size_t events);

/// What is wrong with what timers did, in appends of their own or before somebody's command: each
/// firing must be of a timer that waited, once, after its due time. Empty: nothing.
std::string fault_in_firings(const Story& story, Timestamp latest_clock);

}  // namespace recourse::sim
