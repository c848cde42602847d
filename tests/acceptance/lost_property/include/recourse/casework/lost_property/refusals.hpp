// The refusals of lost property as constants.
#pragma once

#include <recourse/core/refusal.hpp>

namespace recourse::casework::lost_property::refusals {

#define RECOURSE_REFUSALS <recourse/casework/lost_property/refusals.def>
#include <recourse/casework/common/refusal_rows.def>

}  // namespace recourse::casework::lost_property::refusals
