// The refusals of training as constants.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::training::refusals {

#define RECOURSE_REFUSALS <recourse/casework/training/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::training::refusals
