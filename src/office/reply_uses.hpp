// Which cases cite a standard reply, and how they were rated: the register of replies is told
// (R22).
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// A case that cites a reply when it explains or closes is a use of it; when it is rated, so is
/// each reply that it cites. What is no key of a reply is left alone; a key that no reply has is
/// refused, and kept among the refused intents.
class RepliesKnowTheirUses final : public core::Reaction {
 public:
  /// All events of a case.
  using History = std::function<Result<std::vector<HistoryEntry>>(const StreamId&)>;

  explicit RepliesKnowTheirUses(History history) : history_(std::move(history)) {}
  core::ReactionSpec spec() const override;
  core::Label label() const override { return {"Uses of standard replies", "标准口径使用登记"}; }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override;

 private:
  Result<std::vector<core::Intent>> of_rating(const core::RecordView& record) const;

  History history_;
};

}  // namespace recourse
