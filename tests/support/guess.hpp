// Guesses: commands that somebody might give, from a seed. Most of their words mean something to
// the workflows of the office; some do not.
//
//     Guesser guess{random, now};
//     const auto command = guess.command(*port.info().commands, "registry.plan");
//     const auto context = guess.context(office);
//
// It goes by the description alone, so that a workflow which is added is guessed at too. Names of
// fields choose among words: `words_for`.
#pragma once

#include <recourse/office.hpp>
#include <string>

#include "tests/sim/random.hpp"

namespace recourse::test {

class Guesser {
 public:
  Guesser(sim::Random& random, Timestamp now) : random_(&random), now_(now) {}

  /// A command of that type, filled. Requires: the workflow has it.
  std::shared_ptr<void> command(const core::WorkflowInfo& workflow, std::string_view type);
  /// Somebody of a station, a department, the supervision; rarely somebody from outside.
  core::Actor actor();
  /// Of an actor; at times of another system's adapter, as which nobody can pass himself off.
  core::Context context(const Office& office);
  /// A key that a stream of the workflow might have: a few, so that streams live on.
  std::string key(std::string_view kind);
  /// One of many: another for each number.
  static std::string key(std::string_view kind, unsigned number);

 private:
  void fill(void* object, const describe::TypeInfo& type);
  void fill(void* value, const describe::ValueInfo& info, std::string_view name);
  std::string text(std::string_view name);

  sim::Random* random_;
  Timestamp now_;
};

}  // namespace recourse::test
