// What the program recourse_pygen does: everything but its main, so that a test can link it with
// another list of workflows.
#pragma once

#include <filesystem>
#include <map>
#include <recourse/base/result.hpp>
#include <string>

namespace recourse::pygen {

/// Every generated module of the package: a folder for each of office_workflows(), and errors.py.
/// File, relative to the package's folder, and its text. Throws std::logic_error as modules_of.
std::map<std::string, std::string> all_modules();

/// Writes them below `directory`, whose folders it makes. io_error names the file.
Result<void> write_modules(const std::map<std::string, std::string>& files,
                           const std::filesystem::path& directory);

}  // namespace recourse::pygen
