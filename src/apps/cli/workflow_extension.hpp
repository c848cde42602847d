// WorkflowExtension: what the command line has for one workflow beyond what follows from its
// description (workflow_commands.hpp).
//
//     const WorkflowExtension& more = extension_of("case");
//     if (more.check_key) RECOURSE_TRY(more.check_key(text));
//
// A hook that is null is not wanted: the generic part goes by the description alone then. A new
// workflow needs none of this. Thread-safety: immutable.
#pragma once

#include <functional>
#include <recourse/core/look.hpp>
#include <recourse/core/workflow_json.hpp>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// A stream as it stands, to be shown.
struct ShownStream {
  const core::WorkflowPort& port;
  StreamId stream;
  core::AnyState now;
  core::Visibility visibility;
  core::Actor actor;  ///< Who looks: what may come next is his.
  /// As of when figures are told: now, of an earlier version the moment of its last event.
  Timestamp moment = {};
};

struct WorkflowExtension {
  std::string_view kind;

  /// Adds subcommands of its own. The one that is given sets `chosen`.
  void (*add_commands)(CommandLine& parent, Session& session,
                       std::function<Exit()>& chosen) = nullptr;
  /// invalid_argument, saying what is wrong with a key.
  Result<void> (*check_key)(std::string_view key) = nullptr;
  /// invalid_argument, if nobody of the workflow can act so.
  Result<void> (*check_actor)(const core::Actor& actor) = nullptr;
  /// What follows from a stream's state by the time, to stand beside the state.
  boost::json::object (*figures)(const ShownStream& shown) = nullptr;
  /// A stream's state as text, for people.
  std::string (*text)(const ShownStream& shown) = nullptr;
};

/// The extension of that kind; one without hooks if it has none.
const WorkflowExtension& extension_of(std::string_view kind);

}  // namespace recourse::cli
