# Data that travels inside the library.

# recourse_embed(<target> <file> <symbol>)
#
#   recourse_embed(recourse_casework catalogue/taxonomy.json taxonomy)
#
# compiles the text of a file into <target>, which then reads it as
#
#   #include "embedded/taxonomy.hpp"
#   std::string_view text = recourse::embedded::taxonomy;
#
# The file is compiled in again when it changes. It must be text without carriage returns.
function(recourse_embed target file symbol)
  cmake_path(ABSOLUTE_PATH file NORMALIZE)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/generated")
  set(header "${folder}/embedded/${symbol}.hpp")
  set(source "${folder}/embedded/${symbol}.cpp")
  add_custom_command(
    OUTPUT "${header}" "${source}"
    COMMAND "${CMAKE_COMMAND}" "-DFILE=${file}" -DSYMBOL=${symbol} "-DFOLDER=${folder}/embedded"
      -P "${PROJECT_SOURCE_DIR}/src/cmake/embed.cmake"
    DEPENDS "${file}" "${PROJECT_SOURCE_DIR}/src/cmake/embed.cmake"
    COMMENT "Embedding ${symbol}"
    VERBATIM)
  target_sources(${target} PRIVATE "${header}" "${source}")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()

# recourse_calendar_table(<target> <folder>)
#
# turns the yearly notices <folder>/*.json into calendar_table.inc and puts it on the include path
# of <target>, so that its room needs no JSON.
function(recourse_calendar_table target folder)
  cmake_path(ABSOLUTE_PATH folder NORMALIZE)
  file(GLOB notices CONFIGURE_DEPENDS "${folder}/*.json")
  set(table "${CMAKE_CURRENT_BINARY_DIR}/generated/calendar_table.inc")
  add_custom_command(
    OUTPUT "${table}"
    COMMAND "${CMAKE_COMMAND}" "-DFOLDER=${folder}" "-DTABLE=${table}"
      -P "${PROJECT_SOURCE_DIR}/src/cmake/calendar_table.cmake"
    DEPENDS ${notices} "${PROJECT_SOURCE_DIR}/src/cmake/calendar_table.cmake"
    COMMENT "Generating the calendar table"
    VERBATIM)
  target_sources(${target} PRIVATE "${table}")
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/generated")
endfunction()
