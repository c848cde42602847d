// The machine of the roster.
#include <recourse/lifecycle_machine.hpp>

#include "casework/registry/lifecycle_table.hpp"

namespace recourse::casework::registry {

lifecycle::Steps<RosterPhase> roster_steps() { return lifecycle::steps<table::Roster>(); }

}  // namespace recourse::casework::registry
