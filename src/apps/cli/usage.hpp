// Usage: a command line that is wrong, and what may have been meant. Exit code 2.
//
//     return fail(session, no_such_name("station", "S01", {"S001", "S002"}));
//
//     recourse: 'S01' is no station; there are: S001, S002
//       did you mean: S001, S002?
//
// With --json it is {"error": {"code": "usage", …, "did_you_mean": ["S001", "S002"]}}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "apps/cli/session.hpp"

namespace recourse::cli {

struct Usage {
  std::string message;
  std::vector<std::string> did_you_mean = {};  ///< Nearest first, at most three.
};

/// The names that `wanted` may be a slip of, nearest first, at most three.
std::vector<std::string> meant(std::string_view wanted, const std::vector<std::string>& names);

/// A value that names nothing, where `names` is all that there is. `option` is where it was given;
/// empty: what it is says enough.
Usage no_such_name(std::string_view what, std::string_view wanted,
                   const std::vector<std::string>& names, std::string_view option = {});

/// Says so on standard error, as JSON or text; Exit::usage.
Exit tell(bool json, const Usage& usage);
inline Exit fail(const Session& session, const Usage& usage) { return tell(session.json, usage); }

}  // namespace recourse::cli
