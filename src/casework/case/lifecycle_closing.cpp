// The machine of the life, for the events of one topic: the end of a case, and what takes it up
// again.
#include "casework/case/lifecycle_facts.hpp"
#include "casework/case/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework {

lifecycle::Steps<Phase> closing_steps() {
  return lifecycle::steps<table::life_rows_of<table::ClosingEvents>>();
}

}  // namespace recourse::casework
