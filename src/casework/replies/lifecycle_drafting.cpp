// The machine of the region `Drafting`.
#include <recourse/lifecycle_machine.hpp>

#include "casework/replies/lifecycle_table.hpp"

namespace recourse::casework::replies {

lifecycle::Steps<Drafting> drafting_steps() { return lifecycle::steps<DraftingRows>(); }

}  // namespace recourse::casework::replies
