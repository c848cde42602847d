#include <recourse/stores/memory.hpp>
#include <recourse/stores/open.hpp>
#include <recourse/stores/rocksdb.hpp>

#include "stores/open/local_directory.hpp"
#include "stores/open/remote.hpp"

namespace recourse::stores {

#ifndef RECOURSE_HAS_POSTGRES
Error without_postgres() {
  return Error{Errc::invalid_argument,
               "this build has no PostgreSQL: build it where libpq is (Debian: libpq-dev)"};
}

Result<std::unique_ptr<core::EventStore>> open_remote(const StoreOptions&, const Clock&) {
  return without_postgres();
}
Result<std::unique_ptr<core::EventLog>> open_remote_log(const std::string&, const LogAccess&,
                                                        const Clock&) {
  return without_postgres();
}
Result<PostgresStatus> remote_status(const std::string&) { return without_postgres(); }
Result<bool> remote_is_for_reading(const std::string&) { return without_postgres(); }
Result<std::string> remote_log_name(const std::string&) { return without_postgres(); }
std::string remote_shown(std::string_view) {
  return "postgresql://… (no PostgreSQL in this build)";
}
#endif

bool is_store_uri(std::string_view text) {
  return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

bool is_meant_as_uri(std::string_view text) {
  return text.starts_with("postgresql:") || text.starts_with("postgres:") ||
         text.find("://") != std::string_view::npos;
}

Result<void> check_is_folder(const std::string& name) {
  if (!is_meant_as_uri(name)) return {};
  return Error{Errc::invalid_argument,
               "'" + shown(name) + "' is neither a folder nor a URI postgresql://…"};
}

std::string shown(std::string_view store) {
  if (is_store_uri(store)) return remote_shown(store);
  // What is meant as a URI may hold a password as well.
  const auto colon = store.find(':');
  const bool hides = colon != std::string_view::npos && store.find('@') != std::string_view::npos;
  return std::string{store.substr(0, hides ? colon : store.size())} + (hides ? ":…" : "");
}

namespace {

Error no_such_store(std::string_view name) {
  return Error{Errc::invalid_argument,
               "there is no store '" + shown(name) +
                   "'; there are rocksdb, rocksdb-reader, memory and URIs postgresql://…"};
}

Error no_uri(std::string_view name) {
  return Error{Errc::invalid_argument, "'" + shown(name) + "' is no URI postgresql://…"};
}

}  // namespace

Result<std::unique_ptr<core::EventStore>> open_store(const StoreOptions& options,
                                                     const Clock& clock) {
  if (is_store_uri(options.store)) return open_remote(options, clock);
  if (options.store == "memory") return open_memory(clock);
  const bool reads = options.access == Access::read;
  if (options.store == "rocksdb-reader" || (options.store == "rocksdb" && reads)) {
    return open_rocksdb_reader(options.directory, options.memory_bytes);
  }
  if (options.store == "rocksdb") {
    return open_rocksdb({.directory = options.directory,
                         .create = options.create,
                         .clock = &clock,
                         .memory_bytes = options.memory_bytes});
  }
  return no_such_store(options.store);
}

core::StoreFactory store_at(StoreOptions options) {
  return [options = std::move(options)](const Clock& clock) { return open_store(options, clock); };
}

Result<std::unique_ptr<core::EventLog>> open_log(const std::string& uri_or_folder,
                                                 const LogAccess& access, const Clock& clock) {
  if (is_store_uri(uri_or_folder)) return open_remote_log(uri_or_folder, access, clock);
  RECOURSE_TRY(check_is_folder(uri_or_folder));
  RECOURSE_TRY_ASSIGN(auto store, open_store({.store = "rocksdb",
                                              .directory = uri_or_folder,
                                              .access = access.access,
                                              .create = access.create,
                                              .memory_bytes = access.memory_bytes},
                                             clock));
  return std::unique_ptr<core::EventLog>{std::move(store)};
}

Result<bool> is_for_reading(const std::string& store) {
  if (is_store_uri(store)) return remote_is_for_reading(store);
  if (store == "rocksdb-reader") return true;
  if (store == "rocksdb" || store == "memory") return false;
  return no_such_store(store);
}

Result<PostgresStatus> log_status(const std::string& uri) {
  return is_store_uri(uri) ? remote_status(uri) : no_uri(uri);
}

Result<std::string> log_name(const std::string& uri) {
  return is_store_uri(uri) ? remote_log_name(uri) : no_uri(uri);
}

bool is_local_directory(const std::filesystem::path& directory) {
  std::error_code failed;
  return std::filesystem::exists(directory / local::kMarker, failed);
}

}  // namespace recourse::stores
