// How a decider becomes a workflow of the office. Included by the generated files
// of RecourseOffice.cmake, one a workflow.
//
// A decider may have, besides what core asks of it:
//     static D with(const casework::Reference&);                     // else it is made without
//     core::ProjectionFactory state_view() const;                    // else a StateView, if timed
//         or of many streams
//     std::vector<core::ProjectionFactory> further_views() const;    // else none
//     std::vector<core::ProjectionFactory> sealed_views(ring) const; // else none; with keys only
//     std::vector<casework::Duty> duties(const State&) const;        // else nothing in the agenda;
//         with it the state view is a casework::DutiesView, unless it has one of its own:
//     static std::string diagram();                                  // else no page draws it
//     bool recomputes(State, Timestamp) const; using Recompute = …   // else limits stay when a
//         notice is published
//     static constexpr std::string_view kAgendaView;                 // and what reads that:
//     static Result<casework::Agenda> list_agenda(const core::TableSnapshot&,
//                                                 const casework::AgendaQuery&);
#pragma once

#include <recourse/casework/common/recounting.hpp>
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
            } else if constexpr (core::TimedDecider<D> || requires { D::kKey; }) {
              engine.add(decider);
            } else {  // whoever lists its streams needs their names
              engine.add(decider, [decider]() -> std::unique_ptr<core::Projection> {
                return std::make_unique<core::StateView<D>>(
                    core::ProjectionSpec{std::string{D::kKind}}, decider);
              });
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

/// The streams whose limits the calendar counts otherwise, each told to count them again.
template <casework::RecomputingDecider D>
Result<std::vector<core::Intent>> recomputations(const Engine& engine, Position at) {
  std::vector<core::Intent> asked;
  const auto* const hosted = dynamic_cast<const Hosted<D>*>(engine.workflow(D::kKind));
  if (hosted == nullptr) return asked;
  RECOURSE_TRY_ASSIGN(const auto rows, engine.rows(hosted->view(), at));
  std::vector<std::string> streams;
  RECOURSE_TRY(core::each_state<typename D::State>(
      *rows, [&](std::string_view stream, const typename D::State& state) {
        if (hosted->decider().recomputes(state, engine.clock().now())) streams.emplace_back(stream);
      }));
  for (const auto& stream : streams) {
    RECOURSE_TRY_ASSIGN(auto id, StreamId::parse(stream));
    asked.push_back(core::intent<D>(std::move(id), typename D::Recompute{}));
  }
  return asked;
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
  if constexpr (casework::RecomputingDecider<D>) workflow.recompute = &recomputations<D>;
  return workflow;
}

}  // namespace recourse::office
