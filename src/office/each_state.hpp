// Every stream of a workflow as its view has it, if the program serves the workflow.
#pragma once

#include <recourse/core/state_view.hpp>
#include <recourse/office.hpp>

namespace recourse {

/// Calls f(key, state) for each stream of a workflow, in the order of their keys; for none if the
/// program does not serve it. Errors: those of Engine::rows and core::each_state.
template <class D, class F>
Result<void> each_state(const Office& office, Position at_least, F&& f) {
  const auto* hosted = dynamic_cast<const Hosted<D>*>(office.engine().workflow(D::kKind));
  if (hosted == nullptr) return {};
  RECOURSE_TRY_ASSIGN(const auto rows,
                      office.engine().rows(office.engine().view_of(D::kKind), at_least));
  return core::each_state<typename D::State>(
      *rows, [&](std::string_view stream, const typename D::State& state) {
        f(stream.substr(D::kKind.size() + 1), state);
      });
}

}  // namespace recourse
