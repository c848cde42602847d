// The changes of the catalogue that the log holds, and the reaction by which those of another
// process are seen (R30).
#pragma once

#include <recourse/casework/rectification/decider.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// The log holds a change that the catalogue has not. One question to the log.
Result<bool> has_changes(const core::EventStore& store,
                         const casework::CurrentCatalogue& catalogue);
/// Publishes the changes that it has not, in their order. Errors: those of the store.
Result<void> publish_changes(const core::EventStore& store, casework::CurrentCatalogue& catalogue);

/// A rectification was published, here or in another process: the office looks for what is new. It
/// asks for nothing.
class CatalogueFollowsPublications final : public core::Reaction {
 public:
  explicit CatalogueFollowsPublications(std::function<Result<void>()> look)
      : look_(std::move(look)) {}
  core::ReactionSpec spec() const override;
  core::Label label() const override {
    return {"The catalogue follows publications", "事项目录随发布更新"};
  }
  Result<std::vector<core::Intent>> react(const core::RecordView& record) const override;

 private:
  std::function<Result<void>()> look_;
};

}  // namespace recourse
