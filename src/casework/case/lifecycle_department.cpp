// The machine of the life, for the events of one topic: escalations.
#include "casework/case/lifecycle_facts.hpp"
#include "casework/case/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework {

lifecycle::Steps<Phase> department_steps() {
  return lifecycle::steps<table::life_rows_of<table::DepartmentEvents>>();
}

}  // namespace recourse::casework
