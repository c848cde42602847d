# Script: writes the stub of the compiled module to SCRATCH and compares it with COMMITTED.
execute_process(COMMAND "${PYTHON}" -B "${STUBS}" "${SCRATCH}" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${SCRATCH}" "${COMMITTED}"
  RESULT_VARIABLE differs)
if(differs)
  message(FATAL_ERROR "${COMMITTED} is not what the module shows: run ./dev docs")
endif()
