// `recourse verify`: reads the whole log and says what is wrong with it, if anything.
#pragma once

#include "apps/cli/session.hpp"

namespace recourse::cli {

Exit run_verify(const Session& session);

}  // namespace recourse::cli
