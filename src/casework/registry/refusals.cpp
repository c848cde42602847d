#include <recourse/casework/registry/decider.hpp>
#include <recourse/casework/registry/refusals.hpp>

namespace recourse::casework::registry {

static_assert(core::well_formed(refusals::kAll));

std::span<const core::RefusalInfo> RegistryDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::registry
