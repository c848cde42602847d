// ComposedStore: a log of one place with tables of another.
//
//     auto store = compose(std::move(log), std::move(tables)).value();   // an EventStore
//
// The truth may lie in another process, and what is derived of it on this machine's disk: rows are
// read without a round trip, and can be thrown away and made again of the log at any time. A
// table's checkpoint names the log and the position that its rows are true at, so that tables which
// another log has filled are made anew by their views.
//
// Thread-safety: as log and tables. Ownership: owns both; tables go before the log.
#pragma once

#include <recourse/core/event_store.hpp>

namespace recourse::core {

/// A store of both. Requires: neither is null.
/// Errors: acknowledged_loss (a table has seen more of this log than it holds: the log has lost
/// what it acknowledged, or another copy of it leads), and those of the log and of the tables.
Result<std::unique_ptr<EventStore>> compose(std::unique_ptr<EventLog> log,
                                            std::unique_ptr<TableStore> tables);

}  // namespace recourse::core
