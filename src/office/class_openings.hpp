// The reaction that takes up the classes of a month that is over (R28, R29).
#pragma once

#include <atomic>
#include <limits>
#include <recourse/office.hpp>

namespace recourse {

/// The first report that is recorded in a month opens a rectification for each class that the month
/// before shows, as of that record; its key names month, matter and reason. Added where the norms
/// say so (Norms::open_classes).
class ClassesAreOpened final : public core::Reaction {
 public:
  /// The engine must outlive it.
  ClassesAreOpened(const Engine& engine, UtcOffset offset) : engine_(&engine), offset_(offset) {}
  core::ReactionSpec spec() const override;
  core::Label label() const override { return {"Classes are taken up", "高频问题立项整改"}; }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override;

 private:
  /// The record is the first of its types in its month.
  Result<bool> begins_month(const core::RecordView& record, LocalDay first) const;

  const Engine* engine_;
  UtcOffset offset_;
  /// The last month, by its first day, that is known to have begun: no later record begins it.
  mutable std::atomic<std::int64_t> begun_ = std::numeric_limits<std::int64_t>::min();
};

}  // namespace recourse
