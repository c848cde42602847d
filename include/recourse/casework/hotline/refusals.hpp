// The refusals of an order of the hotline as constants. Their texts are in refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::hotline::refusals {

#define RECOURSE_REFUSALS <recourse/casework/hotline/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::hotline::refusals
