#include <recourse/casework/replies/decider.hpp>
#include <recourse/casework/replies/refusals.hpp>

namespace recourse::casework::replies {

std::span<const core::RefusalInfo> RepliesDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::replies
