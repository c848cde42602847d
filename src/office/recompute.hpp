// The cases whose running limits the calendar that holds now would count otherwise, and the
// reaction that counts them again when a notice is published.
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// In the order of the list of cases. Errors: those of the rows.
Result<std::vector<StreamId>> cases_to_recompute(const core::TableSnapshot& rows,
                                                 const casework::complaint::ComplaintDecider& rules,
                                                 Timestamp now);

/// A published notice moves the limits of open cases: each is told to count them again.
class LimitsFollowTheCalendar final : public core::Reaction {
 public:
  /// Answers with the cases that a position's notices concern, by a calendar that has them.
  using Cases = std::function<Result<std::vector<StreamId>>(Position)>;

  explicit LimitsFollowTheCalendar(Cases cases) : cases_(std::move(cases)) {}
  core::ReactionSpec spec() const override;
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override;

 private:
  Cases cases_;
};

}  // namespace recourse
