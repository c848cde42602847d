// Periods and months as people write them.
//
//     read_period("2023Q3")                   → 2023-07-01 to 2023-09-30
//     read_period("2023-07")                  → 2023-07-01 to 2023-07-31
//     read_period("2023-07-01..2023-09-30")   → the same as 2023Q3
//
// Pure; safe from any thread.
#pragma once

#include <optional>
#include <recourse/base/time.hpp>
#include <string>
#include <string_view>

namespace recourse::casework::rectification {

/// Days, both inclusive; from ≤ to.
struct Period {
  LocalDay from;
  LocalDay to;
  std::int64_t days() const { return (to - from).count() + 1; }
};
/// Nothing: it is of none of these forms, or ends before it begins.
std::optional<Period> read_period(std::string_view text);
/// It is a month, as "2023-11".
bool is_month(std::string_view text);
/// "2023-07-01..2023-09-30".
std::string to_string(const Period& period);

}  // namespace recourse::casework::rectification
