// The ledger (台账) of every case: searched by any column and by words, sorted, paged, exported
// (R26).
//
//     LedgerQuery query{.where = {ledger_condition("matter=hukou_move_in").value(),
//                                 ledger_condition("reported_at>=2023-07-01").value()},
//                       .text = "户口", .sort = "reported_at", .descending = true};
//     LedgerPage page = ledger(*office, query, viewer).value();
//     query.after = page.next;                          // the next page, true at the same position
//
// A condition is COLUMN OPERATOR VALUES. Columns are the fields of LedgerEntry. Operators: `=` and
// `!=` (any, none of several values between commas; no value: the column is empty, is not empty),
// `<` `<=` `>` `>=`, and `~` (a text holds it, width and case folded). A day stands for all its
// moments: `closed_at<=2023-07-01` takes in that day. Words are an enumeration's name or its
// Chinese label, and compare in the order of the reference pages. A backslash takes the next
// character as it is. Lists know `=`, `!=` and `~` alone: whether any of them is it.
//
// One position over all pages: `next` names the position at which the first page was true, and each
// later page answers as of that very position, whatever was recorded meanwhile. The same goes for
// `as_of`. Cases that changed since are folded again from their events, so nothing is lost.
//
// What a viewer may not see is out before anything is compared: a case that is not his is in no
// page, a column that is not his is empty to conditions and orders too. Who may see a case goes by
// how it stands now, also in a look back. Personal columns cannot be conditions or orders, and are
// masked; in a sealed log the name of the reporter is empty. Words are found for those who may read
// what the citizen wrote, by the view `narratives`; then each hit is held against the opened text,
// unless `verify` is false. Where persons are not the viewer's to know, the text is held with its
// names and numbers masked, so that words do not tell who somebody is; without `verify` such a case
// is left out.
//
// Cost: candidates are the cases that `number=`, or else `station=` (or, without a look back,
// `unit=`), and words leave; by themselves all. By number ascending, a page reads on among them
// from where the one before ended; else each page reads them all. With words each page reads every
// case that may hold them, and opens texts until the page is full. A page keeps its rows in memory,
// 1,000 where texts are opened in another order than by number. An export by number keeps 1,000
// rows; in another order it keeps limits::kLedgerSortMax rows and reads the candidates once for
// each so many. A look back reads the log from that position on, and keeps in memory which cases
// changed, at most limits::kLedgerChangedMax.
//
// Free functions over an office; thread-safety: as the office.
#pragma once

#include <functional>
#include <recourse/base/limits.hpp>
#include <recourse/office.hpp>
#include <recourse/office/ledger_entry.hpp>
#include <recourse/office/position_at.hpp>

namespace recourse {

/// What a column must be like. Made by ledger_condition.
struct LedgerCondition {
  enum class Operator : std::uint8_t { equal, unequal, less, at_most, more, at_least, holds };
  /// A value, or a day as its first and last moment; as bytes that compare as the values do.
  struct Range {
    std::string from;
    std::string to;
  };
  const describe::FieldInfo* column = nullptr;
  Operator op = Operator::equal;
  std::vector<Range> values = {};  ///< In their order, each once. None: the column is empty.
  std::string text = {};           ///< As it was written.
};

/// Reads a condition; moments without a zone are in `offset`. invalid_argument: no such column, no
/// operator, a value that is none of the column's, an operator that it does not know, a personal
/// column.
Result<LedgerCondition> ledger_condition(std::string_view text, UtcOffset offset = kShanghaiOffset);
/// The column of that name. invalid_argument, naming the nearest, if there is none.
Result<const describe::FieldInfo*> ledger_column(std::string_view name);
/// Whether a row is as the condition wants it.
bool meets(const LedgerEntry& row, const LedgerCondition& condition);

struct LedgerQuery {
  std::vector<LedgerCondition> where = {};  ///< All must hold.
  /// Words, between blanks, that the citizen's text holds, all of them; empty: whatever it holds.
  std::string text = {};
  bool verify = true;           ///< Open the text of each hit, and drop those that do not hold it.
  std::string sort = "number";  ///< A column; equal ones by number.
  bool descending = false;
  std::size_t page_size = 100;  ///< From 1 to limits::kListPageMax.
  /// LedgerPage::next of the page before; empty: from the beginning. All else must want the same
  /// list, but for page_size.
  std::string after = {};
  std::optional<Position> as_of = {};  ///< As recorded up to there; nothing: as it stands.
};

/// Part of the ledger.
struct LedgerPage {
  std::vector<LedgerEntry> rows;  ///< Fewer than page_size only at the end of the list.
  std::string next;               ///< For LedgerQuery::after; empty: that was all.
  Position position{};            ///< The rows are true at this position.
  bool probable = false;          ///< Words were searched for, and the hits were not verified.
};

/// A page of the ledger, true at `at_least` or later; with `as_of` or `after`, as of theirs.
/// Errors: invalid_argument (page_size, sort; `after` that is none, or of another list, also of
/// another `as_of`), timed_out (`as_of` or the position of `after` is not reached yet),
/// not_sealed, keys_unavailable (words, and the log is not sealed, or its keys are not there),
/// limit_exceeded (more than kTextHitsMax rows may hold the words; kLedgerChangedMax), and as
/// Office::cases.
Result<LedgerPage> ledger(const Office& office, const LedgerQuery& query,
                          const core::Viewer& viewer, Position at_least = {});

/// All rows of a query, one after the other, all true at one position, which is the answer;
/// `page_size` plays no part. The first error of `take` ends it. Errors: as ledger, and those of
/// `take`.
Result<Position> each_ledger_row(const Office& office, const LedgerQuery& query,
                                 const core::Viewer& viewer,
                                 const std::function<Result<void>(const LedgerEntry&)>& take,
                                 Position at_least = {});

}  // namespace recourse
