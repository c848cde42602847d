#include <algorithm>
#include <optional>
#include <recourse/base/csv_reader.hpp>
#include <recourse/base/text.hpp>

namespace recourse::base {
namespace {

Error at(std::size_t line, std::size_t column, std::string_view what) {
  return {Errc::malformed, "line " + std::to_string(line) + ", column " + std::to_string(column) +
                               ": " + std::string{what}};
}

/// Reads row by row; `text` is what is left.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  /// Not even quotes stand in it, which would be an empty cell.
  bool at_empty_line() const { return begins('\n') || text_.starts_with("\r\n"); }

  Result<CsvRow> row() {
    CsvRow row{line_, {}};
    do {
      const auto column = row.cells.size() + 1;
      RECOURSE_TRY_ASSIGN(auto cell, begins('"') ? quoted(column) : plain(column));
      row.cells.push_back(std::move(cell));
    } while (take(","));
    if (!at_end() && !take("\n") && !take("\r\n")) {
      return at(line_, row.cells.size(), "a lone carriage return");
    }
    ++line_;
    return row;
  }

 private:
  bool begins(char c) const { return !text_.empty() && text_.front() == c; }
  bool take(std::string_view what) {
    if (!text_.starts_with(what)) return false;
    text_.remove_prefix(what.size());
    return true;
  }
  Result<std::string> plain(std::size_t column) {
    const auto end = std::min(text_.find_first_of(",\r\n"), text_.size());
    std::string cell{text_.substr(0, end)};
    if (cell.find('"') != std::string::npos) {
      return at(line_, column, "a quote inside a cell that does not begin with one");
    }
    text_.remove_prefix(end);
    return cell;
  }
  Result<std::string> quoted(std::size_t column) {
    const auto begun = line_;
    text_.remove_prefix(1);
    std::string cell;
    while (!take("\"") || begins('"')) {
      if (at_end()) return at(begun, column, "the quotes are not closed");
      if (text_.front() == '\n') ++line_;
      cell.push_back(text_.front());
      text_.remove_prefix(1);
    }
    const bool ends = at_end() || begins(',') || begins('\r') || begins('\n');
    if (!ends) return at(line_, column, "text behind the closing quote");
    return cell;
  }

  std::string_view text_;
  std::size_t line_ = 1;
};

/// What is wrong with a row that reads as one; nothing if it fits the header.
std::optional<CsvFault> misfit(const CsvRow& row, const CsvTable& table) {
  const auto cells = row.cells.size();
  const auto wanted = table.header.size();
  if (cells == wanted) return std::nullopt;
  return CsvFault{
      row.line, std::min(cells, wanted) + 1,
      "the row has " + std::to_string(cells) + " cells, the header " + std::to_string(wanted)};
}

Error error_of(const CsvFault& fault) {
  if (fault.column > 0) return at(fault.line, fault.column, fault.what);
  return {Errc::malformed, "line " + std::to_string(fault.line) + ": " + fault.what};
}

/// Up to the first row that does not fit; or all that do, with those that do not as faults.
Result<CsvTable> read(std::string_view text, bool leave_out) {
  text = base::without_byte_order_mark(text);
  if (const auto fault = base::first_invalid_utf8(text)) {
    const auto before = text.substr(0, *fault);
    const auto line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
    return Error{Errc::malformed, "line " + std::to_string(line) + ": it is not UTF-8"};
  }
  Reader reader{text};
  if (reader.at_end() || reader.at_empty_line()) {
    return Error{Errc::malformed, "line 1: a header is wanted here"};
  }
  CsvTable table;
  RECOURSE_TRY_ASSIGN(auto header, reader.row());
  table.header = std::move(header.cells);
  while (!reader.at_end()) {
    const bool empty = reader.at_empty_line();
    RECOURSE_TRY_ASSIGN(auto row, reader.row());
    auto fault = empty ? std::optional{CsvFault{row.line, 0, "it is empty"}} : misfit(row, table);
    if (!fault) {
      table.rows.push_back(std::move(row));
    } else if (leave_out) {
      table.faults.push_back(std::move(*fault));
    } else {
      return error_of(*fault);
    }
  }
  return table;
}

}  // namespace

Result<CsvTable> read_csv(std::string_view text) { return read(text, false); }
Result<CsvTable> read_csv_rows(std::string_view text) { return read(text, true); }

}  // namespace recourse::base
