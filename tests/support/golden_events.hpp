// Golden bytes of a workflow's events: what is on somebody's disk is read for ever.
//
//     for (const auto& fault : golden_faults(*workflow.info, folder)) ADD_FAILURE() << fault;
//
// <folder>/<kind>_events.txt holds a line for each type and version that there ever was: its name,
// its version, and the bytes of one that test::Filler has filled. A line is never changed or
// removed. An enumeration that has grown since is filled with the word that the bytes hold:
// <folder>/<kind>_words.txt, if it is there, has lines "<Enum> <word>".
#pragma once

#include <filesystem>
#include <recourse/core/workflow_port.hpp>
#include <string>
#include <vector>

namespace recourse::test {

/// How a file of golden bytes is used.
enum class Golden {
  compare,
  add,  ///< Lines that are missing are added.
};

/// compare; add if RECOURSE_ADD_GOLDEN is set.
Golden golden_from_environment();

/// What is wrong, a sentence each that says what to do; empty: nothing.
std::vector<std::string> golden_faults(const core::WorkflowInfo& workflow,
                                       const std::filesystem::path& folder,
                                       Golden use = Golden::compare);

/// A line of the file.
struct GoldenLine {
  std::string type;
  unsigned version;
  std::string bytes;  ///< Not as digits.
};
/// The lines of a workflow's file; none if there is no file. A line of another form throws.
std::vector<GoldenLine> golden_lines(const core::WorkflowInfo& workflow,
                                     const std::filesystem::path& folder);

}  // namespace recourse::test
