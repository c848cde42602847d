#include "casework/rectification/class_tests.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <numeric>

namespace recourse::casework::rectification {
namespace {

constexpr double kHalfChiSquare95 = 3.841458820694124 / 2;
constexpr double kEachSide = 0.025;
constexpr double kNormal975 = 1.959963984540054;

/// P(X ≥ count) of a binomial.
double tail(std::uint64_t of, double share, std::uint64_t count) {
  if (count == 0) return 1;
  if (count > of || share <= 0) return 0;
  if (share >= 1) return 1;
  const boost::math::binomial_distribution<double> binomial{static_cast<double>(of), share};
  return boost::math::cdf(boost::math::complement(binomial, static_cast<double>(count) - 1));
}

double share_of(const Comparison& c) {
  return static_cast<double>(c.all) / static_cast<double>(c.all + c.other_all);
}

/// Part of a likelihood: n cases at their own best share of `all`.
double part(double n, double all) { return n > 0 && all > 0 ? n * std::log(n / all) : 0; }

struct Weeks {
  std::vector<double> of_class;
  std::vector<double> all;
};
Weeks weeks_of(const Series& series) {
  const std::size_t days = series.all.size();
  const std::size_t weeks = (days + 6) / 7;
  Weeks result{std::vector<double>(weeks), std::vector<double>(weeks)};
  for (std::size_t day = 0; day < days; ++day) {
    const std::size_t week = weeks - 1 - (days - 1 - day) / 7;
    result.of_class[week] += static_cast<double>(series.of_class[day]);
    result.all[week] += static_cast<double>(series.all[day]);
  }
  return result;
}

struct Moments {
  double mean = 0;
  double variance = 0;
};
/// Of the week of a case, if shares grow by exp(slope) a week.
Moments moments(const std::vector<double>& all, double slope) {
  double weight = 0;
  double first = 0;
  double second = 0;
  const auto middle = static_cast<double>(all.size()) / 2;
  for (std::size_t week = 0; week < all.size(); ++week) {
    const auto x = static_cast<double>(week) - middle;
    const double w = all[week] * std::exp(slope * x);
    weight += w;
    first += w * x;
    second += w * x * x;
  }
  const double mean = first / weight;
  return {mean + middle, second / weight - mean * mean};
}

}  // namespace

double upper_p(const Comparison& c) { return tail(c.count + c.other, share_of(c), c.count); }

double least_p(const Comparison& c, std::optional<std::uint64_t> most) {
  const auto of = c.count + c.other;
  const auto count = std::min(of, most.value_or(of));
  return tail(of, share_of(c), count);
}

RateRatio rate_ratio(const Comparison& c) {
  return compare(
      {.before = c.other, .before_all = c.other_all, .after = c.count, .after_all = c.all});
}

std::optional<ChangePoint> change_point(const Series& series) {
  const std::size_t days = series.all.size();
  const auto sum = [](const auto& counts) {
    return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  };
  const double cases = sum(series.of_class);
  const double all = sum(series.all);
  std::vector<double> likelihood(days, -HUGE_VAL);
  double cases_before = 0;
  double all_before = 0;
  std::optional<ChangePoint> best;
  for (std::size_t day = 1; day < days; ++day) {
    cases_before += static_cast<double>(series.of_class[day - 1]);
    all_before += static_cast<double>(series.all[day - 1]);
    const double cases_after = cases - cases_before;
    const double all_after = all - all_before;
    if (all_before == 0 || all_after == 0) continue;
    if (cases_after * all_before <= cases_before * all_after) continue;  // no higher
    likelihood[day] = part(cases_before, all_before) + part(cases_after, all_after);
    if (!best || likelihood[day] > likelihood[best->likeliest]) best = ChangePoint{day, day, day};
  }
  if (!best) return std::nullopt;
  const double least = likelihood[best->likeliest] - kHalfChiSquare95;
  for (std::size_t day = 1; day < days; ++day) {
    if (likelihood[day] < least) continue;
    best->earliest = std::min(best->earliest, day);
    best->latest = std::max(best->latest, day);
  }
  return best;
}

Trend weekly_trend(const Series& series) {
  const auto weeks = weeks_of(series);
  double cases = 0;
  double moment = 0;
  std::optional<std::size_t> first_case;
  std::size_t last_case = 0;
  std::optional<std::size_t> first;
  std::size_t last = 0;
  for (std::size_t week = 0; week < weeks.all.size(); ++week) {
    cases += weeks.of_class[week];
    moment += weeks.of_class[week] * static_cast<double>(week);
    if (weeks.of_class[week] > 0) first_case = first_case.value_or(week), last_case = week;
    if (weeks.all[week] > 0) first = first.value_or(week), last = week;
  }
  if (!first_case || first == last) return {};
  if (first_case == last_case && (last_case == last || last_case == first)) {
    const double all = std::accumulate(weeks.all.begin(), weeks.all.end(), 0.0);
    const bool by_chance = std::pow(weeks.all[last_case] / all, cases) > kEachSide;
    if (by_chance) return {};
    return {.direction = last_case == last ? Direction::rising : Direction::falling};
  }
  double slope = 0;
  for (int round = 0; round < 50; ++round) {
    const auto m = moments(weeks.all, slope);
    const double step = std::clamp((moment / cases - m.mean) / m.variance, -0.5, 0.5);
    slope += step;
    if (std::abs(step) < 1e-10) break;
  }
  const double error = 1 / std::sqrt(cases * moments(weeks.all, slope).variance);
  const double lower = std::exp(slope - kNormal975 * error);
  const double upper = std::exp(slope + kNormal975 * error);
  const auto direction = lower > 1   ? Direction::rising
                         : upper < 1 ? Direction::falling
                                     : Direction::unclear;
  return {direction, std::exp(slope), lower, upper};
}

}  // namespace recourse::casework::rectification
