// Deadline: until when somebody waits, where "for ever" may be asked for.
//
//     const auto until = base::deadline_after(patience);
//     while (!done && std::chrono::steady_clock::now() < until) …
//
// Values; no shared state.
#pragma once

#include <chrono>

namespace recourse::base {

/// The moment so much after `from`. What no clock reaches any more, such as milliseconds::max(), is
/// time_point::max(): it does not turn into a moment that has passed.
inline std::chrono::steady_clock::time_point deadline_after(
    std::chrono::milliseconds patience,
    std::chrono::steady_clock::time_point from = std::chrono::steady_clock::now()) {
  using Point = std::chrono::steady_clock::time_point;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(Point::max() - from);
  if (patience >= left) return Point::max();
  if (patience <= std::chrono::milliseconds{0}) return from;
  return from + patience;
}

}  // namespace recourse::base
