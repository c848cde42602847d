// Outcome: the answer to a command that did not fail. A value.
#pragma once

#include <recourse/core/decider.hpp>
#include <recourse/core/event_store.hpp>

namespace recourse::core {

/// What became of a command that did not fail: events were appended, or it was refused, or there
/// was nothing to do.
class Outcome {
 public:
  explicit Outcome(Appended appended) : appended_(appended) {}
  explicit Outcome(Refusal refusal) : refusal_(std::move(refusal)) {}
  static Outcome nothing() { return Outcome{Appended{}}; }

  bool refused() const noexcept { return refusal_.has_value(); }
  /// Accepted without a single event: the state already was as asked.
  bool nothing_to_do() const noexcept { return !refused() && appended_.last.value == 0; }
  /// Requires: refused().
  const Refusal& refusal() const { return *refusal_; }
  /// Requires: !refused(). All zeros if there was nothing to do.
  const Appended& appended() const noexcept { return appended_; }

 private:
  Appended appended_{};
  std::optional<Refusal> refusal_;
};

}  // namespace recourse::core
