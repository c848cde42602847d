// The engine's templates over Errand, compiled once.
#include "tests/support/errand_engine.hpp"

namespace recourse {

#ifndef __clang__  // Clang 14 instantiates members too whose constraints do not hold.
template class core::Round<errand::Errand>;
template class core::Workflow<errand::Errand>;
template class core::StateView<errand::Errand>;
template class core::Timers<errand::Errand>;
template class Hosted<errand::Errand>;
#endif

}  // namespace recourse
