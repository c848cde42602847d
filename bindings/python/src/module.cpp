// recourse._core: recourse for Python. recourse/__init__.py shows what is meant for users.
#include "module.hpp"

#include "convert.hpp"
#include "own_engine.hpp"
#include "tables.hpp"

PYBIND11_MODULE(_core, module) {
  using namespace recourse::python;
  module.doc() = "The library, compiled. Import it from `recourse`.";
  module.attr("__version__") = RECOURSE_VERSION;  // the build's, see recourse_python_module
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const Misfit& misfit) {
      misfit.set_python_error();
    }
  });
  bind_json(module);
  bind_clock(module);
  bind_workflow(module);
  bind_office(module);
  bind_log(module);
  bind_tables(module);
  bind_own(module);
  finish_office(module);
}
