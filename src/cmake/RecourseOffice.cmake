# The list of the office's workflows, and each of them compiled once.

# recourse_office_workflows(<target> <name>…)
#
#   recourse_office_workflows(recourse_office complaint calendar)
#
# writes for each workflow two sources that instantiate what hosting it needs, for its decider
# casework::<name>::Decider of <recourse/casework/<name>/decider.hpp>, and one that lists them all
# (recourse/office_workflows.hpp), and adds them to the target. A program that links another list of
# its own serves that one: EXISTING names workflows that the office has compiled already. All names
# are the target's property RECOURSE_WORKFLOWS.
function(recourse_office_workflows target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "EXISTING")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/workflows")
  set(declared "")
  set(listed "")
  foreach(name IN LISTS arg_EXISTING arg_UNPARSED_ARGUMENTS)
    string(APPEND declared "OfficeWorkflow ${name}_workflow();\n")
    string(APPEND listed "      office::${name}_workflow(),\n")
  endforeach()
  set(templates "${PROJECT_SOURCE_DIR}/src/cmake")
  foreach(name IN LISTS arg_UNPARSED_ARGUMENTS)
    foreach(part IN ITEMS hosted upgrade)
      configure_file("${templates}/${part}.cpp.in" "${folder}/${name}_${part}.cpp" @ONLY)
      target_sources(${target} PRIVATE "${folder}/${name}_${part}.cpp")
    endforeach()
  endforeach()
  configure_file("${templates}/workflows.cpp.in" "${folder}/workflows.cpp" @ONLY)
  target_sources(${target} PRIVATE "${folder}/workflows.cpp")
  set(names ${arg_EXISTING} ${arg_UNPARSED_ARGUMENTS})
  set_target_properties(${target} PROPERTIES RECOURSE_WORKFLOWS "${names}")
endfunction()
