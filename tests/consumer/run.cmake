# Script: configures and builds PROJECT below SCRATCH against what lies in PREFIX, and runs its
# tests, but for those that EXCEPT (an expression) names.
cmake_minimum_required(VERSION 3.22)

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(options "")
if(SANITIZE)
  list(APPEND options "-DCMAKE_CXX_FLAGS=-fsanitize=${SANITIZE}")
endif()
if(LAUNCHER)
  list(APPEND options "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}")
endif()
set(except "")
if(EXCEPT)
  set(except -E "${EXCEPT}")
endif()
file(REMOVE_RECURSE "${SCRATCH}")
run("${CMAKE_COMMAND}" -S "${PROJECT}" -B "${SCRATCH}" -G Ninja "-DCMAKE_PREFIX_PATH=${PREFIX}"
  "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_BUILD_TYPE=${BUILD_TYPE}" ${options})
run("${CMAKE_COMMAND}" --build "${SCRATCH}" -j 2)
run("${CMAKE_CTEST_COMMAND}" --test-dir "${SCRATCH}" --output-on-failure --no-tests=error ${except})
