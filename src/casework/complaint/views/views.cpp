// The views that the complaint brings along.
#include <recourse/casework/complaint/views/cases_view.hpp>
#include <recourse/casework/complaint/views/figures_view.hpp>

namespace recourse::casework::complaint {

core::ProjectionFactory ComplaintDecider::state_view() const {
  return [decider = *this] { return std::make_unique<CasesView>(decider); };
}

std::vector<core::ProjectionFactory> ComplaintDecider::further_views() const {
  return {[] { return std::make_unique<FiguresView>(); }};
}

}  // namespace recourse::casework::complaint
