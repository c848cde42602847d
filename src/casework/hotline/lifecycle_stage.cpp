// The machine of the stages; the only file of the folder with Boost.MSM.
#include <recourse/lifecycle_machine.hpp>

#include "casework/hotline/lifecycle_table.hpp"

namespace recourse::casework::hotline {

lifecycle::Steps<Phase> stage_steps() { return lifecycle::steps<Rows>(); }

}  // namespace recourse::casework::hotline
