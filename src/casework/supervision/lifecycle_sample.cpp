// The machine of the region `sample`.
#include <recourse/lifecycle_machine.hpp>

#include "casework/supervision/lifecycle_table.hpp"

namespace recourse::casework::supervision {

lifecycle::Steps<SamplePhase> sample_steps() { return lifecycle::steps<SampleRows>(); }

}  // namespace recourse::casework::supervision
