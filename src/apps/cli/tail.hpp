// `recourse tail`: the log, record by record, beside the process that writes it.
#pragma once

#include "apps/cli/viewer.hpp"

namespace recourse::cli {

struct TailArguments {
  std::uint64_t from = 1;
  std::string kind;                ///< Of the streams; empty: all.
  std::vector<std::string> types;  ///< Empty: all.
  std::uint64_t limit = 0;         ///< Records; 0: all.
  bool follow = false;             ///< Wait for more until SIGINT or SIGTERM.
  ViewerArguments viewer;          ///< Streams that are not theirs to see are left out.
};

Exit run_tail(const Session& session, const TailArguments& arguments);

}  // namespace recourse::cli
