// Who looks at what a command shows, and for what: --as, --purpose, and the program's --reveal.
//
//     add_viewer(*command, a->viewer);
//     const auto viewer = viewer_of(session, a->viewer);        // no look without an actor
//     if (!viewer) return fail(session, viewer.error());
//     const auto office = open_to_look(session);
//     const auto seen = (*office)->engine().look(stream, *viewer);
//
// Every command that shows streams takes them; what is shown goes by core/look.hpp. Thread-safety:
// none is needed.
#pragma once

#include <recourse/core/look.hpp>
#include <string>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

struct ViewerArguments {
  std::string actor = {};
  std::string purpose = {};
  std::string code = {};
};

/// Adds --as, which RECOURSE_ACTOR stands for, --purpose and --code.
void add_viewer(CommandLine& command, ViewerArguments& to);

/// invalid_argument, with the roles that there are, the nearest first: the actor acts in none of
/// them. A role that is mistyped would see nothing, and would not be told why.
Result<void> check_role(const core::Actor& actor);

/// invalid_argument: nobody looks, or in no role that there is; --reveal without --purpose, or the
/// other way round; --code without them.
Result<core::Viewer> viewer_of(const Session& session, const ViewerArguments& given);

/// Opens the store: to write, where looks are recorded.
Result<std::unique_ptr<Office>> open_to_look(const Session& session);

}  // namespace recourse::cli
