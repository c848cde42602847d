// Typed<"datetime.datetime">: a Python object that signatures and stubs show by that name.
//
// It only names: whoever takes one checks what it is (convert.hpp).
#pragma once

#include <pybind11/pybind11.h>

#include <algorithm>
#include <cstddef>

namespace recourse::python {

namespace py = pybind11;

/// Text as a template argument.
template <std::size_t N>
struct Name {
  char text[N];
  constexpr Name(const char (&from)[N]) {  // NOLINT(google-explicit-constructor)
    std::copy_n(from, N, text);
  }
};

template <Name N>
class Typed : public py::object {
 public:
  Typed() = default;
  Typed(py::object from)  // NOLINT(google-explicit-constructor)
      : py::object(std::move(from)) {}
  Typed(py::handle from, borrowed_t tag) : py::object(from, tag) {}
  Typed(py::handle from, stolen_t tag) : py::object(from, tag) {}
  /// For pybind11: anything is taken here, and looked at later.
  static bool check_(py::handle from) { return from.ptr() != nullptr; }
};

}  // namespace recourse::python

namespace pybind11::detail {

template <std::size_t N>
constexpr descr<N - 1> name_of(const recourse::python::Name<N>& name) {
  return descr<N - 1>{name.text};
}
template <recourse::python::Name N>
struct handle_type_name<recourse::python::Typed<N>> {
  static constexpr auto name = name_of(N);
};

}  // namespace pybind11::detail
