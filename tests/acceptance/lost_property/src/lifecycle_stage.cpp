// The machine of the stages.
#include <recourse/casework/lost_property/lifecycle_table.hpp>
#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework::lost_property {

lifecycle::Steps<Phase> stage_steps() { return lifecycle::steps<Rows>(); }

}  // namespace recourse::casework::lost_property
