#include <algorithm>
#include <cmath>
#include <recourse/casework/training/effect.hpp>

namespace recourse::casework::training {
namespace {

/// The 97.5 % point of the normal distribution.
constexpr double kZ = 1.959963984540054;

struct Interval {
  double at;
  double low;
  double high;
};

/// Wilson's interval of a share.
Interval wilson(Share share) {
  const double n = share.whole;
  const double p = share.part / n;
  const double z2 = kZ * kZ;
  const double middle = p + z2 / (2 * n);
  const double spread = kZ * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  const double whole = 1 + z2 / n;
  return {p, std::max(0.0, (middle - spread) / whole), std::min(1.0, (middle + spread) / whole)};
}

std::int32_t hundredths(double share) {
  return static_cast<std::int32_t>(std::lround(share * 10'000));
}

}  // namespace

std::optional<Change> change_of(Share before, Share after) {
  if (before.whole == 0 || after.whole == 0) return std::nullopt;
  const auto b = wilson(before);
  const auto a = wilson(after);
  const double difference = a.at - b.at;
  const auto root = [](double x, double y) { return std::sqrt(x * x + y * y); };
  return Change{hundredths(difference), hundredths(difference - root(a.at - a.low, b.high - b.at)),
                hundredths(difference + root(a.high - a.at, b.at - b.low))};
}

bool contradicts_itself(const Counts& counts) {
  return counts.to < counts.from || counts.repeated > counts.cases || counts.rated > counts.cases ||
         counts.bad > counts.rated;
}

Counts period_before(LocalDay held_on, std::int64_t days) {
  return {.from = held_on - std::chrono::days{days}, .to = held_on - std::chrono::days{1}};
}

Counts period_after(LocalDay held_on, std::int64_t days) {
  return {.from = held_on + std::chrono::days{1}, .to = held_on + std::chrono::days{days}};
}

}  // namespace recourse::casework::training
