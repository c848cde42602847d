// Row sources: the ledger, figures, the log and the histories of streams, as columns.
//
//     auto ledger = ledger_source({.where = …}, viewer, "number,matter,closed_at", position);
//     RowSource& rows = *ledger.value().begin();
//
// Each source shows what its viewer may see, as the call for single rows does. Values and pure
// functions, but for `begin`, whose source asks the office; thread-safety: as the office.
#pragma once

#include <functional>
#include <memory>
#include <recourse/office/figures.hpp>
#include <recourse/office/ledger.hpp>

#include "columns_batch.hpp"

namespace recourse::python {

/// A table: its columns, and rows from the beginning as often as they are wanted.
struct TableSource {
  std::vector<ColumnForm> forms = {};
  std::function<std::unique_ptr<RowSource>()> begin = {};
  Position position{};  ///< The rows are true at this position.
};

/// The ledger by number. `columns` are names between commas, "all", or empty: the usual ones.
/// Memory: one page of limits::kListPageMax rows beside the batch. invalid_argument: a column that
/// there is none of.
Result<TableSource> ledger_source(LedgerQuery query, core::Viewer viewer, std::string_view columns,
                                  Position position);

/// A row a group: its dimensions; of a count the figure, of a share or mean the quotient with both
/// numbers as `<name>_value` and `<name>_of`, of a percentile the figure and its cases,
/// `<name>_of`. The figures are held in memory.
TableSource figures_source(FigureTable table);

struct LogQuery {
  Position from{1};  ///< Inclusive, as `to`.
  Position to{};
  std::string kind = {};                ///< Of streams; empty: all.
  std::vector<std::string> types = {};  ///< Of events; empty: all.
};
/// The log, a row an event that the record means today. Streams that are not the viewer's to see in
/// lists are left out; with a purpose the look is recorded in each stream that is. Memory: what may
/// be seen of the last 50,000 streams, some 10 MB. `columns` empty: all.
Result<TableSource> log_source(LogQuery query, core::Viewer viewer,
                               const std::vector<std::string>& columns);
/// All events of the streams, one stream after the other, up to a position. A stream that is not
/// there, or not the viewer's to see, ends the rows with not_found, or the refusal.
Result<TableSource> history_source(std::vector<StreamId> streams, core::Viewer viewer,
                                   const std::vector<std::string>& columns, Position position);

}  // namespace recourse::python
