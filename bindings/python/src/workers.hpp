// Workers: the few threads on which the bindings do what somebody waits for who must stay free: the
// main thread, which takes signals, and event loops.
//
//     workers().post([](std::monostate) { … });                 // runs soon, without the GIL
//
// Threads come as they are needed, up to kMost; what comes then waits for its turn. A forked child
// has workers of its own. At the interpreter's end `stop_workers` waits for them, so that none
// wants the GIL of an interpreter that is gone.
//
// Thread-safety: `workers` with the GIL held; the rest from any thread.
#pragma once

#include <pybind11/pybind11.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <recourse/core/executor.hpp>
#include <thread>
#include <vector>

namespace recourse::python {

namespace py = pybind11;

class Workers final : public core::Executor {
 public:
  /// Threads at most. They mostly wait for a disk or a view, hence more than processors.
  static constexpr std::size_t kMost = 16;

  void post(core::Task task) override;
  /// Waits until all that was posted is done, and ends the threads. Not with the GIL held.
  void stop();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable posted_;
  std::deque<core::Task> tasks_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool stopped_ = false;
};

/// Those of this process.
Workers& workers();
/// Ends them; later work gets new ones. With the GIL held, which it lets go.
void stop_workers();

/// Whether signals are handled on this thread. With the GIL held.
bool on_main_thread();

/// What a call that somebody waits for shares with its worker.
template <class R>
struct Waited {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<R> result;
  std::exception_ptr thrown;
  std::atomic<bool> abandoned{false};  ///< Nobody waits any more.

  bool done() const { return result.has_value() || thrown != nullptr; }
};

/// True on a worker whose work nobody waits for any more: long work may end early.
bool is_abandoned();

namespace detail {
/// Sets what `is_abandoned` looks at, as long as it lives.
class AbandonScope {
 public:
  explicit AbandonScope(const std::atomic<bool>* flag);
  ~AbandonScope();
  AbandonScope(const AbandonScope&) = delete;
  AbandonScope& operator=(const AbandonScope&) = delete;

 private:
  const std::atomic<bool>* before_;
};
/// One slice of a wait without the GIL, then the signals. Throws what a handler raised.
void check_signals();
inline constexpr std::chrono::milliseconds kSlice{20};
}  // namespace detail

/// Waits until `done()`, in slices, and handles signals between them: what a handler raises is
/// thrown, and whatever was waited for goes on. With the GIL held, which it lets go. `done` is
/// asked under `mutex`, whose holder notifies `changed`.
template <class Done>
void wait_interruptibly(std::mutex& mutex, std::condition_variable& changed, Done&& done) {
  for (;;) {
    {
      const py::gil_scoped_release released;
      std::unique_lock lock{mutex};
      if (changed.wait_for(lock, detail::kSlice, done)) return;
    }
    detail::check_signals();
  }
}

/// Waits as wait_interruptibly; whose wait is interrupted has abandoned it.
template <class R>
void wait_for(Waited<R>& waited) {
  try {
    wait_interruptibly(waited.mutex, waited.changed, [&] { return waited.done(); });
  } catch (...) {
    waited.abandoned = true;
    throw;
  }
}

/// f() on a worker, while this thread, the main one, waits and handles signals. `f` must own what
/// it uses: after an interruption it goes on without anybody. With the GIL held; `f` has it not.
template <class F>
auto on_worker(F f) {
  using R = std::invoke_result_t<F&>;
  const auto waited = std::make_shared<Waited<R>>();
  workers().post([waited, f = std::move(f)](std::monostate) mutable {
    const detail::AbandonScope scope{&waited->abandoned};
    std::optional<R> result;
    std::exception_ptr thrown;
    try {
      result.emplace(f());
    } catch (...) {
      thrown = std::current_exception();
    }
    std::lock_guard guard{waited->mutex};
    waited->result = std::move(result);
    waited->thrown = thrown;
    waited->changed.notify_all();
  });
  wait_for(*waited);
  if (waited->thrown) std::rethrow_exception(waited->thrown);
  return std::move(*waited->result);
}

/// f() without the GIL: on the main thread as on_worker, on others at once.
template <class F>
auto freely(F f) {
  if (on_main_thread()) return on_worker(std::move(f));
  const py::gil_scoped_release released;
  return f();
}

}  // namespace recourse::python
