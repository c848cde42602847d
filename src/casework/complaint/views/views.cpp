// The views that the complaint brings along.
#include <recourse/casework/complaint/views/cases_view.hpp>
#include <recourse/casework/complaint/views/figures_view.hpp>
#include <recourse/casework/complaint/views/narratives_view.hpp>
#include <recourse/casework/complaint/views/persons_view.hpp>

namespace recourse::casework::complaint {

core::ProjectionFactory ComplaintDecider::state_view() const {
  return [decider = *this] { return std::make_unique<CasesView>(decider); };
}

std::vector<core::ProjectionFactory> ComplaintDecider::further_views() const {
  return {[decider = *this] { return std::make_unique<FiguresView>(decider); }};
}

std::vector<core::ProjectionFactory> ComplaintDecider::sealed_views(
    const std::shared_ptr<const trust::Keyring>& ring) const {
  return {[ring] { return std::make_unique<PersonsView>(ring); },
          [ring] { return std::make_unique<NarrativesView>(ring); }};
}

}  // namespace recourse::casework::complaint
