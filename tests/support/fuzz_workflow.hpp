// What must hold of any bytes that somebody takes for an event, a command or a state of a workflow:
// reading ends with a value or an error, and what is read is written and read again as the same.
//
//     const auto tried = try_workflow(infos, bytes);
//     if (!tried.fault.empty()) std::abort();
//
// The first four bytes choose: the workflow, what the rest is taken for (InputKind), the type, and
// its version. The rest is that of a record, or JSON.
#pragma once

#include <filesystem>
#include <recourse/core/workflow_port.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recourse::test {

enum class InputKind : std::uint8_t {
  event_bytes,
  retired_bytes,
  command_json,
  event_json,
  state_json
};
inline constexpr std::size_t kInputKinds = 5;

struct Tried {
  bool read = false;       ///< The input was taken for a value.
  std::string fault = {};  ///< What does not hold; empty: everything does.
};

/// Requires: a workflow.
Tried try_workflow(std::span<const core::WorkflowInfo* const> workflows, std::string_view input);

/// The input that chooses these. Requires: fewer than 256 of each.
std::string workflow_input(std::size_t workflow, InputKind kind, std::size_t type, unsigned version,
                           std::string_view rest);

/// Inputs that are read: the golden bytes of each event in the folder `golden`, the JSON of each
/// command, event and state with every field filled.
std::vector<std::string> workflow_inputs(std::span<const core::WorkflowInfo* const> workflows,
                                         const std::filesystem::path& golden);

}  // namespace recourse::test
