// The machine of the region `stage`.
#include <recourse/lifecycle_machine.hpp>

#include "casework/supervision/lifecycle_table.hpp"

namespace recourse::casework::supervision {

lifecycle::Steps<Phase> stage_steps() { return lifecycle::steps<StageRows>(); }

}  // namespace recourse::casework::supervision
