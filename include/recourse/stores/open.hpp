// A store by its name or URI: what a command line, a service or a script is told where the log is.
//
//     auto office = Office::open({.open_store = stores::store_at(
//         {.store = "postgresql://recourse@db1,db2/city?log=pudong", .directory = "var/window"})});
//
// "rocksdb", "rocksdb-reader" and "memory" are the stores of their names. A URI is a log in
// PostgreSQL (stores/postgres.hpp says what it may hold); the directory then has what is local:
//
//     recourse.local   which log it goes with; the folder of another one is refused
//     tables/          rows of views, derived; may be removed while nobody has it open
//     keys/            of persons' data, if EngineOptions::sealing names this folder
//
// Who writes takes the tables for itself. Who reads looks at them beside their owner and makes up
// in memory what they lack, all of it if there are none, so that a reader never stands in a
// writer's way. With role=reader in the URI the directory is a reader's own: the first one keeps
// the tables up to date there, others look beside it.
//
// Where the library was built without PostgreSQL's, a URI answers invalid_argument. No message
// repeats a password; show a store's name by `shown`.
//
// Thread-safety: all functions. Ownership: as of the stores.
#pragma once

#include <filesystem>
#include <recourse/base/clock.hpp>
#include <recourse/core/event_store.hpp>
#include <recourse/stores/postgres.hpp>
#include <string>
#include <string_view>

namespace recourse::stores {

/// Whether a text begins as a URI of a store does: postgresql:// or postgres://.
bool is_store_uri(std::string_view text);

/// Whether a text can only be meant as a URI, if not as one that is_store_uri knows: no folder is
/// made of such a name, which may hold a password.
bool is_meant_as_uri(std::string_view text);

/// A store's name for people and logs: of a URI without password, else as it is.
std::string shown(std::string_view store);

enum class Access : std::uint8_t {
  write,  ///< Takes commands; one at a time has a log so.
  read,   ///< Beside the one that writes: changes nothing.
};

struct StoreOptions {
  /// "rocksdb", "rocksdb-reader", "memory" or a URI.
  std::string store = "rocksdb";
  /// Where the store lives, or what is local of it. Not used by the memory store. Empty with a URI:
  /// nothing is local, and views are made up in memory.
  std::filesystem::path directory = {};
  /// A URI with role=reader reads either way, and keeps tables in `directory`.
  Access access = Access::write;
  /// Who writes makes a log that is missing; else not_a_store. A URI may say create=false itself.
  bool create = true;
  /// Bytes for caches and buffers on this machine, from 32 MiB.
  std::size_t memory_bytes = std::size_t{256} << 20;
};

/// Opens it. Errors: invalid_argument (no such store), malformed (a URI that cannot be read),
/// not_a_store (no such log; a directory that is another log's, or holds something else),
/// store_locked (another process writes to it, or has its tables), and those of the store.
Result<std::unique_ptr<core::EventStore>> open_store(const StoreOptions& options,
                                                     const Clock& clock = SystemClock::instance());

/// The same as EngineOptions::open_store takes it, each time anew. Keys of a sealed log lie where
/// SealingOptions::keys says: name a folder there.
core::StoreFactory store_at(StoreOptions options);

struct LogAccess {
  Access access = Access::read;
  bool create = false;                               ///< Who writes makes a log that is missing.
  std::size_t memory_bytes = std::size_t{64} << 20;  ///< As StoreOptions::memory_bytes.
};

/// A log without tables: of a URI, or of a folder with a RocksDB store.
/// Errors: as open_store.
Result<std::unique_ptr<core::EventLog>> open_log(const std::string& uri_or_folder,
                                                 const LogAccess& access = {},
                                                 const Clock& clock = SystemClock::instance());

/// Whether a store takes no commands, whoever opens it: "rocksdb-reader", and a URI with
/// role=reader. Errors: invalid_argument (no such store), malformed (a URI that cannot be read).
Result<bool> is_for_reading(const std::string& store);

/// The name that a URI gives its log: `log`, or "main". Errors: as log_status.
Result<std::string> log_name(const std::string& uri);

/// What the server of a URI's log says of it: that of the primary if it answers and the URI does
/// not ask for another one. Errors: as open_store; invalid_argument if `uri` is none.
Result<PostgresStatus> log_status(const std::string& uri);

/// Whether a directory is the local one of a log that lies elsewhere.
bool is_local_directory(const std::filesystem::path& directory);

}  // namespace recourse::stores
