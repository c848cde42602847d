// The zone of a run: times without one are read in it, and times are shown in it. In JSON times are
// UTC whatever it is.
//
// It is set once, when the command line was read (Session::settle), and read from any thread after.
#pragma once

#include <recourse/base/time.hpp>
#include <string>
#include <string_view>

namespace recourse::cli {

/// Until it is set: that of the profile that new cases go by where nobody chose.
UtcOffset zone();
void set_zone(UtcOffset offset);

/// Reads "+08:00", "-03:30" or "Z". invalid_argument otherwise, or beyond 14 hours.
Result<UtcOffset> parse_zone(std::string_view text);
/// "UTC+08:00", "UTC".
std::string zone_name();

}  // namespace recourse::cli
