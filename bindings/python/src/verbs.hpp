// Verbs: what turns the members of a class that wait into ones that may be interrupted, and gives
// each a twin for event loops.
//
//     office.cases(…)                  on the main thread a worker does it; Ctrl-C ends the waiting
//     await office.cases_async(…)      a worker does it; the loop goes on
//
// Both are made of the member that was bound: the signature and the description are its own.
//
// Thread-safety: with the GIL held. Nothing here waits.
#pragma once

#include <string_view>
#include <vector>

#include "inbox.hpp"

namespace recourse::python {

enum class Waits : std::uint8_t {
  always,  ///< For a disk, a view, others.
  seldom,  ///< It reads, and is done: interrupted between two calls only, unless it records a look.
};

/// Adds `<name>_async` to a class, and makes the member itself one that signals interrupt. Who is
/// interrupted in a member that takes a `command_id` learns it, as in `handle`.
void add_twin(py::handle type, const char* name, Waits waits = Waits::always);
/// Adds `open_async`, the twin of the static `open`: a recourse.feeds.Opening.
void add_opening(py::handle type);
/// add_twin for all members that do not begin with an underscore and are not named in `but`.
void add_twins(py::handle type, const std::vector<std::string_view>& but,
               const std::vector<std::string_view>& seldom);

/// Calls on a worker, and answers with a future of the running loop.
py::object call_async(py::object function, py::tuple arguments, py::dict named);

/// The documentation that pybind11 gave a member, as that of its twin: with the name, and what is
/// awaited.
std::string twin_doc(const std::string& name, const std::string& doc);

}  // namespace recourse::python
