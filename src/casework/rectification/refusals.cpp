#include <recourse/casework/rectification/decider.hpp>
#include <recourse/casework/rectification/refusals.hpp>

namespace recourse::casework::rectification {

std::span<const core::RefusalInfo> RectificationDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::rectification
