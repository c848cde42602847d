// The refusals of a rectification as constants: `refusals::already_open`. Their texts are in
// refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::rectification::refusals {

#define RECOURSE_REFUSALS <recourse/casework/rectification/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::rectification::refusals
