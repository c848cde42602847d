// Writes the generated modules of the Python package from the descriptions and tables in the code.
//
//     recourse_pygen bindings/python/recourse
//
// The modules are committed; a test writes them again and fails on any difference.
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>

#include "modules.hpp"

namespace {

namespace fs = std::filesystem;

bool write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out << text;
  out.flush();
  if (!out) fmt::print(stderr, "recourse_pygen: cannot write {}\n", file.string());
  return static_cast<bool>(out);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: recourse_pygen DIRECTORY\n");
    return 2;
  }
  try {
    const fs::path to{argv[1]};
    auto files = recourse::pygen::modules_of(recourse::pygen::complaint_classes());
    files["errors.py"] = recourse::pygen::errors_module();
    for (const auto& [name, text] : files) {
      if (!write(to / name, text)) return 1;
    }
    return 0;
  } catch (const std::exception& e) {
    fmt::print(stderr, "recourse_pygen: {}\n", e.what());
    return 1;
  }
}
