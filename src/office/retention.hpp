// Personal data whose term has run out.
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// The cases whose personal data may go at that moment: ended so long ago as their norms say, not
/// held, and with something left to erase as far as the rows know. All of one snapshot.
/// Errors: those of the rows.
Result<std::vector<StreamId>> cases_past_retention(
    const core::TableSnapshot& rows, const casework::complaint::ComplaintDecider& rules,
    Timestamp now);

}  // namespace recourse
