#include <recourse/casework/calendar/decider.hpp>
#include <recourse/casework/calendar/refusals.hpp>

namespace recourse::casework::calendar {

std::span<const core::RefusalInfo> CalendarDecider::refusals() { return refusals::kAll; }

}  // namespace recourse::casework::calendar
