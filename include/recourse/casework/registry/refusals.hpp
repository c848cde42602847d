// The refusals of the register of windows as constants: `refusals::sign_not_passed`. Their texts
// are in refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::registry::refusals {

#define RECOURSE_REFUSALS <recourse/casework/registry/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::registry::refusals
