// The upgrade check of the case, compiled once and apart from the rest of its hosting.
#include <recourse/engine.hpp>

namespace recourse::core {

template Result<UpgradeReport> check_upgrade<casework::CaseDecider>(const EventStore&,
                                                                    const casework::CaseDecider&,
                                                                    const UpgradeOptions&);

}  // namespace recourse::core
