// Principals: whom an account stands for at present.
//
//     auto actor = actor_of_account(*office, "w7").value();    // window_officer:w7@PD01, or none
//
// Role and unit are those of the account (casework/account). Of a registered station (R1, R5) the
// register has the last word: an officer of its window acts while he is on the roster, its chief
// while the register names him. Where nothing is registered the account's word counts. Asked for
// each request, so that a change holds from the next one on.
//
// Thread-safety: from any thread.
#pragma once

#include <recourse/casework/account/decider.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// The account of that key, if it is open. Errors: those of the store.
Result<std::optional<casework::account::State>> open_account(const Office& office,
                                                             std::string_view account);

/// Whom it stands for; nothing: there is no such account that is open, or the register does not
/// have him. Errors: those of the store.
Result<std::optional<core::Actor>> actor_of_account(const Office& office, std::string_view account);
/// The same of an account that was looked up. Requires: it is open.
Result<std::optional<core::Actor>> actor_of_account(const Office& office,
                                                    const casework::account::State& account);

}  // namespace recourse
