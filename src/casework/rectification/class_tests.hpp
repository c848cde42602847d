// The statistics of classes: one comparison, many comparisons, the day of a change, a trend.
//
// All are conditional on sums, so that no rate has to be known. Pure; safe from any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <recourse/casework/rectification/classes.hpp>
#include <recourse/casework/rectification/recurrence.hpp>
#include <tuple>
#include <vector>

namespace recourse::casework::rectification {

struct TwoCounts {
  std::uint64_t now = 0;
  std::uint64_t before = 0;
  void add(bool is_now) { ++(is_now ? now : before); }
};

/// Cases of a class among all here, and among all that it is compared with.
struct Comparison {
  std::uint64_t count = 0;
  std::uint64_t all = 0;
  std::uint64_t other = 0;
  std::uint64_t other_all = 0;
};
/// Chance of `count` or more here, given count + other of the class and the sums of all; binomial.
/// Requires: all + other_all > 0.
double upper_p(const Comparison& comparison);
/// The smallest that it could have been with these sums; where `most` is named, with no more than
/// that of the class here.
double least_p(const Comparison& comparison, std::optional<std::uint64_t> most = std::nullopt);
/// Its share here to its share there, with the exact 95 % interval.
RateRatio rate_ratio(const Comparison& comparison);

/// Comparisons that are judged together.
template <class One>
class TestList {
 public:
  void add(One one) { tests_.push_back(std::move(one)); }
  /// One whose p is 1, and which nobody needs to see.
  void add_unfounded() { ++unfounded_; }
  std::uint64_t size() const { return tests_.size() + unfounded_; }

  /// By p, the smallest first, each with its q (Benjamini and Hochberg, 1995).
  std::vector<One> judged() && {
    const auto order = [](const One& one) {
      const auto& f = one.finding;
      return std::tuple{f.p, -static_cast<double>(f.count), one.of_class, one.unit};
    };
    std::ranges::sort(tests_, {}, order);
    const auto all = static_cast<double>(size());
    double q = 1;
    for (std::size_t i = tests_.size(); i-- > 0;) {
      auto& f = tests_[i].finding;
      q = std::min(q, f.p * all / static_cast<double>(i + 1));
      f.q = q;
    }
    return std::move(tests_);
  }

 private:
  std::vector<One> tests_;
  std::uint64_t unfounded_ = 0;
};

/// Day by day; both of one length.
struct Series {
  std::vector<std::uint64_t> of_class;
  std::vector<std::uint64_t> all;
};

/// Days by their numbers in the series: the first day of what is new.
struct ChangePoint {
  std::size_t likeliest = 0;
  std::size_t earliest = 0;  ///< Of those that are no less likely than the 95 % interval lets.
  std::size_t latest = 0;
};
/// The day from which on the class's share is higher, by the likelihood ratio of two shares to one,
/// over every day; nothing if it is higher behind no day.
std::optional<ChangePoint> change_point(const Series& series);

struct Trend {
  Direction direction = Direction::unclear;
  std::optional<double> ratio{};  ///< From week to week.
  std::optional<double> lower{};
  std::optional<double> upper{};
};
/// The log-linear trend of the share over weeks that are counted back from the last day. Clear if
/// its interval leaves 1 out. Where all cases lie in the first or in the last week the ratio has no
/// bound: there is none, and the direction is clear if chance alone has it so in 2.5 % at most.
Trend weekly_trend(const Series& series);

}  // namespace recourse::casework::rectification
