#include <recourse/casework/liaison/decider.hpp>
#include <recourse/casework/liaison/refusals.hpp>

namespace recourse::casework::liaison {

std::span<const core::RefusalInfo> LiaisonDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::liaison
