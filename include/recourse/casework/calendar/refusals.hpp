// The refusals of the calendar as constants: `refusals::already_published`. Their texts are in
// refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::calendar::refusals {

#define RECOURSE_REFUSALS <recourse/casework/calendar/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::calendar::refusals
