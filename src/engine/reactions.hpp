// Reactions: the runners of one engine, and the threads that step them.
//
// Invariants: a runner is stepped by its own thread, or, where there is none, under its lock by
// whoever asks; running_ only grows. Thread-safety: `add` before anything else, from one thread;
// then all members from any thread, `start` and `stop` once. Ownership: borrows store, feed and
// clock; ends its threads when destroyed.
#pragma once

#include <recourse/core/reaction.hpp>
#include <recourse/core/worker.hpp>

namespace recourse::engine {

class Reactions {
 public:
  Reactions(core::EventStore& store, core::LogFeed& feed, const Clock& clock)
      : store_(&store), feed_(&feed), clock_(&clock) {}
  ~Reactions() { stop(); }

  /// invalid_argument if the name is taken.
  Result<void> add(std::unique_ptr<core::Reaction> reaction);
  /// Opens those that were added. Does nothing the second time; after an error it is that error.
  Result<void> open(core::ReactionRunner::Give give);
  /// Steps them on threads of their own.
  void start();
  /// Ends the threads, each after the step that it is in, and keeps the positions.
  void stop();

  /// One step of each. False: none had anything to do. Requires: not started.
  bool step();
  /// Before they are opened: as their kept positions say.
  std::vector<core::ReactionStatus> status() const;
  /// Empty: it has none, or there is no such reaction.
  core::Label label(std::string_view name) const;
  Result<std::vector<core::RefusedIntent>> refused(std::string_view name, std::size_t most) const;
  Result<void> resume(std::string_view name);
  Result<void> go_on_from(std::string_view name, Position position);

 private:
  struct Running {
    std::unique_ptr<core::ReactionRunner> runner;
    std::unique_ptr<core::Worker> worker;  // null: none
    std::mutex stepping;
  };
  Result<Running*> find(std::string_view name) const;
  /// The runners that are open now.
  std::vector<Running*> open_now() const;

  core::EventStore* store_;
  core::LogFeed* feed_;
  const Clock* clock_;
  mutable std::mutex mutex_;  // of the two lists, and of why they could not be opened
  std::vector<std::unique_ptr<core::Reaction>> added_;
  std::vector<std::unique_ptr<Running>> running_;  // by name
  std::optional<Error> failed_;
  core::NotifyHandle notified_;
};

}  // namespace recourse::engine
