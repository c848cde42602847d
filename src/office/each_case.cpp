#include "office/each_case.hpp"

#include <recourse/core/state_view.hpp>

namespace recourse {

Result<std::vector<StreamId>> cases_where(
    const core::TableSnapshot& rows,
    const std::function<bool(const casework::complaint::State&)>& answers) {
  std::vector<StreamId> found;
  casework::complaint::CaseQuery query{.page_size = limits::kListPageMax};
  for (;;) {
    RECOURSE_TRY_ASSIGN(const auto page, casework::complaint::list_cases(rows, query));
    for (const auto& entry : page.cases) {
      RECOURSE_TRY_ASSIGN(const auto there,
                          core::state_in<casework::complaint::State>(rows, entry.id.text()));
      if (there && answers(there->state)) found.push_back(entry.id);
    }
    if (page.next.empty()) return found;
    query.after = page.next;
  }
}

}  // namespace recourse
