// The reaction that draws the sample of a spot check once its seed is shown.
#pragma once

#include <recourse/engine.hpp>

namespace recourse {

/// A shown seed draws its sample from the log up to the record that shows it.
class SpotChecksAreDrawn final : public core::Reaction {
 public:
  /// The engine must outlive it.
  SpotChecksAreDrawn(const Engine& engine, UtcOffset offset) : engine_(&engine), offset_(offset) {}
  core::ReactionSpec spec() const override;
  core::Label label() const override { return {"Spot checks are drawn", "随机抽查"}; }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override;

 private:
  const Engine* engine_;
  UtcOffset offset_;
};

}  // namespace recourse
