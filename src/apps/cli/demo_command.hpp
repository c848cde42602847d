// `recourse demo shanghai-2023`: plays the half-year and prints its table.
#pragma once

#include "apps/cli/session.hpp"

namespace recourse::cli {

struct DemoArguments {
  std::uint64_t seed = 20231130;
  bool clear = false;  ///< Personal data is stored in clear form.
};

/// A log that is new is sealed, unless a key is named, by one of its own: Session::demo_key().
Exit run_demo(const Session& session, const DemoArguments& arguments);

}  // namespace recourse::cli
