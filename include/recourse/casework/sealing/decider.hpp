// The workflow `sealing` among those of the window: that the log is sealed, and what was erased.
// It is the engine's (trust/sealing.hpp); here it is listed, so that command line, pages and
// classes serve it as any other.
#pragma once

#include <recourse/trust/sealing.hpp>

namespace recourse::casework::sealing {

using Decider = trust::SealingDecider;

}  // namespace recourse::casework::sealing
