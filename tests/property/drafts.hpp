// Drafts: random commands for a case, and random people who give them.
//
// Fields are drawn by the description, so that a new command or field comes in by itself. A draft
// that makes sense has the form that its phase accepts; what makes one so stands in forms.cpp.
#pragma once

#include <recourse/casework/complaint/decider.hpp>

#include "tests/sim/random.hpp"

namespace recourse::property {

struct Draft {
  casework::complaint::Command command;
  core::Actor actor;
};

/// The inquiry code of every case that has one.
inline constexpr const char* kCode = "AAAA-1111";

/// Any command, with any fields, by anybody: nearly always refused.
Draft anything(sim::Random& dice, Timestamp now);
/// A command of that name with any fields.
casework::complaint::Command any_fields(sim::Random& dice, Timestamp now, std::string_view type);
/// Anybody: every role, the right and wrong units, ids that another role has too.
core::Actor anybody(sim::Random& dice);

/// Something that the phase takes, by somebody who may, with the fields that it needs. `other` is
/// the key of another case. Sometimes refused all the same: drafts know little of the rules.
Draft something_sensible(sim::Random& dice, Timestamp now, const casework::complaint::State& state,
                         const std::string& other);
/// That command, as sensible as it can be here.
Draft sensible(sim::Random& dice, Timestamp now, const casework::complaint::State& state,
               const std::string& other, std::string_view type);

}  // namespace recourse::property
