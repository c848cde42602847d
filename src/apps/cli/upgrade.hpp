// `recourse check-upgrade`: what this build makes of every stream that older builds wrote, of every
// workflow.
#pragma once

#include "apps/cli/session.hpp"

namespace recourse::cli {

struct UpgradeArguments {
  std::string save;                    ///< File for new baselines; empty: none.
  std::string against;                 ///< File of older baselines; empty: none.
  std::string kind;                    ///< Only streams of this kind; empty: all.
  std::optional<std::uint64_t> limit;  ///< Findings of each problem and kind that are printed.
};

Exit run_check_upgrade(const Session& session, const UpgradeArguments& arguments);

}  // namespace recourse::cli
