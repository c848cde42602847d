// All cases of a list whose state answers to something.
#pragma once

#include <functional>
#include <recourse/casework/complaint/views/cases_view.hpp>

namespace recourse {

/// Of one snapshot, however long it takes: what is done meanwhile moves a case to another place in
/// the list. Cases that have ended are among them. Errors: those of the rows.
Result<std::vector<StreamId>> cases_where(
    const core::TableSnapshot& rows,
    const std::function<bool(const casework::complaint::State&)>& answers);

}  // namespace recourse
