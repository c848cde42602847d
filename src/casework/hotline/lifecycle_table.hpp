// The transition table of an order.
#pragma once

#include <recourse/casework/hotline/decider.hpp>

namespace recourse::casework::hotline {

// clang-format off
using Rows = boost::mp11::mp_list<
    lifecycle::Row<Phase::none, Linked, Phase::linked>,
    lifecycle::Row<Phase::none, Suggested, Phase::likely>,
    lifecycle::Row<Phase::none, Opened, Phase::opened>,
    lifecycle::Row<Phase::likely, Confirmed, Phase::confirmed>,
    lifecycle::Row<Phase::likely, Dismissed, Phase::dismissed>,
    lifecycle::Row<Phase::likely, ConfirmationMissed, Phase::likely>,
    lifecycle::Row<Phase::likely, LimitDeclined, Phase::likely>,
    lifecycle::Row<Phase::dismissed, Opened, Phase::opened>>;
// clang-format on

lifecycle::Steps<Phase> stage_steps();  // lifecycle_stage.cpp

}  // namespace recourse::casework::hotline
