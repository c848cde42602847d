// `recourse health`: whether all is well with a store, for people and for whoever watches.
#pragma once

#include "apps/cli/session.hpp"

namespace recourse::cli {

/// With `prometheus`: prints the figures in Prometheus' text format instead.
Exit run_health(const Session& session, bool prometheus);

}  // namespace recourse::cli
