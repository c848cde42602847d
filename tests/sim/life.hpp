// One life of a store under a seed: a random workload on a disk that fails, held against the model.
//
//     Life life{seed, {}};
//     life.live(steps);         // works until the steps are done or the power is cut
//     life.come_back();         // opens what the disk kept, and holds it against the model
//
// Everything happens on the calling thread. Failures are GoogleTest's; `failed()` says so.
#pragma once

#include <recourse/base/clock.hpp>

#include "stores/rocksdb/store_core.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/model.hpp"

namespace recourse::sim {

/// What the disk will do to this life.
struct Mishaps {
  bool power_cuts = true;  ///< Else only kills, which lose nothing that was written.
  bool faults = true;      ///< Now and then an operation fails.
  bool lying_disk = false;
};

/// All that a cursor gives, or its error.
Result<std::vector<Event>> read_events(core::Cursor& cursor);

class Life {
 public:
  Life(std::uint64_t seed, Mishaps mishaps);
  ~Life();

  /// Opens the store (making it at first) and takes random steps. Ends early if the store stops or
  /// the power is cut; `after` operations from now, if not 0.
  void live(unsigned steps, std::uint64_t cut_after);
  /// From now on the disk fails as told.
  void fail(Fault fault);
  /// Reboots: opens what is left and proves that nothing acknowledged is missing, nothing is there
  /// in part, and the store verifies.
  void come_back();
  /// A random schedule of lives.
  void schedule();

  Disk& disk() { return *disk_; }
  const Model& model() const { return model_; }
  std::optional<LogId> log_id() const { return log_id_; }
  /// The head before the last group was written.
  std::uint64_t head_before_last_group() const { return head_before_last_group_; }
  /// Ends the machine in an orderly way, if there is one.
  void close();

 private:
  struct Pending {
    core::Append append;
    std::optional<Result<core::Appended>> answer;
  };

  Result<std::unique_ptr<stores::rocks::StoreCore>> open();
  void cut_the_power();
  void step();
  void admit();
  std::string make_tag();
  core::Append make_append();
  std::string make_payload();
  core::ExpectedVersion make_expectation(const std::string& stream);
  void commit();
  void compare_answer(const Pending& pending, const Result<core::Appended>& predicted);
  void index();
  void flush();
  void check_stream();
  void check_everything();
  void adopt_what_is_there();
  void jump_clock();
  bool ended() const;

  std::uint64_t seed_;
  Mishaps mishaps_;
  Random random_;
  Random image_random_;  // of the hook, so that what a cut leaves does not shift the steps
  ManualClock clock_;
  std::unique_ptr<Disk> disk_;
  std::unique_ptr<Disk> image_;  // what the power cut left
  std::unique_ptr<stores::rocks::StoreCore> store_core_;
  std::optional<LogId> log_id_;
  bool fault_set_ = false;
  bool stopped_ = false;  // the store said that it takes no more writes

  Model model_;                          // what was acknowledged
  Model acknowledged_;                   // the same when the power was cut
  std::vector<core::Append> in_flight_;  // the group that was being written then
  std::vector<std::unique_ptr<Pending>> queue_;
  bool committing_ = false;
  std::uint64_t head_before_last_group_ = 0;
  std::vector<core::Append> past_;  // to be repeated
  std::uint64_t next_id_ = 1;
};

}  // namespace recourse::sim
