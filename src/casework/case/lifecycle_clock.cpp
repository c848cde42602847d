// The machine of the finish limit's clock.
#include "casework/case/lifecycle_facts.hpp"
#include "casework/case/lifecycle_regions.hpp"

#include <recourse/lifecycle_machine.hpp>

namespace recourse::casework {

using Rows = boost::mp11::mp_transform<table::judged, table::Clock>;

lifecycle::Steps<ClockPhase> clock_steps() { return lifecycle::steps<Rows>(); }

std::span<const lifecycle::RowInfo> clock_rows() { return lifecycle::rows<Rows>(); }

}  // namespace recourse::casework
