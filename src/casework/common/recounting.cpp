#include <recourse/casework/common/recounting.hpp>

#include <algorithm>

namespace recourse::casework {

std::vector<RecountedLimit> recounted(const std::vector<Due*>& limits, const WorkingDays& days,
                                      Timestamp now) {
  std::vector<RecountedLimit> moved;
  for (const auto* limit : limits) {
    const auto again = days.counted_again(*limit, now);
    if (!again) continue;
    const bool known = std::ranges::find(moved, *limit, &RecountedLimit::before) != moved.end();
    if (!known) moved.push_back({*limit, *again});
  }
  return moved;
}

void recount(const std::vector<Due*>& limits, const std::vector<RecountedLimit>& moved) {
  for (auto* limit : limits) {
    const auto found = std::ranges::find(moved, *limit, &RecountedLimit::before);
    if (found != moved.end()) *limit = found->now;
  }
}

}  // namespace recourse::casework
