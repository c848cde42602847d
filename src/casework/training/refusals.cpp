#include <recourse/casework/training/decider.hpp>
#include <recourse/casework/training/refusals.hpp>

namespace recourse::casework::training {

static_assert(core::well_formed(refusals::kAll));

std::span<const core::RefusalInfo> TrainingDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::training
