#include <recourse/casework/supervision/decider.hpp>
#include <recourse/casework/supervision/refusals.hpp>

namespace recourse::casework::supervision {

static_assert(core::well_formed(refusals::kAll));

std::span<const core::RefusalInfo> SupervisionDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::supervision
