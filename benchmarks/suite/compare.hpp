// Two reports beside each other, operation by operation, with how sure each difference is.
//
//     const auto compared = compare(before, after, 0.05);
//     compared.slower()                      // of a guard: anything slower?
//     to_text(compared)                      // a table
//
// Pure functions.
#pragma once

#include "benchmarks/suite/result.hpp"
#include "benchmarks/suite/statistics.hpp"

namespace recourse::bench {

/// One operation in both.
struct Compared {
  std::string operation;
  std::string unit;
  double before = 0;  ///< Medians.
  double after = 0;
  Ratio ratio;
  Verdict verdict = Verdict::too_few_runs;
};

struct Comparison {
  std::vector<Compared> rows;
  std::vector<std::string> only_before;  ///< Operations that the other report has not.
  std::vector<std::string> only_after;
  std::vector<std::string> warnings;  ///< Differences that make the figures hard to compare.
  bool slower() const;
};

/// Of two files: runs that were made apart.
Comparison compare(const Report& before, const Report& after, double margin);
/// Of one report: its subject "recourse" beside "earlier", whose runs alternated.
Comparison compare_with_earlier(const Report& report, double margin);

std::string to_text(const Comparison& comparison);

}  // namespace recourse::bench
