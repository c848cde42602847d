// How a decider becomes a workflow of the office. Included by the generated files
// of RecourseOffice.cmake, one a workflow.
//
// A decider may have, besides what core asks of it:
//     static D with(const casework::Reference&);                     // else it is made without
//     core::ProjectionFactory state_view() const;                    // else a StateView, if timed
//     std::vector<core::ProjectionFactory> further_views() const;    // else none
//     std::vector<core::ProjectionFactory> sealed_views(ring) const; // else none; with keys only
//     std::vector<casework::Duty> duties(const State&) const;        // else nothing in the agenda;
//         with it the state view is a casework::DutiesView, unless it has one of its own:
//     static std::string diagram();                                  // else no page draws it
//     static constexpr std::string_view kAgendaView;                 // and what reads that:
//     static Result<casework::Agenda> list_agenda(const core::TableSnapshot&,
//                                                 const casework::AgendaQuery&);
#pragma once

#include <recourse/engine.hpp>
#include <recourse/office_workflows.hpp>

namespace recourse::office {

template <core::Decider D>
D decider_with(const casework::Reference& reference) {
  if constexpr (requires { D::with(reference); }) {
    return D::with(reference);
  } else {
    (void)reference;
    return D{};
  }
}

template <core::Decider D>
OfficeWorkflow hosted_workflow() {
  return {&core::workflow_info<D>(), [](Engine& engine, const casework::Reference& reference) {
            const auto decider = decider_with<D>(reference);
            if constexpr (requires { decider.state_view(); }) {
              engine.add(decider, decider.state_view());
            } else if constexpr (casework::DutyBoundDecider<D>) {
              engine.add(decider, [decider]() -> std::unique_ptr<core::Projection> {
                return std::make_unique<casework::DutiesView<D>>(decider);
              });
            } else {
              engine.add(decider);
            }
            if constexpr (requires { decider.further_views(); }) {
              for (auto& view : decider.further_views()) engine.add_view(std::move(view));
            }
            if constexpr (requires { decider.sealed_views(engine.keyring()); }) {
              if (engine.keyring() == nullptr) return;
              for (auto& view : decider.sealed_views(engine.keyring())) {
                engine.add_view(std::move(view));
              }
            }
          }};
}

template <core::Decider D>
OfficeWorkflow workflow_of() {
  auto workflow = hosted_workflow<D>();
  if constexpr (requires { D::kAgendaView; }) {
    workflow.agenda_view = D::kAgendaView;
    workflow.agenda = &D::list_agenda;
  } else if constexpr (casework::DutyBoundDecider<D>) {
    workflow.agenda_view = D::kKind;
    workflow.agenda = &casework::list_duties;
  }
  if constexpr (requires { D::diagram(); }) workflow.diagram = &D::diagram;
  return workflow;
}

}  // namespace recourse::office
