// RegisteredWindows: the register of windows, as a case's decision asks it.
//
//     auto windows = std::make_shared<RegisteredWindows>();
//     reference.windows = windows;      // before the workflows are added
//     windows->serve(engine);           // when they are there
//
// It reads the register's streams themselves: a window that was shut takes no case from then on,
// whoever shut it. That there is a register at all the office says (`keep`); where it did not see
// its first command, the register's view tells, some moments later.
// Thread-safety: as Windows; `serve` once, before anything is decided.
#pragma once

#include <atomic>
#include <recourse/casework/common/windows.hpp>
#include <recourse/casework/registry/decider.hpp>
#include <recourse/engine.hpp>

namespace recourse {

class RegisteredWindows final : public casework::Windows {
 public:
  /// Without the workflow `registry` no window is known. Requires: the engine outlives every
  /// decision, and its workflows were added.
  void serve(const Engine& engine);

  Result<std::optional<casework::Window>> at(std::string_view station,
                                             Timestamp moment) const override;
  Result<std::optional<std::string>> district_of(std::string_view code) const override;
  bool in_use() const override;
  /// A command of the register has taken effect: there is one from now on.
  void keep() noexcept { in_use_ = true; }

 private:
  using Registry = Hosted<casework::registry::RegistryDecider>;
  /// Nothing: no such station or centre.
  Result<std::optional<casework::registry::State>> state_of(std::string_view code) const;

  const Engine* engine_ = nullptr;
  const Registry* registry_ = nullptr;
  mutable std::atomic<bool> in_use_ = false;  // a register never ends
};

}  // namespace recourse
