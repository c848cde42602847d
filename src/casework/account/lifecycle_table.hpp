// The transition table of an account.
#pragma once

#include <recourse/casework/account/decider.hpp>

namespace recourse::casework::account {

// clang-format off
using Rows = boost::mp11::mp_list<
    lifecycle::Row<Phase::none, Opened, Phase::open>,
    lifecycle::Row<Phase::open, Changed, Phase::open>,
    lifecycle::Row<Phase::open, PasswordSet, Phase::open>,
    lifecycle::Row<Phase::open, TokenIssued, Phase::open>,
    lifecycle::Row<Phase::open, TokenRevoked, Phase::open>,
    lifecycle::Row<Phase::open, Closed, Phase::closed>,
    lifecycle::Row<Phase::closed, TokenRevoked, Phase::closed>,
    lifecycle::Row<Phase::closed, Reopened, Phase::open>>;
// clang-format on

lifecycle::Steps<Phase> stage_steps();  // lifecycle_stage.cpp

}  // namespace recourse::casework::account
