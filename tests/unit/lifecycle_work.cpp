// The machine of the region Work.
#include <recourse/lifecycle_machine.hpp>

#include "tests/support/bike.hpp"

namespace bike {

lifecycle::Steps<Work> work_steps() { return lifecycle::steps<WorkRows>(); }

}  // namespace bike
