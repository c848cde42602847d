# Script: writes the generated files of one program, WRITER, into SCRATCH and compares them with
# those in COMMITTED. OWNED says which files there are the program's: glob expressions; but not
# those that match the regular expression NOT_OWNED.
file(REMOVE_RECURSE "${SCRATCH}")
execute_process(COMMAND "${WRITER}" "${SCRATCH}" COMMAND_ERROR_IS_FATAL ANY)
file(GLOB_RECURSE fresh RELATIVE "${SCRATCH}" "${SCRATCH}/*")
set(committed "")
foreach(expression IN LISTS OWNED)
  file(GLOB found LIST_DIRECTORIES false RELATIVE "${COMMITTED}" "${COMMITTED}/${expression}")
  list(APPEND committed ${found})
endforeach()
if(NOT_OWNED)
  list(FILTER committed EXCLUDE REGEX "${NOT_OWNED}")
endif()
list(SORT fresh)
list(SORT committed)
if(NOT "${fresh}" STREQUAL "${committed}")
  message(FATAL_ERROR "${COMMITTED} holds ${committed}, the code makes ${fresh}: "
    "run ./dev docs, and remove what the code does not make any more")
endif()
foreach(file IN LISTS fresh)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${SCRATCH}/${file}"
    "${COMMITTED}/${file}" RESULT_VARIABLE differs)
  if(differs)
    message(FATAL_ERROR "${COMMITTED}/${file} is not what the code makes: run ./dev docs")
  endif()
endforeach()
