// The machine of the region Bill.
#include <recourse/lifecycle_machine.hpp>

#include "tests/support/bike.hpp"

namespace bike {

lifecycle::Steps<Bill> bill_steps() { return lifecycle::steps<BillRows>(); }

}  // namespace bike
