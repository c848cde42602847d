// The machine of the life, for the events of one topic: reports, accepting, declining, referring.
#include "casework/case/lifecycle_facts.hpp"
#include "casework/case/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework {

lifecycle::Steps<Phase> intake_steps() {
  return lifecycle::steps<table::life_rows_of<table::IntakeEvents>>();
}

}  // namespace recourse::casework
