// The refusals of the dispatch catalogue as constants: `refusals::nothing_changes`. Their texts are
// in refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::dispatch::refusals {

#define RECOURSE_REFUSALS <recourse/casework/dispatch/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::dispatch::refusals
