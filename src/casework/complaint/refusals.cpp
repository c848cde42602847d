#include <recourse/casework/complaint/decider.hpp>
#include <recourse/casework/complaint/refusals.hpp>

namespace recourse::casework::complaint {

std::span<const core::RefusalInfo> ComplaintDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::complaint
