#include "own_hosted.hpp"

#include <recourse/core/upgrade.hpp>
#include <recourse/engine.hpp>

namespace recourse::core {
// In own_upgrade.cpp.
extern template Result<UpgradeReport> check_upgrade<DynamicDecider>(const EventStore&,
                                                                    const DynamicDecider&,
                                                                    const UpgradeOptions&);
}  // namespace recourse::core

namespace recourse::python {

void add_workflow(Engine& engine, const core::DynamicDecider& decider) {
  engine.add(decider, core::dynamic_view(decider));
}

Result<core::Outcome> handle_all(const core::WorkflowPort& workflow, const StreamId& stream,
                                 const std::vector<core::Step<core::DynamicDecider>>& steps,
                                 const CommandId& command_id, const core::Causes& causes) {
  return static_cast<const Hosted<core::DynamicDecider>&>(workflow).handle_all(stream, steps,
                                                                               command_id, causes);
}

}  // namespace recourse::python
