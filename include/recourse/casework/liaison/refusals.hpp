// The refusals of the liaisons as constants: `refusals::not_on_duty`. Their texts are in
// refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::liaison::refusals {

#define RECOURSE_REFUSALS <recourse/casework/liaison/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::liaison::refusals
