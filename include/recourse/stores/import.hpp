// A place that a log is copied into, by its name or URI (core/log_copy.hpp says what a copy is).
//
//     auto from = stores::open_log("/var/lib/window").value();
//     auto to = stores::import_log("postgresql://recourse@db1/city?log=pudong",
//                                  core::origin_of(*from)).value();
//     auto copied = core::copy_log(*from, *to).value();
//
// Thread-safety: all functions. Ownership: as of the stores.
#pragma once

#include <recourse/core/log_copy.hpp>
#include <recourse/stores/open.hpp>

namespace recourse::stores {

/// Of a URI, or of a folder that becomes a RocksDB store: as import_postgres and import_rocksdb.
/// `memory_bytes`: of a folder's store; a URI's is in its server.
/// Errors: those of the two; invalid_argument (neither a folder nor a URI; a URI, and this build
/// has no PostgreSQL).
Result<std::unique_ptr<core::LogImport>> import_log(const std::string& uri_or_folder,
                                                    const core::LogOrigin& origin,
                                                    std::size_t memory_bytes = std::size_t{128}
                                                                               << 20);

/// The logs of the schema that a URI leads to: postgres_logs. Errors: its; invalid_argument (no
/// URI; no PostgreSQL in this build).
Result<std::vector<PostgresLog>> list_logs(const std::string& uri);

}  // namespace recourse::stores
