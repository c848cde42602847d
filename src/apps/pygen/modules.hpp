// The text of the Python modules.
#pragma once

#include <map>

#include "classes.hpp"

namespace recourse::pygen {

/// A workflow's folder: file, relative to the package's folder, and its text. Throws
/// std::logic_error if two classes have one name: Python has one namespace for them,
/// recourse.<name>; or if the workflow's name cannot be that of a folder of the package.
std::map<std::string, std::string> modules_of(const PyModules& classes);

/// errors.py, from the one table of errors.
std::string errors_module();

/// The name of a Python exception: "ClosedError" for the class Closed, "IoError" for IoError.
std::string error_class(std::string_view exception);

}  // namespace recourse::pygen
