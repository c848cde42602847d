// The machine of the region `Standing`.
#include <recourse/lifecycle_machine.hpp>

#include "casework/replies/lifecycle_table.hpp"

namespace recourse::casework::replies {

lifecycle::Steps<Standing> standing_steps() { return lifecycle::steps<StandingRows>(); }

}  // namespace recourse::casework::replies
