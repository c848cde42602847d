// KnownCases: whether there is a case, and of which station it is.
//
//     const auto station = reference.known_cases->station_of("PD01-20231201-0001-S");
//     if (station && !*station) say("there is no such case");
//
// What other workflows ask of the cases, without knowing them: the office answers from the log. A
// decision that it went into is not made again when events are replayed.
// Thread-safety: every member from any thread.
#pragma once

#include <optional>
#include <recourse/base/result.hpp>
#include <string>
#include <string_view>

namespace recourse::casework {

class KnownCases {
 public:
  virtual ~KnownCases() = default;
  /// Code of the station that a case was reported to, by the case's key; nothing: there is no such
  /// case. Errors: those of reading the log.
  virtual Result<std::optional<std::string>> station_of(std::string_view key) const = 0;
};

}  // namespace recourse::casework
