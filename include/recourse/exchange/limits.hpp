// Bounds of what is read from event logs, each with its reason.
#pragma once

#include <cstddef>

namespace recourse::limits {

/// Elements of XES in one another: a log has five, and two for each attribute in an attribute.
inline constexpr std::size_t kXesDepthMax = 64;
/// Events of one case: it is held in memory. The largest case of the known public logs has some
/// thousands.
inline constexpr std::size_t kXesTraceEventsMax = 1'000'000;
/// Bytes that are handed to the XML parser at once.
inline constexpr std::size_t kXesReadBytes = 64 * 1024;

}  // namespace recourse::limits
