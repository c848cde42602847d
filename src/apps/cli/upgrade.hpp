// `recourse check-upgrade`: what this build makes of every case that older builds wrote.
#pragma once

#include "apps/cli/session.hpp"

namespace recourse::cli {

struct UpgradeArguments {
  std::string save;                    ///< File for a new baseline; empty: none.
  std::string against;                 ///< File of an older baseline; empty: none.
  std::optional<std::uint64_t> limit;  ///< Findings of each problem that are printed.
};

Exit run_check_upgrade(const Session& session, const UpgradeArguments& arguments);

}  // namespace recourse::cli
