// Session: an office as Python holds it (held.hpp).
//
// Thread-safety and ownership: as Held.
#pragma once

#include <memory>
#include <recourse/office.hpp>

#include "clock.hpp"
#include "held.hpp"
#include "own_parts.hpp"

namespace recourse::python {

class Session final : public Held<Office> {
 public:
  /// Without `clock` the machine's. `parts` are on the same log; null: there are none.
  static std::shared_ptr<Session> open(OfficeOptions options, ClockHolder clock,
                                       std::shared_ptr<OwnParts> parts = nullptr);
  ~Session() override { finish(); }

  /// What this session has appended; its queries are true at the last of it or later.
  void wrote(Position last) { written_->note(last); }
  Position written() const { return written_->last(); }
  const std::shared_ptr<Written>& writing() const { return written_; }
  /// How long a query waits for a position.
  std::chrono::milliseconds patience() const { return patience_; }
  /// What is written in Python; null: nothing.
  const OwnParts* parts() const { return parts_.get(); }

 private:
  explicit Session(ClockHolder clock) : Held("office"), clock_(std::move(clock)) {}
  void end_waits() override;

  std::chrono::milliseconds patience_{};
  ClockHolder clock_;  // behind the office, which borrows it
  const std::shared_ptr<Written> written_ = std::make_shared<Written>();
  std::shared_ptr<OwnParts> parts_;
};

}  // namespace recourse::python
