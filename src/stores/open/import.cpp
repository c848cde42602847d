#include <recourse/stores/import.hpp>
#include <recourse/stores/rocksdb.hpp>

#include "stores/open/remote.hpp"

namespace recourse::stores {
namespace {

#ifdef RECOURSE_HAS_POSTGRES
Result<std::unique_ptr<core::LogImport>> import_remote(const std::string& uri,
                                                       const core::LogOrigin& origin) {
  RECOURSE_TRY_ASSIGN(const auto options, postgres_options_of(uri));
  if (options.role == PostgresOptions::Role::reader) {
    return Error{Errc::invalid_argument, "role=reader in the URI of a log that is copied into"};
  }
  auto opened = import_postgres(options, origin);
  if (!opened) return std::move(opened).error().within(shown(options));
  return opened;
}

Result<std::vector<PostgresLog>> list_remote(const std::string& uri) {
  RECOURSE_TRY_ASSIGN(const auto options, postgres_options_of(uri));
  auto listed = postgres_logs(options);
  if (!listed) return std::move(listed).error().within(shown(options));
  return listed;
}
#else
Result<std::unique_ptr<core::LogImport>> import_remote(const std::string&, const core::LogOrigin&) {
  return without_postgres();
}
Result<std::vector<PostgresLog>> list_remote(const std::string&) { return without_postgres(); }
#endif

}  // namespace

Result<std::unique_ptr<core::LogImport>> import_log(const std::string& uri_or_folder,
                                                    const core::LogOrigin& origin,
                                                    std::size_t memory_bytes) {
  if (is_store_uri(uri_or_folder)) return import_remote(uri_or_folder, origin);
  RECOURSE_TRY(check_is_folder(uri_or_folder));
  return import_rocksdb(uri_or_folder, origin, memory_bytes);
}

Result<std::vector<PostgresLog>> list_logs(const std::string& uri) {
  if (is_store_uri(uri)) return list_remote(uri);
  return Error{Errc::invalid_argument, "'" + shown(uri) + "' is no URI postgresql://…"};
}

}  // namespace recourse::stores
