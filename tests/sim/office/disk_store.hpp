// A store of the disk that fails, as an engine opens one, and the machine that goes with it.
#pragma once

#include "tests/sim/disk.hpp"
#include "tests/sim/random.hpp"
#include "tests/sim/world_store.hpp"

namespace recourse::sim {

/// A store that owns what it works on.
struct OwnedCore {
  std::unique_ptr<stores::rocks::StoreCore> core;
};
class DiskStore final : private OwnedCore, public WorldStore {
 public:
  explicit DiskStore(std::unique_ptr<stores::rocks::StoreCore> opened)
      : OwnedCore{std::move(opened)}, WorldStore(*core) {}
  stores::rocks::StoreCore& store_core() { return *core; }
  /// Nobody else commits.
  void async_append(core::Append append, base::Completion<Result<core::Appended>> done) override {
    WorldStore::async_append(std::move(append), std::move(done));
    while (commit()) {
    }
  }
};

/// A machine that goes in the middle of what it does, and what is found on its disk afterwards.
/// Its store must be closed before die() has returned. One thread's, but for the disk.
class Machine {
 public:
  explicit Machine(std::uint64_t seed) : random_(seed) {}

  Disk& disk() { return *disk_; }
  /// The power goes, or the process alone, at the operation that is `ahead` from now.
  void go(std::uint64_t ahead, bool power) {
    const auto at = disk_->operations() + ahead;
    disk_->on_operation([this, at, power](std::uint64_t number) {
      if (number < at || found_) return;
      found_ = power ? disk_->after_power_cut(random_) : disk_->after_kill();
    });
  }
  bool gone() const {
    const auto lock = disk_->hold();
    return found_ != nullptr;
  }
  /// Ends the life, in peace if it has not gone; `close` is called before the disk changes. Whether
  /// it had gone.
  template <class Close>
  bool die(Close&& close) {
    std::unique_ptr<Disk> found;
    bool had_gone = false;
    {
      const auto lock = disk_->hold();
      had_gone = found_ != nullptr;
      found = had_gone ? std::move(found_) : disk_->after_kill();
      found_ = disk_->after_kill();  // the hook has nothing to do any more
    }
    close();
    found_.reset();
    disk_ = std::move(found);
    return had_gone;
  }

 private:
  Random random_;
  std::unique_ptr<Disk> disk_ = std::make_unique<Disk>();
  std::unique_ptr<Disk> found_;
};

}  // namespace recourse::sim
