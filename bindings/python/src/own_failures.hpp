// Errors of rules that Python wrote, with what Python raised as their cause.
//
// Thread-safety: with the GIL held.
#pragma once

#include "held.hpp"
#include "inbox.hpp"
#include "own_rules.hpp"
#include "raise.hpp"

namespace recourse::python {

/// What a hook raised last on this thread, to be taken along; without the GIL.
inline Reference failure_here() noexcept {
  return Reference{py::reinterpret_steal<py::object>(release_failure())};
}

/// The error; `cause` is its cause, if it is what the error speaks of.
[[noreturn]] void raise_with_cause(const Error& error, Reference cause);

template <class T>
T answer_of(Result<T> result, Reference cause) {
  if (!result) raise_with_cause(result.error(), std::move(cause));
  return std::move(*result);
}
template <class T>
T answer_of(Result<T> result) {
  return answer_of(std::move(result), failure_here());
}
inline void answer_of(const Result<void>& result) {
  if (!result) raise_with_cause(result.error(), failure_here());
}

/// What a command came to, and what its rules raised.
struct Answered {
  Result<core::Outcome> outcome;
  Reference cause;
};

/// On the thread that decided it; without the GIL.
Answered answered(Written& writing, Result<core::Outcome> outcome);
/// A recourse.Appended, or raises.
py::object appended_of(Answered answer);

/// Waits for `work(held)`, an Answered, interruptibly. Who is interrupted learns the command's id.
/// `work` must own what it uses.
template <class T, class Work>
py::object wait_for_command(const Held<T>& held, const CommandId& id, Work work) {
  (void)take_failure();  // of a call before, which was answered by something else
  auto answer = [&] {
    if (!on_main_thread()) return held.use(work);
    try {
      return held.wait(std::move(work));
    } catch (py::error_already_set& interrupted) {
      add_command_id(interrupted, id);
      throw;
    }
  }();
  return appended_of(std::move(answer));
}

}  // namespace recourse::python
