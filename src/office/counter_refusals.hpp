// The reaction that has refusals at the counter verified (business-environment ordinance, art 25).
#pragma once

#include <recourse/core/reaction.hpp>

namespace recourse {

/// A case that begins with a refusal at the counter (不予收件) opens an inspection of its station,
/// keyed by the case. One that was told afterwards opens none: its time for that is long over.
class RefusalsAreVerified final : public core::Reaction {
 public:
  core::ReactionSpec spec() const override;
  core::Label label() const override {
    return {"Refusals at counters are verified", "窗口拒办核查"};
  }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override;
};

}  // namespace recourse
