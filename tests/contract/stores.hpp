// The stores that the contract suite runs over, and what differs between them.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <recourse/core/composed_store.hpp>
#include <recourse/stores/memory.hpp>
#include <recourse/stores/postgres.hpp>
#include <recourse/stores/rocksdb.hpp>

#include "tests/contract/postgres_server.hpp"
#include "tests/support/remote_log.hpp"
#include "tests/support/temporary_folder.hpp"

namespace recourse::contract {

using TemporaryDirectory = testing_support::TemporaryFolder;

/// One store under test. `reopen` closes and opens it again where the store can.
struct StoreKind {
  std::string name;
  bool durable;  ///< Quirk: survives reopening.
  std::function<std::unique_ptr<core::EventStore>(const std::filesystem::path&, const Clock&)> open;
  bool in_folder = false;     ///< Quirk: all of it lies in `store`, below the directory.
  bool needs_server = false;  ///< Quirk: nothing to test where PostgreSQL is not installed.
};

/// A log of its own for each directory, on the program's server.
inline stores::PostgresOptions postgres_options(const std::filesystem::path& directory) {
  const auto name = directory.filename().string();
  return {.connection = PostgresServer::shared().connection(),
          .log = "of_" + name.substr(name.size() - 16)};
}

/// Why a kind of store cannot be tested here; empty if it can.
inline std::string missing(const StoreKind& kind) {
  return kind.needs_server ? PostgresServer::shared().missing() : std::string{};
}

inline std::vector<StoreKind> all_stores() {
  return {
      {"memory", false,
       [](const std::filesystem::path&, const Clock& clock) { return stores::open_memory(clock); }},
      {"rocksdb", true,
       [](const std::filesystem::path& directory, const Clock& clock) {
         return stores::open_rocksdb({.directory = directory / "store", .clock = &clock}).value();
       },
       /*in_folder=*/true},
      {"postgres", true,
       [](const std::filesystem::path& directory, const Clock& clock) {
         return core::compose(
                    stores::open_postgres(postgres_options(directory), clock).value(),
                    stores::open_rocksdb_tables({.directory = directory / "tables"}).value())
             .value();
       },
       /*in_folder=*/false, /*needs_server=*/true},
      // A log in another process, and tables on this machine's disk.
      {"composed", false, [](const std::filesystem::path& directory, const Clock& clock) {
         auto log = std::make_unique<core::RemoteLog>(stores::open_memory(clock));
         auto tables = stores::open_rocksdb_tables({.directory = directory / "tables"}).value();
         return core::compose(std::move(log), std::move(tables)).value();
       }}};
}

inline std::vector<StoreKind> durable_stores() {
  auto kinds = all_stores();
  std::erase_if(kinds, [](const StoreKind& kind) { return !kind.durable; });
  return kinds;
}

/// Those whose crash can be played by copying a folder.
inline std::vector<StoreKind> stores_in_folders() {
  auto kinds = all_stores();
  std::erase_if(kinds, [](const StoreKind& kind) { return !kind.in_folder; });
  return kinds;
}

}  // namespace recourse::contract
