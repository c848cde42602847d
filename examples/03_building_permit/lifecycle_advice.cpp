// The Boost.MSM machine of the advice and what follows from it.
#include <recourse/lifecycle_machine.hpp>

#include "lifecycle_table.hpp"

namespace permit {

lifecycle::Steps<Advice> advice_steps() { return lifecycle::steps<AdviceRows>(); }

}  // namespace permit
