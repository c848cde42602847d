// Writes the generated pages of docs/reference from the descriptions and tables in the code.
//
//     recourse_docgen docs/reference
//
// The pages are committed; a test writes them again and fails on any difference.
#include <fmt/format.h>

#include <cstdio>

#include "docgen.hpp"

int main(int argc, char** argv) {
  using namespace recourse;
  if (argc != 2) {
    fmt::print(stderr, "usage: recourse_docgen DIRECTORY\n");
    return 2;
  }
  const auto written = docgen::write_pages(docgen::all_pages(), argv[1]);
  if (!written) fmt::print(stderr, "recourse_docgen: {}\n", written.error().message());
  return written ? 0 : 1;
}
