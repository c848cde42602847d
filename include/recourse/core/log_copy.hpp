// Copying a log from one store into another, record by record as it stands.
//
//     auto from = stores::open_log("/var/lib/window").value();
//     auto to = stores::import_postgres(options, core::origin_of(*from)).value();
//     auto copied = core::copy_log(*from, *to).value();    // and `to` opens as the log
//
// The copy is the same log in the same life: id, incarnation, key of fingerprints, and of each
// record the canonical bytes, with position, recorded_at, command id, fingerprint and tags. So
// whatever was proved of the one holds of the other. Subscribers' positions go along; views are
// derived anew.
//
// A LogImport is a store's face for this alone. It takes records only behind those that it has,
// and makes them durable in whole appends, so what a crash leaves of it is the beginning of the
// log. Until finish() no store opens it as a log; whoever copies again goes on with it. After
// finish() it may be imported into again, which brings what the source has got since, as long as
// nobody has appended to the copy.
//
// Two copies that are both appended to are two logs under one name, and each can be used to
// contradict the other's receipts: after the last run the source must not be appended to any more.
//
// Thread-safety: an import is one thread's. Ownership: cursors must not outlive their import.
#pragma once

#include <recourse/core/event_store.hpp>

namespace recourse::core {

/// What a copy is made of: whose records they are.
struct LogOrigin {
  LogIdentity identity;
  FingerprintKey fingerprint_key;
};
LogOrigin origin_of(const EventLog& log);

class LogImport {
 public:
  /// What was not committed is given up.
  virtual ~LogImport() = default;

  /// The last durable record; 0: none.
  virtual Position head() const = 0;

  /// Takes the next record. Requires: `bytes` are canonical, `record` is what they hold, and its
  /// position follows the last added, or head().
  virtual Result<void> add(const RecordView& record, std::string_view bytes) = 0;

  /// Makes durable what was added. Requires: the last one ends its append. After an error nobody
  /// knows whether it is there until the import is opened anew.
  virtual Result<void> commit() = 0;

  /// What is durable, from a position on.
  virtual Result<std::unique_ptr<Cursor>> read_from(Position from) const = 0;

  /// Puts these in the place of all subscribers' positions, and makes it a log that can be opened.
  /// Requires: nothing was added since commit().
  virtual Result<void> finish(const std::vector<Checkpoints::Named>& positions) = 0;
};

/// Called now and then with what was done and what is to do, in records: each is copied, and then
/// compared. False ends the copy with the error `closed`; what was copied stays for the next run.
using CopyProgress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

/// What a copy has made.
struct LogCopied {
  Position begun;  ///< Was there before.
  Position last;   ///< The copy ends here: the source's head when it began.
  /// SHA-256 over the records, each with the hash of those before it: the same for equal logs.
  std::string hash;
  friend bool operator==(const LogCopied&, const LogCopied&) = default;
};

/// The chain of hashes: `hash` of the records before (empty: none), with the next one's bytes.
std::string chained_hash(const std::string& hash, std::string_view record);

/// Brings `to` up to the head of `from`, reads both again, compares them byte by byte, and finishes
/// `to`. Of `from` nothing is written; it may be appended to meanwhile. The memory taken is that of
/// the streams' names.
/// Errors: acknowledged_loss (`to` has more than `from`, or another record where it ends: it was
/// appended to), corruption (of either, or they differ), io_error, closed, and those of the stores.
/// After any of them `to` is not finished; of io_error in the last step that is not known, and the
/// next run says it.
Result<LogCopied> copy_log(EventLog& from, LogImport& to, const CopyProgress& progress = {});

}  // namespace recourse::core
