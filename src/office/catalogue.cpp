#include "office/catalogue.hpp"

#include <recourse/casework/rectification/catalogue_change.hpp>

namespace recourse {

namespace rectification = casework::rectification;
using rectification::Published;
using rectification::RectificationDecider;

namespace {

/// Where the next change stands in the log; 0: there is none yet.
Result<Position> next_change(const core::EventStore& store,
                             const casework::CurrentCatalogue& catalogue) {
  const auto next = rectification::changes_in(catalogue.current().version()) + 1;
  return store.last_tagged(describe::spec_of<Published>.type, rectification::change_tag(next));
}

}  // namespace

Result<bool> has_changes(const core::EventStore& store,
                         const casework::CurrentCatalogue& catalogue) {
  RECOURSE_TRY_ASSIGN(const auto at, next_change(store, catalogue));
  return at.value > 0;
}

Result<void> publish_changes(const core::EventStore& store, casework::CurrentCatalogue& catalogue) {
  for (;;) {
    RECOURSE_TRY_ASSIGN(const auto at, next_change(store, catalogue));
    if (at.value == 0) return {};
    RECOURSE_TRY_ASSIGN(const auto cursor, store.read_all({.from = at, .to = at}));
    RECOURSE_TRY_ASSIGN(const bool there, cursor->next());
    if (!there) return Error{Errc::corruption, "a tagged record is not in the log"};
    RECOURSE_TRY_ASSIGN(const auto event,
                        core::Fold<RectificationDecider>::event_of(cursor->record()));
    catalogue.publish(rectification::amended_by(catalogue.current(), std::get<Published>(event)));
  }
}

core::ReactionSpec CatalogueFollowsPublications::spec() const {
  return {.name = "catalogue",
          .stream_kind = std::string{RectificationDecider::kKind},
          .types = {std::string{describe::spec_of<Published>.type}}};
}

Result<std::vector<core::Intent>> CatalogueFollowsPublications::react(
    const core::RecordView&) const {
  RECOURSE_TRY(look_());
  return std::vector<core::Intent>{};
}

}  // namespace recourse
