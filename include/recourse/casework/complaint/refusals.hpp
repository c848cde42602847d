// The refusals of a case as constants: `refusals::no_such_case`. Their texts are in refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::complaint::refusals {

#define RECOURSE_REFUSALS <recourse/casework/complaint/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::complaint::refusals
