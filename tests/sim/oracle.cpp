#include "tests/sim/oracle.hpp"

#include <algorithm>

namespace recourse::sim {
namespace {

using core::Timer;

bool runs(const errand::State& state, const Timer& timer) {
  const auto running = errand::Errand{}.timers(state);
  return std::ranges::any_of(running, [&](const Timer& t) {
    return t.name == timer.name && t.due == timer.due && t.fires == timer.fires;
  });
}

/// The timer's command that gave it, in an append of its own or before somebody's command.
std::optional<CommandId> firing_of(const Fact& fact) {
  const bool timers = fact.actor == core::timer_actor().to_string();
  if (fact.kind != core::ActorKind::engine || !timers) return std::nullopt;
  return fact.given_by.value_or(fact.command_id);
}

std::string in(const Story& story, const Fact& fact, std::string_view what) {
  return story.facts.front().stream + " version " + std::to_string(fact.version) + ": " +
         std::string{what};
}

}  // namespace

Result<std::vector<Fact>> facts_of(core::Cursor& cursor) {
  std::vector<Fact> facts;
  for (;;) {
    RECOURSE_TRY_ASSIGN(const bool more, cursor.next());
    if (!more) return facts;
    const auto& r = cursor.record();
    facts.push_back({r.position.value, std::string{r.stream}, r.version.value, std::string{r.type},
                     r.schema_version, std::string{r.payload}, std::string{r.actor}, r.actor_kind,
                     r.command_id, r.given_by, r.chain(), r.causation, r.occurred_at});
  }
}

std::map<std::string, Story> stories_of(const std::vector<Fact>& log, std::uint64_t up_to) {
  std::map<std::string, Story> stories;
  for (const auto& fact : log) {
    if (fact.position > up_to || !fact.stream.starts_with("errand/")) continue;
    auto& story = stories[fact.stream];
    auto state = story.states.empty() ? errand::State{} : story.states.back();
    const auto event = describe::decode_as<errand::Event>(fact.type, fact.schema, fact.payload);
    errand::Errand{}.evolve(state, event.value(), {});
    story.facts.push_back(fact);
    story.states.push_back(state);
  }
  return stories;
}

std::vector<Waiting> waiting_in(const Story& story, std::size_t events) {
  std::vector<Waiting> waiting;
  if (events == 0) return waiting;
  for (const auto& timer : errand::Errand{}.timers(story.states[events - 1])) {
    // It runs since the earliest event after which it ran without a break.
    std::size_t since = events;
    while (since > 1 && runs(story.states[since - 2], timer)) --since;
    const auto id = core::timer_command_id(story.facts.front().stream, timer.name, Version{since});
    const bool fired =
        std::any_of(story.facts.begin(), story.facts.begin() + std::ptrdiff_t(events),
                    [&](const Fact& f) { return firing_of(f) == id; });
    if (fired) continue;
    waiting.push_back(
        {story.facts.front().stream, std::string{timer.name}, timer.due, since, timer.fires});
  }
  return waiting;
}

std::string fault_in_firings(const Story& story, Timestamp latest_clock) {
  for (std::size_t i = 0; i < story.facts.size(); ++i) {
    const auto& fact = story.facts[i];
    const auto firing = firing_of(fact);
    if (!firing || (i > 0 && firing_of(story.facts[i - 1]) == firing)) continue;
    const auto waiting = waiting_in(story, i);
    const auto fired = std::ranges::find_if(waiting, [&](const Waiting& w) {
      return core::timer_command_id(w.stream, w.name, Version{w.generation}) == *firing;
    });
    if (fired == waiting.end()) return in(story, fact, "a timer fired that did not wait");
    if (!fired->fires) return in(story, fact, "a timer fired that must not");
    if (fired->due >= latest_clock) return in(story, fact, "a timer fired before it was due");
    const auto at = std::max(core::after(fired->due), story.facts[i - 1].occurred_at);
    if (fact.occurred_at != at) return in(story, fact, "a timer acted at another moment");
    const auto& arming = story.facts[fired->generation - 1];
    if (fact.causation != arming.given_by.value_or(arming.command_id)) {
      return in(story, fact, "a timer does not name the command that armed it");
    }
    if (fact.chain != arming.chain) return in(story, fact, "a timer begins a chain of its own");
  }
  return {};
}

}  // namespace recourse::sim
