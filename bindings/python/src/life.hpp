// The life of what Python opens: closed by hand, by `with` and by `async with`. For offices and
// logs.
//
// Thread-safety: with the GIL held; closing lets it go.
#pragma once

#include "inbox.hpp"
#include "typed.hpp"

namespace recourse::python {

/// `Self` and `Entered` are what __enter__ and __aenter__ answer with, for type checkers.
/// `close_async` is a twin (verbs.hpp).
template <class Self, class Entered, class S>
void bind_life(py::class_<S, std::shared_ptr<S>>& binding) {
  binding
      .def(
          "close", [](S& held) { held.close(); }, R"(
Waits for the calls that other threads have begun, then closes the store. Calls that come later
raise ClosedError. Closing again does nothing.)")
      .def_property_readonly(
          "closed", [](S& held) { return held.closed(); }, "True once `close` was called.")
      .def("__enter__", [](py::object self) -> Self { return self; })
      .def("__exit__", [](py::object self, const py::args&) { self.attr("close")(); })
      .def("__aenter__",
           [](py::object self) -> Entered {
             auto future = Inbox::of_running_loop()->new_future();
             future.attr("set_result")(self);
             return future;
           })
      .def(
          "__aexit__",
          [](py::object self, const py::args&) -> Typed<"collections.abc.Awaitable[None]"> {
            return py::object{self.attr("close_async")()};
          });
}

}  // namespace recourse::python
