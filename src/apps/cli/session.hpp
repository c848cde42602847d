// Session: what every command shares: where the store is, who acts, how answers and errors are
// printed, and how the process ends.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <recourse/office.hpp>
#include <recourse/stores/open.hpp>
#include <string>

namespace recourse::cli {

/// How the process ends. docs/cli.md has the same table.
enum class Exit : int {
  ok = 0,
  refused = 1,      ///< The domain says no; the reason was printed.
  usage = 2,        ///< The command line is wrong, or a value in it names nothing.
  bad_input = 3,    ///< What a file holds is malformed or too large; part of an import left out.
  not_found = 4,    ///< There is no such case or store.
  unavailable = 5,  ///< The store cannot be used: locked, damaged, newer, no space.
  problems = 6,     ///< Something was found wrong: by a verification, in views or timers.
};

/// The options that all commands take.
struct Session {
  std::string directory = "recourse-data";
  /// "rocksdb": the log lies in `directory`. Or its URI: then tables and keys lie there.
  std::string store = "rocksdb";
  std::string log = {};  ///< File of the engine's own log; empty: none.
  std::string log_level = "info";
  bool json = false;
  bool reveal = false;  ///< Show personal data instead of masking it.
  /// File of the master key; empty: personal data is stored in clear form, and what is sealed stays
  /// so, but in a demonstration that has a key of its own (demo_key()).
  std::string master_key = {};
  std::string keys = {};  ///< Folder of the keys; empty: `keys` in the store's.
  /// Names or files: new cases go by the first, older ones find theirs among all; empty:
  /// Shanghai's.
  std::vector<std::string> norms = {};
  bool utc = false;       ///< Times without a zone are read, and times shown, in UTC.
  std::string zone = {};  ///< The same for "+08:00"; empty: the offset of the norms of new cases.

  /// Makes the zone of the run of `utc`, `zone` and `norms` (zone.hpp). invalid_argument if they
  /// contradict each other, and the errors of norms that cannot be read.
  Result<void> settle() const;
  /// The profiles that are known: built in, and those of `norms`. Errors: those of load_norms;
  /// malformed if one has a name and version of other numbers.
  Result<casework::Profiles> profiles() const;

  /// Opens the store for a command that only asks: beside a process that writes, if there is one.
  Result<std::unique_ptr<Office>> open_to_read() const;
  /// Opens a store that must exist for a command that writes; waits a little for another process.
  Result<std::unique_ptr<Office>> open_existing() const;
  /// Opens or creates the store for a command that writes.
  Result<std::unique_ptr<Office>> open_or_create() const;
  /// The options that a command opens its engine with, but for the store. Errors: those of norms
  /// that cannot be read.
  Result<OfficeOptions> options() const;
  /// The same with the store. Errors besides: invalid_argument (no such store, or one that takes no
  /// commands opened for writing), not_a_store (a directory that belongs to a log elsewhere).
  Result<OfficeOptions> opening(stores::Access access, bool create) const;
  /// The log lies elsewhere: `store` is a URI.
  bool is_remote() const { return stores::is_store_uri(store); }
  /// The file of the master key that a demonstration in `directory` makes for itself.
  std::filesystem::path demo_key() const;
  /// By which the log is opened: that of `master_key`, else that of a demonstration which was begun
  /// under its own. Empty: none.
  std::filesystem::path key_file() const;
  /// Where the log is, for people: never with a password.
  std::string place() const { return is_remote() ? stores::shown(store) : directory; }
  /// The same for the engine's own log.
  LogOptions log_options() const;
};

/// Says on standard error that a log keeps personal data in clear form, unless it is sealed.
void note_unsealed(bool is_sealed);

/// An error by which the answer to a command was lost names its id, which tells later what became
/// of it; any other as it is.
Error with_id(const Error& error, CommandId id);

/// Prints an answer: as JSON if the session asks for it, else `text`. False if it could not be
/// written.
bool print(const Session& session, const boost::json::value& json, const std::string& text);

/// The same for text that has no JSON form.
bool print(const std::string& text);

/// Exit::ok, or, for an answer that could not be written, Exit::unavailable with a word about it.
Exit answered(bool printed);

/// Prints an error to standard error and returns the exit code that belongs to it.
Exit fail(const Session& session, const Error& error);
/// Prints a refusal and returns what its kind comes to: core::exit_code.
Exit refuse(const Session& session, const core::Refusal& refusal);

/// "needed_by" → "needed-by".
std::string dashed(std::string_view name);
/// "case.route_on_spot" → "route-on-spot": how the command line calls it.
std::string verb_of(std::string_view type);

/// A moment in the zone of the run (zone.hpp), for people.
std::string local_time(Timestamp t);

}  // namespace recourse::cli
