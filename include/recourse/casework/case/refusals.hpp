// The refusals of a case as constants: `refusals::no_such_case`. Their texts are in refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::refusals {

#define RECOURSE_REFUSALS <recourse/casework/case/refusals.def>
#include <recourse/casework/refusal_rows.def>

}  // namespace recourse::casework::refusals
