// Writes the generated modules of the Python package from the descriptions and tables in the code.
//
//     recourse_pygen bindings/python/recourse
//
// A folder for each workflow of the office, and the errors. The modules are committed; a test
// writes them again and fails on any difference.
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "pygen.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: recourse_pygen DIRECTORY\n");
    return 2;
  }
  try {
    const auto written = recourse::pygen::write_modules(recourse::pygen::all_modules(), argv[1]);
    if (written) return 0;
    fmt::print(stderr, "recourse_pygen: {}\n", written.error().message());
  } catch (const std::exception& e) {
    fmt::print(stderr, "recourse_pygen: {}\n", e.what());
  }
  return 1;
}
