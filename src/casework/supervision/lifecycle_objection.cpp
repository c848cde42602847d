// The machine of the region `objection`.
#include <recourse/lifecycle_machine.hpp>

#include "casework/supervision/lifecycle_table.hpp"

namespace recourse::casework::supervision {

lifecycle::Steps<ObjectionPhase> objection_steps() { return lifecycle::steps<ObjectionRows>(); }

}  // namespace recourse::casework::supervision
