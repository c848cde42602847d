# The list of the office's workflows, and each of them compiled once.

# recourse_office_workflows(<target> <name>…)
#
#   recourse_office_workflows(recourse_office complaint calendar ROOMS notary)
#
# writes for each workflow two sources that instantiate what hosting it needs, for its decider
# casework::<name>::Decider of <recourse/casework/<name>/decider.hpp>, and one that lists them all
# (recourse/office_workflows.hpp), and adds them to the target. ROOMS names workflows that are rooms
# themselves: their decider is <name>::Decider of <recourse/<name>/decider.hpp>. A program that
# links another list of its own serves that one: EXISTING names workflows that the office has
# compiled already. All names are the target's property RECOURSE_WORKFLOWS, those behind ROOMS
# RECOURSE_WORKFLOW_ROOMS.
function(recourse_office_workflows target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "EXISTING;ROOMS")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/workflows")
  set(declared "")
  set(listed "")
  foreach(name IN LISTS arg_EXISTING arg_UNPARSED_ARGUMENTS arg_ROOMS)
    string(APPEND declared "OfficeWorkflow ${name}_workflow();\n")
    string(APPEND listed "      office::${name}_workflow(),\n")
  endforeach()
  set(templates "${PROJECT_SOURCE_DIR}/src/cmake")
  foreach(name IN LISTS arg_UNPARSED_ARGUMENTS arg_ROOMS)
    set(space ${name})
    set(header ${name})
    if(NOT name IN_LIST arg_ROOMS)
      set(space casework::${name})
      set(header casework/${name})
    endif()
    foreach(part IN ITEMS hosted upgrade)
      configure_file("${templates}/${part}.cpp.in" "${folder}/${name}_${part}.cpp" @ONLY)
      target_sources(${target} PRIVATE "${folder}/${name}_${part}.cpp")
    endforeach()
  endforeach()
  configure_file("${templates}/workflows.cpp.in" "${folder}/workflows.cpp" @ONLY)
  target_sources(${target} PRIVATE "${folder}/workflows.cpp")
  set(names ${arg_EXISTING} ${arg_UNPARSED_ARGUMENTS} ${arg_ROOMS})
  set_target_properties(${target} PROPERTIES RECOURSE_WORKFLOWS "${names}"
    RECOURSE_WORKFLOW_ROOMS "${arg_ROOMS}")
endfunction()
