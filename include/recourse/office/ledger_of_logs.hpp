// One ledger (台账) over several logs, say one for each district.
//
//     const std::vector<LogToRead> logs{{"huangpu", huangpu.get()}, {"pudong", pudong.get()},
//                                       {"chongming", nullptr, why}};      // could not be opened
//     LedgerOfLogs page = ledger_of_logs(logs, {.where = {…}}, viewer).value();
//     for (const auto& log : page.logs) if (log.missing) …                 // named, not left out
//     query.after = page.next;
//
// Order. By `recorded`, which is the order if nothing else is asked for: (recorded_at, log,
// position) of each case's first record. Within a log that is the order in which things happened;
// across logs it is that of the clocks of the engines, and where these agree, of the logs' names:
// it says nothing of what was known where. By a column: (value, log, number).
//
// Each log has a position of its own: its head when the first page was asked for, or the last
// record of the moment `as_of`. All pages of a list are true at these; the answer names them.
//
// A log that cannot be read is `missing`, with the error, in each page of the list, also if it can
// be read again by then: what a page leaves out, no later page brings. Ask for a new list.
//
// Each log answers by its own ledger (office/ledger.hpp), so what a viewer may see, and what a
// condition means, is as there. Cost: as the ledger's of each log, as many rows as a page has; by
// `recorded` the headers of the records from where the last page ended, until the page is full.
//
// Free functions over offices; thread-safety: as theirs.
#pragma once

#include <recourse/office/ledger.hpp>
#include <span>

namespace recourse {

/// One of the logs.
struct LogToRead {
  std::string log;                  ///< Its name in the answer; each once.
  const Office* office = nullptr;   ///< Null: it could not be opened.
  std::optional<Error> error = {};  ///< Why.
};

struct LedgerOfLogsQuery {
  std::vector<LedgerCondition> where = {};  ///< As LedgerQuery::where.
  std::string text = {};                    ///< As LedgerQuery::text.
  bool verify = true;                       ///< As LedgerQuery::verify.
  std::string sort = "recorded";            ///< That, or a column.
  bool descending = false;
  std::size_t page_size = 100;  ///< From 1 to limits::kListPageMax.
  /// LedgerOfLogs::next of the page before, of the same logs.
  std::string after = {};
  std::optional<Timestamp> as_of = {};  ///< Nothing: as it stands.
};

/// A case, with the log that it is in.
struct RowOfLog {
  std::string log;
  Timestamp recorded_at;  ///< Of its first record.
  Position position;      ///< Of its first record.
  LedgerEntry entry;
};

/// How a log took part.
struct LogOfLedger {
  std::string log;
  Position position{};                ///< Its rows are true at this position.
  std::optional<Error> missing = {};  ///< Why none of its rows is there.
};

/// Part of the ledger.
struct LedgerOfLogs {
  std::vector<RowOfLog> rows{};     ///< Fewer than page_size only at the end of the list.
  std::vector<LogOfLedger> logs{};  ///< All that were asked for, in their order.
  std::string next{};               ///< For LedgerOfLogsQuery::after; empty: that was all.
  bool probable = false;            ///< As LedgerPage::probable.
};

/// A page. Errors: invalid_argument (no logs, a name twice; sort, page_size; `after` that is none,
/// or of other logs or another list), limit_exceeded as ledger; io_error: no log can be read.
Result<LedgerOfLogs> ledger_of_logs(std::span<const LogToRead> logs, const LedgerOfLogsQuery& query,
                                    const core::Viewer& viewer);

}  // namespace recourse
