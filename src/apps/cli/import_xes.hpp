// `recourse import xes FILE --source S --reported A --closed B`: the cases of an XES log as
// historical cases.
//
// A trace becomes the stream case/<source>-<concept:name>: reported when its first event A
// happened, accepted, explained and closed when its last event B did, decided by the same rules as
// any case, in one atomic append. A trace without A is left out, one without B is left open; both
// are counted. The workflow of cases alone takes what is told of the past. The command id is
// derived from source and name, so that importing twice changes nothing; a case that has other
// times in the file than when it was taken in stays as it is, is counted and named. No limit of
// such a case fires. What the log says besides (other activities, attributes) is not taken in: no
// event of a case would mean it.
//
// All or nothing before the first case: a file that is malformed, an activity that no trace has,
// and a trace whose name cannot be a key or whose times cannot be, end the import before anything
// is written.
#pragma once

#include <functional>

#include "apps/cli/command_line.hpp"
#include "apps/cli/session.hpp"

namespace recourse::cli {

/// Adds the command below `import`.
void add_import_xes(CommandLine& import, const Session& session, std::function<Exit()>& chosen);

}  // namespace recourse::cli
