# A room is a folder src/<room>, its public headers include/recourse/<room>, and one target.

# Every room there may be, each after those it depends on. docs and tests/tidy hold the same list.
set(RECOURSE_ROOMS base describe core stores/memory stores/rocksdb stores/postgres stores/open trust
  notary engine casework office exchange testing)

# recourse_room(<room> [SOURCES …] [PUBLIC_DEPENDS …] [PRIVATE_DEPENDS …] [PRECOMPILE …])
#
#   recourse_room(core PUBLIC_DEPENDS describe base)
#
# makes the library recourse_core, known as recourse::core here and in the installed package
# (stores/memory becomes recourse::stores_memory). Without SOURCES it takes every .cpp file in its
# folder; a room may have none. A dependency is a room, skipped while its folder is
# absent, or any CMake target. PRECOMPILE names headers that nearly every file of the room includes.
function(recourse_room room)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC_DEPENDS;PRIVATE_DEPENDS;PRECOMPILE")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "recourse_room(${room}): what is ${arg_UNPARSED_ARGUMENTS}?")
  endif()
  if(NOT room IN_LIST RECOURSE_ROOMS)
    message(FATAL_ERROR "recourse_room(${room}): add it to RECOURSE_ROOMS first")
  endif()
  if(NOT arg_SOURCES)
    file(GLOB_RECURSE arg_SOURCES CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  endif()

  if(NOT arg_SOURCES)
    set(arg_SOURCES "${CMAKE_CURRENT_BINARY_DIR}/header_only.cpp")
    file(WRITE "${arg_SOURCES}" "// This room has headers only so far.\n")
  endif()

  string(REPLACE "/" "_" name ${room})
  set(target recourse_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(recourse::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target}
    PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>"
           "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>"
    PRIVATE "${PROJECT_SOURCE_DIR}/src")
  recourse_warnings(${target})
  if(arg_PRECOMPILE)
    recourse_precompile(${target} ${arg_PRECOMPILE})
  endif()

  recourse_resolve(public ${arg_PUBLIC_DEPENDS})
  recourse_resolve(private ${arg_PRIVATE_DEPENDS})
  target_link_libraries(${target} PUBLIC ${public} PRIVATE ${private})

  install(TARGETS ${target} EXPORT recourse)
  set_property(GLOBAL APPEND PROPERTY RECOURSE_TARGETS ${target})
endfunction()

# Turns names of rooms into their targets and leaves out rooms that do not exist yet.
function(recourse_resolve result)
  set(targets "")
  foreach(name IN LISTS ARGN)
    if(name IN_LIST RECOURSE_ROOMS)
      string(REPLACE "/" "_" name ${name})
      if(NOT TARGET recourse_${name})
        continue()
      endif()
      set(name recourse_${name})
    endif()
    list(APPEND targets ${name})
  endforeach()
  set(${result} "${targets}" PARENT_SCOPE)
endfunction()
