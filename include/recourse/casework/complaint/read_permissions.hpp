// ReadPermissions: what an actor may see of a case.
//
//     const auto permissions = read_permissions_of(state, core::Actor::parse("supervisor:v1"));
//     if (!permissions.any) return refuse(…);
//     core::redact(event, visibility_of(permissions));
//
// The rows of the authority table that begin with "see": stations see their own cases, departments
// those of their line or on their desk, supervisors all; whoever is complained about sees nothing;
// internal texts are for staff; the officer does not learn who rated, and whoever verifies a bad
// rating reads its words; units that are asked from the side see what they must answer, but not who
// reported it, and the body that a matter was referred to sees no internal text. Personal data is
// masked for everybody until a recorded Unmask; `may_unmask` says who may give one with success.
// Which fields that comes to, their classes say (describe::Access). Pure functions; safe from any
// thread.
#pragma once

#include <recourse/casework/complaint/state.hpp>
#include <recourse/core/viewer.hpp>

namespace recourse::casework::complaint {

struct ReadPermissions {
  bool any = false;             ///< The case at all.
  bool named_only = false;      ///< Only where it is named, never in a list.
  bool internal = false;        ///< What is for staff.
  bool internal_basis = false;  ///< What departments write for staff only (R22).
  bool identity = false;        ///< Who reported it, masked.
  bool may_unmask = false;      ///< Personal data in clear, after a recorded Unmask.
  bool rater = false;           ///< Who rated it (R17).
  bool comment = false;         ///< In which words it was rated (R17).
  std::string_view why{};       ///< The rule that shuts it, if it is shut: "bars", "R16".
  friend bool operator==(const ReadPermissions&, const ReadPermissions&) = default;
};

ReadPermissions read_permissions_of(const State& state, const core::Actor& actor);

/// The same as classes of fields; `clear` where it may be unmasked: for whom the look was recorded.
core::Visibility visibility_of(const ReadPermissions& permissions);

}  // namespace recourse::casework::complaint
