// The hosted workflow, compiled once: everything that its commands, timers and views need.
#include <recourse/engine.hpp>

namespace recourse {

template class Hosted<casework::CaseDecider>;

}  // namespace recourse
