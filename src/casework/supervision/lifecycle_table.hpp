// The transition tables of an inspection: its course, the objection, the sample; and who may.
#pragma once

#include <recourse/casework/common/roles.hpp>
#include <recourse/casework/supervision/commands.hpp>
#include <recourse/casework/supervision/events.hpp>
#include <recourse/lifecycle.hpp>

namespace recourse::casework::supervision {

using lifecycle::Row;

// clang-format off
using StageRows = boost::mp11::mp_list<
    Row<Phase::none, Planned, Phase::planned>,
    Row<Phase::planned, Begun, Phase::under_way>,
    Row<Phase::planned, FindingsRecorded, Phase::found>,
    Row<Phase::planned, FoundClean, Phase::clean>,
    Row<Phase::planned, Cancelled, Phase::cancelled>,
    Row<Phase::planned, LimitMissed, Phase::planned>,
    Row<Phase::under_way, FindingsRecorded, Phase::found>,
    Row<Phase::under_way, FoundClean, Phase::clean>,
    Row<Phase::under_way, Cancelled, Phase::cancelled>,
    Row<Phase::under_way, LimitMissed, Phase::under_way>,
    Row<Phase::found, CircularIssued, Phase::circular>,
    Row<Phase::found, LimitMissed, Phase::found>,
    Row<Phase::found, Settled, Phase::closed>,
    Row<Phase::circular, CorrectionReported, Phase::corrected>,
    Row<Phase::circular, LimitMissed, Phase::circular>,
    Row<Phase::circular, Settled, Phase::closed>,
    Row<Phase::corrected, CorrectionAccepted, Phase::closed>,
    Row<Phase::corrected, CircularRepeated, Phase::circular>,
    Row<Phase::corrected, LimitMissed, Phase::corrected>,
    Row<Phase::corrected, Settled, Phase::closed>>;

using ObjectionRows = boost::mp11::mp_list<
    Row<ObjectionPhase::none, Objected, ObjectionPhase::raised>,
    Row<ObjectionPhase::raised, RulingMissed, ObjectionPhase::raised>,
    Row<ObjectionPhase::raised, ObjectionRuled, ObjectionPhase::ruled>>;

using SampleRows = boost::mp11::mp_list<
    Row<SamplePhase::none, SampleCommitted, SamplePhase::committed>,
    Row<SamplePhase::committed, SeedRevealed, SamplePhase::revealed>,
    Row<SamplePhase::revealed, SampleDrawn, SamplePhase::drawn>>;
// clang-format on

lifecycle::Steps<Phase> stage_steps();               // lifecycle_stage.cpp
lifecycle::Steps<ObjectionPhase> objection_steps();  // lifecycle_objection.cpp
lifecycle::Steps<SamplePhase> sample_steps();        // lifecycle_sample.cpp

const lifecycle::Region<Phase>& stage_region();
const lifecycle::Region<ObjectionPhase>& objection_region();
const lifecycle::Region<SamplePhase>& sample_region();

/// Where an event leads; nothing: some region that knows it does not take it there.
std::optional<Phases> advance(Phases at, const Event& event);
/// The phases take the command, whoever gives it.
bool takes(const Phases& at, std::string_view command);
/// Who may give it, whatever the unit.
RoleSet roles_for(std::string_view command);

}  // namespace recourse::casework::supervision
