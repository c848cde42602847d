// The check of upgrades of workflows that Python describes, compiled apart from their hosting.
#include <recourse/core/dynamic_workflow.hpp>
#include <recourse/core/upgrade.hpp>

namespace recourse::core {
template Result<UpgradeReport> check_upgrade<DynamicDecider>(const EventStore&,
                                                             const DynamicDecider&,
                                                             const UpgradeOptions&);
}  // namespace recourse::core
