// Guesses: commands that somebody might give, from a seed. Most of their words mean something to
// the workflows of the office; some do not.
//
//     Guesser guess{random, now};
//     const auto command = guess.command(*port.info().commands, "registry.plan");
//     const auto actor = guess.actor();
//
// It goes by the description alone, so that a workflow which is added is guessed at too. Names of
// fields choose among words: `words_for`.
#pragma once

#include <recourse/core/actor.hpp>
#include <recourse/core/workflow_port.hpp>
#include <string>
#include <vector>

namespace recourse::test {

/// Small numbers that follow from a seed, the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
  std::uint64_t below(std::uint64_t bound);
  bool percent(unsigned per) { return below(100) < per; }
  template <class List>
  const auto& pick(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

class Guesser {
 public:
  Guesser(Dice& dice, Timestamp now) : dice_(&dice), now_(now) {}

  /// A command of that type, filled. Requires: the workflow has it.
  std::shared_ptr<void> command(const core::WorkflowInfo& workflow, std::string_view type);
  /// Somebody of a station, a department, the supervision; rarely somebody from outside.
  core::Actor actor();
  /// A key that a stream of the workflow might have: a few, so that streams live on.
  std::string key(std::string_view kind);

 private:
  void fill(void* object, const describe::TypeInfo& type);
  void fill(void* value, const describe::ValueInfo& info, std::string_view name);
  std::string text(std::string_view name);

  Dice* dice_;
  Timestamp now_;
};

}  // namespace recourse::test
