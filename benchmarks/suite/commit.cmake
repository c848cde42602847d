# Writes commit.hpp, which says what was built: cmake -DSOURCE= -DOUTPUT= -DBUILD_TYPE= -DFLAGS= -P.
# The file is written anew only when something differs, so that nothing is compiled in vain.
execute_process(COMMAND git -C "${SOURCE}" describe --always --dirty --abbrev=12 --exclude=*
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
if(failed)
  set(commit "unknown")
endif()
string(STRIP "${FLAGS}" FLAGS)
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT [[
// Written by commit.cmake.
#pragma once

namespace recourse::bench {
inline constexpr const char* kCommit = "@commit@";
inline constexpr const char* kBuildType = "@BUILD_TYPE@";
inline constexpr const char* kFlags = "@FLAGS@";
}  // namespace recourse::bench
]] @ONLY)
