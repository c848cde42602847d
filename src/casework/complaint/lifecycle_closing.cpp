// The machine of the stage, for the events of one topic: the end of a case, and what takes it up
// again.
#include "casework/complaint/lifecycle_facts.hpp"
#include "casework/complaint/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework::complaint {

lifecycle::Steps<Phase> closing_steps() {
  return lifecycle::steps<table::stage_rows_of<table::ClosingEvents>>();
}

}  // namespace recourse::casework::complaint
