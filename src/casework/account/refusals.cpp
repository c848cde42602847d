#include <recourse/casework/account/decider.hpp>
#include <recourse/casework/account/refusals.hpp>

namespace recourse::casework::account {

std::span<const core::RefusalInfo> AccountDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::account
