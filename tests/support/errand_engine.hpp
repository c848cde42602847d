// The engine's templates over Errand, compiled once in errand_engine.cpp: for programs in which
// several files use them.
#pragma once

#include <recourse/core/state_view.hpp>
#include <recourse/core/timers.hpp>
#include <recourse/engine.hpp>

#include "tests/support/errand.hpp"

namespace recourse {

#ifndef __clang__  // Clang 14 instantiates members too whose constraints do not hold.
extern template class core::Round<errand::Errand>;
extern template class core::Workflow<errand::Errand>;
extern template class core::StateView<errand::Errand>;
extern template class core::Timers<errand::Errand>;
extern template class Hosted<errand::Errand>;
#endif

}  // namespace recourse
