// A strict reader of CSV as RFC 4180 has it: cells between commas, in quotes where they hold
// commas, quotes or line ends, a quote in quotes written twice; lines end in LF or CRLF, the last
// one needs no end. A byte order mark before the first line is left out.
//
//     auto table = read_csv("station,name\r\nPD01,\"陆家嘴, 一\"\r\n").value();
//     table.header         → {"station", "name"}
//     table.rows[0].cells  → {"PD01", "陆家嘴, 一"}
//
// Pure; safe from any thread.
#pragma once

#include <recourse/base/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::base {

struct CsvRow {
  std::size_t line;  ///< In which it begins, from 1; a quoted line end makes it longer than one.
  std::vector<std::string> cells;
};

/// Something wrong with a row; column 0: with the row as a whole.
struct CsvFault {
  std::size_t line;
  std::size_t column;
  std::string what;
};

struct CsvTable {
  std::vector<std::string> header;
  std::vector<CsvRow> rows;      ///< Each with as many cells as the header.
  std::vector<CsvFault> faults;  ///< Of the rows that read_csv_rows left out.
};

/// malformed, naming line and column (the number of the cell, from 1): not UTF-8, a quote inside a
/// cell without quotes, text behind a closing quote, quotes that are not closed, a lone CR, a row
/// of another number of cells than the header, an empty line, or no header.
Result<CsvTable> read_csv(std::string_view text);
/// The same for a list whose good rows count though others are bad: a row of another number of
/// cells and an empty line are left out, and told in `faults`.
Result<CsvTable> read_csv_rows(std::string_view text);

}  // namespace recourse::base
