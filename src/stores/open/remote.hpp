// A log in PostgreSQL with what is local of it. Built where PostgreSQL's library is.
#pragma once

#include <recourse/stores/open.hpp>

namespace recourse::stores {

/// As open_store, of a URI.
Result<std::unique_ptr<core::EventStore>> open_remote(const StoreOptions& options,
                                                      const Clock& clock);
/// As open_log, of a URI.
Result<std::unique_ptr<core::EventLog>> open_remote_log(const std::string& uri,
                                                        const LogAccess& access,
                                                        const Clock& clock);
Result<PostgresStatus> remote_status(const std::string& uri);
Result<bool> remote_is_for_reading(const std::string& uri);
Result<std::string> remote_log_name(const std::string& uri);
std::string remote_shown(std::string_view uri);
/// What all of them answer in a build that has none.
Error without_postgres();

/// invalid_argument: it can only be meant as a URI, and is none.
Result<void> check_is_folder(const std::string& name);

}  // namespace recourse::stores
