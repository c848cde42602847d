// The machine of the one region.
#include <recourse/lifecycle_machine.hpp>

#include "casework/training/lifecycle_table.hpp"

namespace recourse::casework::training {

lifecycle::Steps<Phase> stage_steps() { return lifecycle::steps<StageRows>(); }

}  // namespace recourse::casework::training
