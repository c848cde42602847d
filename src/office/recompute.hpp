// The cases, and the streams of other workflows, whose running limits the calendar that holds now
// would count otherwise, and the reaction that counts them again when a notice is published.
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// In the order of the list of cases. Errors: those of the rows.
Result<std::vector<StreamId>> cases_to_recompute(const core::TableSnapshot& rows,
                                                 const casework::complaint::ComplaintDecider& rules,
                                                 Timestamp now);

/// The commands that do it in the other workflows, by their views at a position or later.
Result<std::vector<core::Intent>> limits_to_recompute(const Engine& engine, Position at);

/// A published notice moves limits in every workflow: each stream is told to count them again.
class LimitsFollowTheCalendar final : public core::Reaction {
 public:
  /// Answers with what a position's notices bring, by a calendar that has them.
  using Asked = std::function<Result<std::vector<core::Intent>>(Position)>;

  explicit LimitsFollowTheCalendar(Asked asked) : asked_(std::move(asked)) {}
  core::ReactionSpec spec() const override;
  core::Label label() const override {
    return {"Limits follow the calendar", "期限随工作日历重算"};
  }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override;

 private:
  Asked asked_;
};

}  // namespace recourse
