// Executor: where work runs that nobody waits for on the spot.
//
//     struct Inline final : core::Executor {                       // a test that steps by hand
//       void post(core::Task task) override { tasks.push_back(std::move(task)); }
//     };
//
// Thread-safety: `post` from any thread. Ownership: an executor must outlive what posts to it, and
// must run, or destroy, every task before it ends.
#pragma once

#include <recourse/base/completion.hpp>
#include <variant>

namespace recourse::core {

/// Work that is called exactly once. It must not throw.
using Task = base::Completion<std::monostate>;

class Executor {
 public:
  virtual ~Executor() = default;
  /// Calls `task` soon, on a thread of the executor's choosing, never within this call.
  virtual void post(Task task) = 0;
};

/// Something that was begun and is answered later.
class Pending {
 public:
  virtual ~Pending() = default;
  /// Answers it with `cancelled` if it has not taken effect. False: it has, or was answered. May be
  /// called at any time from any thread.
  virtual bool cancel() = 0;
};

}  // namespace recourse::core
