// Commands: given and waited for, or awaited on an event loop.
//
//     return handle(session, {"case", stream, command, given, expected});
//     return handle_async(session, …);                        // a future of the running loop
//
// On an event loop no thread waits: a command goes into its workflow's queue, and the store's
// answer into the loop's inbox. Workflows whose commands make the office do something behind them
// (a year's notice, a catalogue) are given on a worker instead. Whoever is interrupted, or
// cancelled, does not undo his command: the same command id gets its answer again.
//
// Thread-safety: with the GIL held; it is let go while a call waits.
#pragma once

#include "arguments.hpp"
#include "session.hpp"

namespace recourse::python {

struct Command {
  std::string_view kind;  ///< Of the workflow; lives as long as the process.
  StreamId stream;
  std::shared_ptr<const void> command;  ///< Of that workflow's Command.
  core::Context context;
};

/// The context of a command of this session; `expected` is the version that the stream must be at.
core::Context context_of(const Session& session, const Circumstances& given,
                         const OptionalNumber& expected);

/// A recourse.Appended, or raises. A signal that ends the waiting raises with the attribute
/// `command_id`.
py::object handle(Session& session, Command command);
/// The same awaited.
py::object handle_async(Session& session, Command command);

}  // namespace recourse::python
