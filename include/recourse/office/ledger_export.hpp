// The ledger as a file: CSV for spreadsheets, and Apache Arrow's stream for programs (R26).
//
//     const auto columns = ledger_columns("number,matter,reported_at,outcome").value();
//     LedgerCsv csv{columns, kShanghaiOffset};
//     out << csv.header();
//     each_ledger_row(*office, query, viewer, [&](const LedgerEntry& row) -> Result<void> {
//       out << csv.line(row);
//       return {};
//     });
//
// CSV is that of RFC 4180: cells between commas, quoted where they must be, lines end in CRLF.
// Times are ISO 8601 with the offset, truth values `true` and `false`, words an enumeration's
// names, lists have `;` between, and what is empty is an empty cell. No cell can act as a formula:
// a text that begins with = + - @, one of their full-width forms, a tab, a carriage return, or an
// apostrophe gets one apostrophe in front. Who reads texts back takes off one leading apostrophe.
//
// Arrow is the IPC stream format (metadata version 5, little-endian): texts, words and lists as
// Utf8, numbers as unsigned 32 bits, truth values as Bool, moments as Timestamp in milliseconds
// UTC; every column may be null. Texts stand as they are.
//
// Personal columns are masked in both. Values; no shared state.
#pragma once

#include <recourse/office/ledger_entry.hpp>
#include <span>

namespace recourse {

using LedgerColumns = std::vector<const describe::FieldInfo*>;

/// The columns of a list of names between commas, in that order; empty: those that an officer
/// needs. "all": every one. invalid_argument: no such column, or one twice.
Result<LedgerColumns> ledger_columns(std::string_view names);

/// A cell as text, as CSV has it before it is quoted; nothing where the column is empty.
std::optional<std::string> ledger_cell(const LedgerEntry& row, const describe::FieldInfo& column,
                                       UtcOffset offset);

class LedgerCsv {
 public:
  /// `byte_order_mark`: EF BB BF in front, by which spreadsheets know UTF-8.
  LedgerCsv(LedgerColumns columns, UtcOffset offset, bool byte_order_mark = false)
      : columns_(std::move(columns)), offset_(offset), byte_order_mark_(byte_order_mark) {}

  std::string header() const;
  std::string line(const LedgerEntry& row) const;

 private:
  LedgerColumns columns_;
  UtcOffset offset_;
  bool byte_order_mark_;
};

class LedgerArrow {
 public:
  explicit LedgerArrow(LedgerColumns columns) : columns_(std::move(columns)) {}

  /// The schema; before all batches.
  std::string schema() const;
  std::string batch(std::span<const LedgerEntry> rows) const;
  /// Behind all batches.
  static std::string end();

 private:
  LedgerColumns columns_;
};

}  // namespace recourse
