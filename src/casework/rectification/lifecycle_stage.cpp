// The machine of the stages.
#include <recourse/lifecycle_machine.hpp>

#include "casework/rectification/lifecycle_table.hpp"

namespace recourse::casework::rectification {

lifecycle::Steps<Phase> stage_steps() { return lifecycle::steps<Rows>(); }

}  // namespace recourse::casework::rectification
