// The refusals of the standard replies as constants: `refusals::same_person`. Their texts are in
// refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::replies::refusals {

#define RECOURSE_REFUSALS <recourse/casework/replies/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::replies::refusals
