// XES (IEEE 1849): event logs as XML, written piece by piece and read piece by piece.
//
//     XesWriter xes{sink};
//     xes.begin(head); xes.write(trace); …; xes.end();
//     EventLog log = read_xes("receipt.xes.gz").value();        // plain or gzipped
//
// What is written is read back equal, but for characters that XML cannot hold (control characters,
// bytes that are not UTF-8), which are written as U+FFFD. The reader takes any log that is
// well-formed XML and has a log, traces and events where the standard has them; elements that it
// does not know are passed over with what is in them, but an event outside of any trace is
// malformed. It declares no entities and resolves none from outside. Times without a zone are read
// as UTC, fractions beyond milliseconds are cut off; no time is read that lies before 1970 in its
// zone.
//
// Thread-safety: one thread for each writer; the readers are free functions.
#pragma once

#include <recourse/exchange/event_log.hpp>
#include <recourse/exchange/sink.hpp>

namespace recourse::exchange {

/// The head of a log that has the standard extensions concept, time, organizational and lifecycle.
LogHead standard_head();

/// Writes one log. Requires of each member: the ones before it, in the order begin, write…, end,
/// succeeded. Errors: those of the sink.
class XesWriter {
 public:
  explicit XesWriter(Sink sink);
  Result<void> begin(const LogHead& head);
  Result<void> write(const Trace& trace);
  Result<void> end();

 private:
  Sink sink_;
  std::string text_;  ///< Of one trace; kept for its room.
};

/// Sees the traces of a log as they come.
using SeeTrace = std::function<Result<void>(Trace trace)>;
/// Reads a file, plain or gzipped, trace by trace; answers with its head as it stood at the end.
/// Errors: not_found, io_error (unreadable, not gzip to its end), malformed (within file and line:
/// not XML, no log, an event outside of any trace, an attribute without a key, a value that is not
/// of its type), limit_exceeded (limits::kXesDepthMax, kXesTraceEventsMax), and those of `see`.
/// What was seen before an error was in the file: who must have all or nothing reads all first.
Result<LogHead> read_xes(const std::filesystem::path& file, const SeeTrace& see);
/// The whole log at once.
Result<EventLog> read_xes(const std::filesystem::path& file);

}  // namespace recourse::exchange
