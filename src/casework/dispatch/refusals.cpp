#include <recourse/casework/dispatch/decider.hpp>
#include <recourse/casework/dispatch/refusals.hpp>

namespace recourse::casework::dispatch {

std::span<const core::RefusalInfo> DispatchDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::dispatch
