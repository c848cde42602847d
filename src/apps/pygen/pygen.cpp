#include "pygen.hpp"

#include <fstream>
#include <recourse/office_workflows.hpp>

#include "modules.hpp"

namespace recourse::pygen {

namespace fs = std::filesystem;

std::map<std::string, std::string> all_modules() {
  std::map<std::string, std::string> files;
  for (const auto& workflow : office_workflows())
    files.merge(modules_of(classes_of(*workflow.info)));
  files["errors.py"] = errors_module();
  return files;
}

Result<void> write_modules(const std::map<std::string, std::string>& files,
                           const fs::path& directory) {
  for (const auto& [name, text] : files) {
    const auto file = directory / name;
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << text;
    out.flush();
    if (!out) return Error{Errc::io_error, "cannot write " + file.string()};
  }
  return {};
}

}  // namespace recourse::pygen
