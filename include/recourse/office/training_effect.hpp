// What is counted of the attendees' cases before and after a training (R25).
//
//     auto effect = training_effect(*office, stream).value();       // a command, filled in
//     office->engine().workflow("training")->handle(stream, &command, context);
//
// A case is an attendee's if that person handled it, and counts in the period in which it ended.
// Counted from the view `cases` at the log's end: a case that was reopened is not counted until it
// has ended again. Thread-safety: as Office.
#pragma once

#include <recourse/casework/training/commands.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// The periods are as long as the workflow's limits have it. Requires: the office serves the
/// workflow `training`. Errors: not_found, invalid_argument (it was not held yet), view_stopped,
/// timed_out, and those of the store.
Result<casework::training::RecordEffect> training_effect(const Office& office,
                                                         const StreamId& stream);

}  // namespace recourse
