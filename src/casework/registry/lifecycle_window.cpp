// The machine of the window.
#include <recourse/lifecycle_machine.hpp>

#include "casework/registry/lifecycle_table.hpp"

namespace recourse::casework::registry {

lifecycle::Steps<Phase> window_steps() { return lifecycle::steps<table::Window>(); }

}  // namespace recourse::casework::registry
