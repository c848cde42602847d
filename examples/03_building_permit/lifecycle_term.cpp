// The Boost.MSM machine of the case and its deadline.
#include <recourse/lifecycle_machine.hpp>

#include "lifecycle_table.hpp"

namespace permit {

lifecycle::Steps<Term> term_steps() { return lifecycle::steps<TermRows>(); }

}  // namespace permit
