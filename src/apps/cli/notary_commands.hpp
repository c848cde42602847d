// `recourse notary …` beyond what follows from the workflow's description: its keys, signing a
// head, publishing; and `recourse audit`.
#pragma once

#include <recourse/notary/notary.hpp>

#include "apps/cli/workflow_extension.hpp"

namespace recourse::cli {

/// What the command line has for the notary.
WorkflowExtension notary_extension();

/// Adds `audit`. The command that is given sets `chosen`.
void add_audit(CommandLine& app, const Session& session, std::function<Exit()>& chosen);

/// The notary's state and the rows of the tree, both of the log's end or later.
struct NotaryView {
  notary::State state;
  std::unique_ptr<core::TableSnapshot> rows;
};
/// Errors: those of the store and of the view.
Result<NotaryView> look_at_notary(const Office& office);

/// A key as JSON: what verifiers of others take.
boost::json::object to_json(const notary::PublicKey& key);

}  // namespace recourse::cli
