# Script: writes the stubs to SCRATCH, a folder, and compares them with those in COMMITTED.
file(MAKE_DIRECTORY "${SCRATCH}")
execute_process(COMMAND "${PYTHON}" -B "${STUBS}" "${SCRATCH}/_core.pyi"
  COMMAND_ERROR_IS_FATAL ANY)
foreach(stub _core.pyi _commands.pyi)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${SCRATCH}/${stub}"
    "${COMMITTED}/${stub}" RESULT_VARIABLE differs)
  if(differs)
    message(FATAL_ERROR "${COMMITTED}/${stub} is not what the module shows: run ./dev docs")
  endif()
endforeach()
