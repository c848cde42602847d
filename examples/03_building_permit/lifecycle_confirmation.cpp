// The Boost.MSM machine of the confirmation of receipt.
#include <recourse/lifecycle_machine.hpp>

#include "lifecycle_table.hpp"

namespace permit {

lifecycle::Steps<Confirmation> confirmation_steps() { return lifecycle::steps<ConfirmationRows>(); }

}  // namespace permit
