// A world under a seed: the whole engine on one thread, on a disk of its own, under a clock of its
// own, with people who give commands, and held against the oracle.
//
//     World world{seed, {}};
//     world.schedule();          // lives, crashes, comes back, comes to rest
//
// Committer, indexer, views, timers and subscriptions are step functions; a seeded choice says who
// is next. While one reads, another may be given a turn. Failures are GoogleTest's.
#pragma once

#include <recourse/base/clock.hpp>
#include <recourse/core/state_view.hpp>
#include <recourse/core/timers.hpp>

#include "tests/sim/disk.hpp"
#include "tests/sim/oracle.hpp"
#include "tests/sim/world_store.hpp"

namespace recourse::sim {

class World {
 public:
  explicit World(std::uint64_t seed);
  ~World();

  /// Some lives with crashes between them, then rest: everything due is done, and all is compared.
  void schedule();

 private:
  struct Engine;    // what a process has in memory
  struct Listener;  // a subscriber, and what it must have been told

  void open();
  void close();
  void live(unsigned steps, std::uint64_t cut_after);
  void crash_and_come_back();
  void come_to_rest();
  void step();
  void command(bool by_another);
  errand::Command make_command();
  void noise();
  void turn();
  void view_step();
  void timers_step();
  void subscriber_step();
  void reaction_step();
  void rebuild();
  void flush();
  void jump_clock();
  bool ended() const;

  std::vector<Fact> read_log();
  void check_all();
  void check_views(const std::vector<Fact>& log);
  void check_due_index(const std::vector<Fact>& log);
  void check_firings(const std::vector<Fact>& log);
  void check_subscribers(const std::vector<Fact>& log, bool at_rest);
  void check_cache(const std::vector<Fact>& log);
  void check_reactions(const std::vector<Fact>& log, bool at_rest);

  std::uint64_t seed_;
  Random random_;
  Random image_random_;
  ManualClock clock_;
  Timestamp latest_clock_;
  std::unique_ptr<Disk> disk_;
  std::unique_ptr<Disk> image_;
  std::optional<LogId> log_id_;
  std::unique_ptr<Engine> engine_;
  std::uint64_t acknowledged_head_ = 0;  // when the power was cut
  std::vector<std::pair<StreamId, std::pair<errand::Command, core::Context>>> past_;
  std::vector<Listener> listeners_;
  std::map<std::string, Position> served_;  // where each view said it was
  std::uint64_t next_id_ = 1;
  bool in_turn_ = false;
};

}  // namespace recourse::sim
