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
#include <recourse/core/workflow_json.hpp>
#include <variant>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// A stream that was just begun under a key that the workflow made.
struct BegunStream {
  StreamId stream;
  core::Outcome outcome;
  boost::json::object told = {};  ///< More members of the answer's "outcome".
  std::string text = {};          ///< The same as lines of text.
};

/// A stream as it stands, to be shown.
struct ShownStream {
  const core::WorkflowPort& port;
  StreamId stream;
  core::AnyState now;
  std::optional<core::Actor> actor{};  ///< Who looks, if that is known: what may come next is his.
};

/// Who looks at a stream's history, and for what. Both may be empty.
struct Viewer {
  std::string actor;
  std::string purpose;
};

/// Takes out of an entry of a history (its members "actor" and "event") what is not to be seen.
using Redact = std::function<void(boost::json::object& entry)>;

struct WorkflowExtension {
  std::string_view kind;

  /// Adds subcommands of its own. The one that is given sets `chosen`.
  void (*add_commands)(CommandLine& parent, Session& session,
                       std::function<Exit()>& chosen) = nullptr;
  /// invalid_argument, saying what is wrong with a key.
  Result<void> (*check_key)(std::string_view key) = nullptr;
  /// invalid_argument, if nobody of the workflow can act so.
  Result<void> (*check_actor)(const core::Actor& actor) = nullptr;
  /// Begins a stream, under a key of its own choice where none was given. `command` is of
  /// WorkflowInfo::commands. Null: the key must be given.
  Result<BegunStream> (*begin)(const Office& office, const std::optional<StreamId>& stream,
                               const void* command, const core::Context& context) = nullptr;
  /// A stream's state as text, for people.
  std::string (*text)(const ShownStream& shown) = nullptr;
  /// What the viewer may see of a stream's history, or that it is not theirs to see. A look at
  /// personal data in clear is recorded here. Null: everybody sees all, personal data masked.
  Result<std::variant<Redact, core::Refusal>> (*look)(const Session& session,
                                                      const StreamId& stream,
                                                      const Viewer& viewer) = nullptr;
};

/// The extension of that kind; one without hooks if it has none.
const WorkflowExtension& extension_of(std::string_view kind);

}  // namespace recourse::cli
