// LoggedCases: the cases of the log, as the decisions of other workflows ask for them.
//
//     auto cases = std::make_shared<LoggedCases>();
//     reference.known_cases = cases;    // before the workflows are added
//     cases->serve(engine.store());     // when the log is there
//
// Thread-safety: as KnownCases; `serve` once, before anything is decided.
#pragma once

#include <recourse/casework/common/known_cases.hpp>
#include <recourse/core/event_store.hpp>

namespace recourse {

class LoggedCases final : public casework::KnownCases {
 public:
  /// Requires: the log outlives every decision.
  void serve(const core::EventStore& store) noexcept { store_ = &store; }

  /// Read from the case's first record, which is open in a sealed log too.
  Result<std::optional<std::string>> station_of(std::string_view key) const override;

 private:
  const core::EventStore* store_ = nullptr;
};

}  // namespace recourse
