// The exact interval.
#include <boost/math/distributions/binomial.hpp>
#include <recourse/casework/rectification/recurrence.hpp>

namespace recourse::casework::rectification {

RateRatio compare(const RecurrenceCounts& counts) {
  using Binomial = boost::math::binomial_distribution<double>;
  if (counts.before_all == 0 || counts.after_all == 0) return {};
  constexpr double kEachSide = 0.025;
  const auto before = static_cast<double>(counts.before);
  const auto after = static_cast<double>(counts.after);
  const auto sum = before + after;
  const auto exposure =
      static_cast<double>(counts.before_all) / static_cast<double>(counts.after_all);
  RateRatio result;
  if (counts.before > 0) result.ratio = after / before * exposure;
  if (counts.after > 0) {
    const double p = Binomial::find_lower_bound_on_p(sum, after, kEachSide);
    result.lower = p / (1 - p) * exposure;
  }
  if (counts.before > 0) {
    const double p = Binomial::find_upper_bound_on_p(sum, after, kEachSide);
    result.upper = p / (1 - p) * exposure;
  }
  return result;
}

bool is_proved(const Recurrence& recurrence, const Limits& limits) {
  return recurrence.upper && *recurrence.upper < limits.ratio_bound;
}

}  // namespace recourse::casework::rectification
