// The hosted workflow, compiled once: everything that its commands, timers and views need.
#include <recourse/office.hpp>

namespace recourse {

template class Hosted<casework::complaint::ComplaintDecider>;

}  // namespace recourse
