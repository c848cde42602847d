// A supervisor's ruling on a line becomes a proposed change of the dispatch catalogue, and what was
// adopted is seen by the office (R41).
#pragma once

#include <recourse/casework/complaint/decider.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// A ruling (`case.line_objected`, decided) that sends a case of some matter to another line than
/// the dispatch catalogue does proposes that line for the matter. What nobody knows the matter of
/// changes nothing.
class RulingsAreProposed final : public core::Reaction {
 public:
  /// A case as it stands at a position, or later.
  using Case = std::function<Result<casework::complaint::State>(std::string_view, Position)>;

  explicit RulingsAreProposed(Case find_case) : find_case_(std::move(find_case)) {}
  core::ReactionSpec spec() const override;
  core::Label label() const override { return {"Rulings are proposed", "裁定提请入目录"}; }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override;

 private:
  Case find_case_;
};

/// A change was adopted, here or in another process: the office looks for what is new. It asks for
/// nothing.
class DispatchFollowsAdoptions final : public core::Reaction {
 public:
  explicit DispatchFollowsAdoptions(std::function<Result<void>()> look) : look_(std::move(look)) {}
  core::ReactionSpec spec() const override;
  core::Label label() const override { return {"Dispatch follows adoptions", "派单随目录更新"}; }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override;

 private:
  std::function<Result<void>()> look_;
};

}  // namespace recourse
