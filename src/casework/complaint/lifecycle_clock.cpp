// The machine of the deadline for resolution's clock.
#include "casework/complaint/lifecycle_facts.hpp"
#include "casework/complaint/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework::complaint {

using Rows = boost::mp11::mp_transform<table::judged, table::Clock>;

lifecycle::Steps<ClockPhase> clock_steps() { return lifecycle::steps<Rows>(); }

std::span<const lifecycle::RowInfo> clock_rows() { return lifecycle::rows<Rows>(); }

}  // namespace recourse::casework::complaint
