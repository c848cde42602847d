// RuleScope: this thread is within a rule, that is within a member of a decider.
//
//     const RuleScope within;                  // Fold::guarded, round each call of user code
//     if (RuleScope::depth() > of_mine) …      // whoever takes commands refuses this one
//
// Rules are pure: they do nothing, and wait for nothing. One that gives a command would wait for
// the turn of the very command that asked it. So nobody takes commands within a rule, but for who
// was made within the same one (a rehearsal of its own, in memory).
//
// Thread-safety: a scope belongs to the thread that made it.
#pragma once

namespace recourse::core {

class RuleScope {
 public:
  RuleScope() noexcept;
  RuleScope(const RuleScope&) = delete;
  RuleScope& operator=(const RuleScope&) = delete;
  ~RuleScope();
  /// Of this thread; 0: it is in none.
  static int depth() noexcept;
};

}  // namespace recourse::core
