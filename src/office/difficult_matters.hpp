// A case that is found difficult, or is escalated, goes to the liaison of its line and station
// (R21).
#pragma once

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// Where there is such a liaison's stream; else nothing is collected.
class LiaisonsCollectDifficultCases final : public core::Reaction {
 public:
  /// A case as it stands at a position, or later.
  using Case = std::function<Result<casework::complaint::State>(std::string_view, Position)>;
  /// There is a stream of that liaison.
  using Exists = std::function<Result<bool>(const StreamId&)>;

  LiaisonsCollectDifficultCases(Case find_case, Exists exists)
      : find_case_(std::move(find_case)), exists_(std::move(exists)) {}
  core::ReactionSpec spec() const override;
  core::Label label() const override {
    return {"Liaisons collect difficult cases", "疑难事项归集"};
  }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override;

 private:
  Case find_case_;
  Exists exists_;
};

}  // namespace recourse
