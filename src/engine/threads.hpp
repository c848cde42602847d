// Threads: where an engine decides commands that nobody waits for: on the caller's executor, or on
// threads of its own, one a processor, which begin with the first task.
// Thread-safety: `post` from any thread. Ends its threads when destroyed, behind the last task.
#pragma once

#include <memory>
#include <recourse/core/executor.hpp>

namespace recourse::engine {

class Threads final : public core::Executor {
 public:
  /// `given` may be null.
  explicit Threads(core::Executor* given);
  ~Threads() override;
  void post(core::Task task) override;

 private:
  struct Pool;
  core::Executor* given_;
  std::unique_ptr<Pool> pool_;
};

}  // namespace recourse::engine
