# recourse_test(<name> LABELS <label…> [SOURCES …] [LINKS …] [PRECOMPILE …] [OPTIMIZE])
#
#   recourse_test(unit_tests LABELS unit LINKS recourse::recourse)
#
# builds one GoogleTest program and registers each of its tests with ctest under <name>. Without
# SOURCES it takes every *_test.cpp below the folder; a folder without any makes no program yet.
# Tests may include private headers, as "core/x.hpp", and their neighbours, as "tests/x.hpp".
# PRECOMPILE names headers that most of the sources include, beside GoogleTest's.
include(GoogleTest)

function(recourse_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "OPTIMIZE" "" "LABELS;SOURCES;LINKS;PRECOMPILE")
  if(NOT arg_SOURCES)
    file(GLOB_RECURSE arg_SOURCES CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp")
  endif()
  if(NOT arg_SOURCES)
    return()
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINKS} GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/src")
  target_compile_features(${name} PRIVATE cxx_std_20)
  list(LENGTH arg_SOURCES count)
  if(count GREATER 3) # fewer sources parse faster than they precompile
    recourse_precompile(${name} <gmock/gmock.h> <gtest/gtest.h> ${arg_PRECOMPILE})
  endif()
  target_compile_definitions(${name} PRIVATE
    RECOURSE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" RECOURSE_BINARY_DIR="${PROJECT_BINARY_DIR}")
  # What a test itself does costs little time; compiling it does. OPTIMIZE: it runs for minutes.
  if(arg_OPTIMIZE)
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  else()
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0>)
  endif()
  recourse_warnings(${name})
  # A parameter's value may be printed with addresses in it; its name is the same each time.
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST NO_PRETTY_VALUES TEST_PREFIX ${name}:
    PROPERTIES LABELS "${arg_LABELS}")
endfunction()
