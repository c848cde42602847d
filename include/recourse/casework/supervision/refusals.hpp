// The refusals of supervision as constants.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::supervision::refusals {

#define RECOURSE_REFUSALS <recourse/casework/supervision/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::supervision::refusals
