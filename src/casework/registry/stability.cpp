#include <algorithm>
#include <recourse/casework/registry/stability.hpp>
#include <set>

namespace recourse::casework::registry {
namespace {

using std::chrono::days;

/// Of sorted numbers; of an even count the mean of the two in the middle.
double median(const std::vector<std::int64_t>& sorted) {
  if (sorted.empty()) return 0;
  const auto half = sorted.size() / 2;
  const auto upper = static_cast<double>(sorted[half]);
  if (sorted.size() % 2 != 0) return upper;
  return (static_cast<double>(sorted[half - 1]) + upper) / 2;
}

}  // namespace

Stability stability_at(const State& state, Timestamp now, std::uint32_t back) {
  Stability figures;
  if (!state.first_opened || *state.first_opened > now) return figures;  // nobody served yet
  const auto since = now - days{back};
  std::set<std::string_view> served;
  std::set<std::string_view> through;
  std::vector<std::int64_t> lengths;
  for (const auto& one : state.services) {
    if (one.began > now) continue;
    const bool goes_on = !one.ended || *one.ended > now;
    const auto end = goes_on ? now : *one.ended;
    lengths.push_back(std::chrono::floor<days>(end - one.began).count());
    if (end > since) served.insert(one.staff);
    if (goes_on && one.began <= since) through.insert(one.staff);
  }
  std::ranges::sort(lengths);
  figures.served = static_cast<std::uint32_t>(served.size());
  figures.through = static_cast<std::uint32_t>(through.size());
  figures.median_days = median(lengths);
  figures.swaps = static_cast<std::uint32_t>(std::ranges::count_if(
      state.swapped, [&](Timestamp at) { return at <= now && at > now - days{365}; }));
  return figures;
}

}  // namespace recourse::casework::registry
