// Overlay load: what the counter has to do that a window is overlaid on (R2).
//
//     overlay_load(state)       640: minutes of work a day; none of an independent window
//
// Pure; safe from any thread.
#pragma once

#include <optional>
#include <recourse/casework/registry/state.hpp>

namespace recourse::casework::registry {

/// Minutes of work a day on the window's counter, by its items; none where the window has a room of
/// its own, or no counter that is known.
std::optional<std::uint64_t> overlay_load(const State& state);

}  // namespace recourse::casework::registry
