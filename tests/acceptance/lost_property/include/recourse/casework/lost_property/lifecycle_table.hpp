// The transition table of a thing that was found.
#pragma once

#include <recourse/casework/lost_property/decider.hpp>

namespace recourse::casework::lost_property {

// clang-format off
using Rows = boost::mp11::mp_list<
    lifecycle::Row<Phase::none, HandedIn, Phase::kept>,
    lifecycle::Row<Phase::kept, Described, Phase::kept>,
    lifecycle::Row<Phase::kept, Moved, Phase::kept>,
    lifecycle::Row<Phase::kept, Announced, Phase::announced>,
    lifecycle::Row<Phase::announced, Moved, Phase::announced>,
    lifecycle::Row<Phase::announced, Claimed, Phase::claimed>,
    lifecycle::Row<Phase::announced, Forfeited, Phase::forfeited>,
    lifecycle::Row<Phase::claimed, ClaimRefused, Phase::announced>,
    lifecycle::Row<Phase::claimed, ForfeitDeclined, Phase::claimed>,
    lifecycle::Row<Phase::claimed, Returned, Phase::returned>,
    lifecycle::Row<Phase::returned, FinderThanked, Phase::returned>>;
// clang-format on

lifecycle::Steps<Phase> stage_steps();  // lifecycle_stage.cpp

}  // namespace recourse::casework::lost_property
