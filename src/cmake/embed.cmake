# Script: writes <FOLDER>/<SYMBOL>.hpp and .cpp, which hold the text of FILE.
cmake_minimum_required(VERSION 3.22)

file(READ "${FILE}" text)
set(fence "recourse_text")
string(FIND "${text}" ")${fence}\"" clash)
string(FIND "${text}" "\r" carriage_return)
if(NOT clash EQUAL -1 OR NOT carriage_return EQUAL -1)
  message(FATAL_ERROR "${FILE}: a raw string literal cannot hold this text unchanged")
endif()

file(WRITE "${FOLDER}/${SYMBOL}.hpp" "// Generated from a data file; edit that file instead.
#pragma once

#include <string_view>

namespace recourse::embedded {
extern const std::string_view ${SYMBOL};
}  // namespace recourse::embedded
")

# Clang warns above the 64 KiB that the standard promises; GCC and Clang take any length.
file(WRITE "${FOLDER}/${SYMBOL}.cpp" "// Generated from a data file; edit that file instead.
#include \"embedded/${SYMBOL}.hpp\"

#pragma GCC diagnostic ignored \"-Woverlength-strings\"

namespace recourse::embedded {
namespace {
constexpr char text[] = R\"${fence}(")
file(APPEND "${FOLDER}/${SYMBOL}.cpp" "${text}")
file(APPEND "${FOLDER}/${SYMBOL}.cpp" ")${fence}\";
}  // namespace

constinit const std::string_view ${SYMBOL}{text, sizeof text - 1};
}  // namespace recourse::embedded
")
