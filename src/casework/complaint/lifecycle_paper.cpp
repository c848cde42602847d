// The machine of the stage, for the events of one topic: papers that are lacking.
#include "casework/complaint/lifecycle_facts.hpp"
#include "casework/complaint/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework::complaint {

lifecycle::Steps<Phase> paper_steps() {
  return lifecycle::steps<table::stage_rows_of<table::PaperEvents>>();
}

}  // namespace recourse::casework::complaint
