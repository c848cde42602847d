// CSV: lines as RFC 4180 has them, and texts that no spreadsheet takes for a formula.
//
//     out += csv_line({csv_text(name), std::to_string(cases)});
//
// Pure; safe from any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace recourse::base {

/// Cells with commas between and CRLF at the end; in quotes where they hold a comma, a quote or the
/// end of a line.
std::string csv_line(std::span<const std::string> cells);
inline std::string csv_line(std::initializer_list<std::string> cells) {
  return csv_line(std::span<const std::string>{cells.begin(), cells.size()});
}

/// A text that came from people or from other systems, as a cell: an apostrophe stands before it if
/// it begins with one, or with what makes a spreadsheet compute (= + - @, also wide, tab, CR).
/// Whoever reads it back takes away a first apostrophe.
std::string csv_text(std::string_view text);

}  // namespace recourse::base
