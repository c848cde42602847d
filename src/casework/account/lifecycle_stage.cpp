// The machine of the stages; the only file of the folder with Boost.MSM.
#include <recourse/lifecycle_machine.hpp>

#include "casework/account/lifecycle_table.hpp"

namespace recourse::casework::account {

lifecycle::Steps<Phase> stage_steps() { return lifecycle::steps<Rows>(); }

}  // namespace recourse::casework::account
