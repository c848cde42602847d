// The machine of the window's sign.
#include <recourse/lifecycle_machine.hpp>

#include "casework/registry/lifecycle_table.hpp"

namespace recourse::casework::registry {

lifecycle::Steps<SignPhase> sign_steps() { return lifecycle::steps<table::Sign>(); }

}  // namespace recourse::casework::registry
