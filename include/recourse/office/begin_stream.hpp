// Beginning a stream of whatever workflow, under a key that its workflow makes where none is given.
//
//     auto begun = begin_stream(*office, port, std::nullopt, command.get(), context).value();
//     begun.stream.key()       → "PD01-20240105-0007-R"
//     begun.inquiry_code       → "7K3M-9QXR", of a case that is new
//
// Free functions over an office; thread-safety: as the office.
#pragma once

#include <recourse/office.hpp>

namespace recourse {

/// A stream that was just begun, or was not.
struct BegunStream {
  StreamId stream;
  core::Outcome outcome;
  std::string inquiry_code = {};                               ///< As OpenedCase::inquiry_code.
  std::vector<casework::complaint::EarlierCase> earlier = {};  ///< As OpenedCase::earlier.
};

/// Whether the workflow gives a stream that this command begins its key: a case the number of its
/// station's day, a rectification that of the year.
bool makes_key(const core::WorkflowInfo& workflow, std::string_view command);

/// Gives a command that begins a stream. `command` is of WorkflowInfo::commands. Requires:
/// `workflow` is of the office's engine. Errors: invalid_argument (no key, and none is made), and
/// those of Office::handle_any, Office::open_case and open_rectification.
Result<BegunStream> begin_stream(const Office& office, const core::WorkflowPort& workflow,
                                 const std::optional<StreamId>& under, const void* command,
                                 const core::Context& context);

}  // namespace recourse
