// What is behind the rows of operations.cpp: each function is one way to measure.
#pragma once

#include "benchmarks/suite/operation.hpp"

namespace recourse::bench {

// The store.
Result<Measured> append_blocked(const Operation& operation, const Setting& setting);
Result<Measured> append_in_flight(const Operation& operation, const Setting& setting);
Result<Measured> append_six(const Operation& operation, const Setting& setting);
Result<Measured> append_open(const Operation& operation, const Setting& setting);
Result<Measured> replay_checked(const Operation& operation, const Setting& setting);
Result<Measured> read_cold(const Operation& operation, const Setting& setting);
Result<Measured> read_hot(const Operation& operation, const Setting& setting);
Result<Measured> open_killed(const Operation& operation, const Setting& setting);

// The engine.
Result<Measured> commands(const Operation& operation, const Setting& setting);
Result<Measured> commands_with_views(const Operation& operation, const Setting& setting);
Result<Measured> commands_open(const Operation& operation, const Setting& setting);
Result<Measured> replay_decoded(const Operation& operation, const Setting& setting);
Result<Measured> rebuild_views(const Operation& operation, const Setting& setting);
Result<Measured> list_ledger(const Operation& operation, const Setting& setting);
Result<Measured> figures_by_station(const Operation& operation, const Setting& setting);
Result<Measured> scan_pages(const Operation& operation, const Setting& setting);

// The limits.
Result<Measured> fdatasync_appending(const Operation& operation, const Setting& setting);
Result<Measured> fdatasync_in_place(const Operation& operation, const Setting& setting);
Result<Measured> rocksdb_puts(const Operation& operation, const Setting& setting);
Result<Measured> raw_two_puts(const Operation& operation, const Setting& setting);
Result<Measured> raw_pages(const Operation& operation, const Setting& setting);
Result<Measured> copy_memory(const Operation& operation, const Setting& setting);

// Rivals that this program speaks to.
Result<Measured> sqlite_append(const Operation& operation, const Setting& setting);
Result<Measured> sqlite_queue(const Operation& operation, const Setting& setting);
Result<Measured> sqlite_open(const Operation& operation, const Setting& setting);
Result<Measured> postgres_append(const Operation& operation, const Setting& setting);
Result<Measured> message_db_append(const Operation& operation, const Setting& setting);
Result<Measured> nats_append(const Operation& operation, const Setting& setting);

}  // namespace recourse::bench
