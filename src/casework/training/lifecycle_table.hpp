// The transition table of a training, and who may.
#pragma once

#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/training/commands.hpp>
#include <recourse/casework/training/events.hpp>
#include <recourse/lifecycle.hpp>

namespace recourse::casework::training {

using lifecycle::Row;

// clang-format off
using StageRows = boost::mp11::mp_list<
    Row<Phase::none, Planned, Phase::planned>,
    Row<Phase::planned, Announced, Phase::announced>,
    Row<Phase::planned, Cancelled, Phase::cancelled>,
    Row<Phase::planned, LimitMissed, Phase::planned>,
    Row<Phase::announced, Held, Phase::held>,
    Row<Phase::announced, Cancelled, Phase::cancelled>,
    Row<Phase::announced, LimitMissed, Phase::announced>,
    Row<Phase::held, MadeUp, Phase::held>,
    Row<Phase::held, Tested, Phase::tested>,
    Row<Phase::held, LimitMissed, Phase::held>,
    Row<Phase::tested, MadeUp, Phase::tested>,
    Row<Phase::tested, Tested, Phase::tested>,
    Row<Phase::tested, EffectRecorded, Phase::evaluated>,
    Row<Phase::tested, LimitMissed, Phase::tested>,
    Row<Phase::evaluated, MadeUp, Phase::evaluated>,
    Row<Phase::evaluated, Tested, Phase::evaluated>,
    Row<Phase::evaluated, Closed, Phase::closed>,
    Row<Phase::evaluated, LimitMissed, Phase::evaluated>>;
// clang-format on

lifecycle::Steps<Phase> stage_steps();  // lifecycle_stage.cpp

const lifecycle::Region<Phase>& stage_region();

/// The phase takes the command, whoever gives it.
bool takes(Phase at, std::string_view command);
/// Who may give it, whatever the unit.
RoleSet roles_for(std::string_view command);

}  // namespace recourse::casework::training
