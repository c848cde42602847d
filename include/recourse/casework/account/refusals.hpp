// The refusals of an account as constants. Their texts are in refusals.def.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::account::refusals {

#define RECOURSE_REFUSALS <recourse/casework/account/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::account::refusals
