// The upgrade check of the case, compiled once and apart from the rest of its hosting.
#include <recourse/office.hpp>

namespace recourse::core {

template Result<UpgradeReport> check_upgrade<casework::complaint::ComplaintDecider>(
    const EventStore&, const casework::complaint::ComplaintDecider&, const UpgradeOptions&);

}  // namespace recourse::core
