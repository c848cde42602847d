#include <algorithm>
#include <recourse/casework/registry/overlay.hpp>

namespace recourse::casework::registry {

std::optional<std::uint64_t> overlay_load(const State& state) {
  if (state.form != WindowForm::overlaid) return std::nullopt;
  const auto on = std::ranges::find(state.counters, state.counter, &Counter::name);
  if (on == state.counters.end()) return std::nullopt;
  return load_of(*on);
}

}  // namespace recourse::casework::registry
