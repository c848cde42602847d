// Lists and tuples of what C++ has many of.
//
//     return list_of(timers, [](const auto& one) { return to_python(one); });
//
// Thread-safety: with the GIL held.
#pragma once

#include <pybind11/pybind11.h>

#include <vector>

namespace recourse::python {

namespace py = pybind11;

/// A tuple of one(item) for each item, in order.
template <class T, class F>
py::object tuple_of(const std::vector<T>& items, F&& one) {
  py::tuple made(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) made[i] = one(items[i]);
  return py::object{std::move(made)};
}

/// The same as a list.
template <class T, class F>
py::object list_of(const std::vector<T>& items, F&& one) {
  py::list made(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) made[i] = one(items[i]);
  return py::object{std::move(made)};
}

}  // namespace recourse::python
