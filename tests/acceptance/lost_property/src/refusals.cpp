#include <recourse/casework/lost_property/decider.hpp>
#include <recourse/casework/lost_property/refusals.hpp>

namespace recourse::casework::lost_property {

std::span<const core::RefusalInfo> LostPropertyDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::lost_property
