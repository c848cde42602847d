// A report for people: tables as text and Markdown, a plot as SVG.
//
// Pure functions.
#pragma once

#include "benchmarks/suite/result.hpp"

namespace recourse::bench {

/// Every operation with median, range and latencies; what the rivals are; what was left out.
std::string to_text(const Report& report);
/// The same for a page, with the rivals beside each other first.
std::string to_markdown(const Report& report);
/// Who did it, and that it acknowledged before the sync if it did.
std::string name_of_subject(const Measurement& measurement);
/// Bars of what the systems share, a panel a work, on a logarithmic scale with the range of the
/// runs. Complete SVG; without a shared work it says so.
std::string to_svg(const Report& report);

}  // namespace recourse::bench
