// The machine of the stage, for the events of one topic: the routes and what leads back from them.
#include "casework/complaint/lifecycle_facts.hpp"
#include "casework/complaint/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework::complaint {

lifecycle::Steps<Phase> route_steps() {
  return lifecycle::steps<table::stage_rows_of<table::RouteEvents>>();
}

}  // namespace recourse::casework::complaint
