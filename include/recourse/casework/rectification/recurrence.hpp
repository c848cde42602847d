// Recurrence: whether a class of failures has become rarer (R29, R34).
//
//     auto r = compare({.before = 40, .before_all = 900, .after = 12, .after_all = 950});
//     r.ratio   → 0.284        share of the class after, over its share before
//     r.upper   → 0.55         upper end of the exact 95 % interval
//
// The cases of a class in a period are taken as Poisson counts with all cases of the period as
// exposure. Given their sum, the count after is binomial; the Clopper–Pearson interval of its share
// becomes that of the rate ratio: exact, and never too narrow. Pure; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <recourse/casework/rectification/limits.hpp>
#include <recourse/casework/rectification/values.hpp>

namespace recourse::casework::rectification {

/// Cases of a class, and cases of every class, in both periods.
struct RecurrenceCounts {
  std::uint64_t before = 0;
  std::uint64_t before_all = 0;
  std::uint64_t after = 0;
  std::uint64_t after_all = 0;
};

struct RateRatio {
  std::optional<double> ratio;  ///< Nothing: there were none before.
  double lower = 0;             ///< Of the interval.
  std::optional<double> upper;  ///< Nothing: it has no end.
};

/// Where there was no case at all before, or after, nothing can be compared: no ratio, no upper
/// end.
RateRatio compare(const RecurrenceCounts& counts);
/// It recurs less, whatever chance did.
bool is_proved(const Recurrence& recurrence, const Limits& limits);

}  // namespace recourse::casework::rectification
