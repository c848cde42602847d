#include <recourse/casework/hotline/decider.hpp>
#include <recourse/casework/hotline/refusals.hpp>

namespace recourse::casework::hotline {

std::span<const core::RefusalInfo> HotlineDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::hotline
