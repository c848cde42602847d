# Script of CPack, run when the components lie in their folders and before they are packed: puts
# what Debian wants elsewhere, or otherwise, where it belongs.
cmake_minimum_required(VERSION 3.22)

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# write_documents(<folder> <package> [<licences>…]): copyright and changelogs of a package.
function(write_documents folder package)
  set(documents "${folder}/usr/share/doc/${package}")
  file(MAKE_DIRECTORY "${documents}")
  file(READ "${CPACK_RECOURSE_SOURCE}/src/cmake/packages/copyright" copyright)
  foreach(licence IN ITEMS "${CPACK_RECOURSE_SOURCE}/src/base/calendar/LICENSE" ${ARGN})
    file(READ "${licence}" text)
    string(APPEND copyright "\n${text}")
  endforeach()
  file(WRITE "${documents}/copyright" "${copyright}")
  file(COPY_FILE "${CPACK_RECOURSE_SOURCE}/CHANGELOG.md" "${documents}/changelog")
  string(TIMESTAMP moment "%a, %d %b %Y %H:%M:%S +0000" UTC) # or that of SOURCE_DATE_EPOCH
  file(WRITE "${documents}/changelog.Debian" "recourse (${CPACK_RECOURSE_VERSION}) bookworm; "
    "urgency=medium\n\n  * Packaged by CPack; changelog.gz tells what changed.\n\n"
    " -- ${CPACK_PACKAGE_CONTACT}  ${moment}\n")
  run(gzip -9nf "${documents}/changelog" "${documents}/changelog.Debian")
endfunction()

set(root "${CPACK_TEMPORARY_INSTALL_DIRECTORY}")
set(licences "${CPACK_RECOURSE_SOURCE}/src/apps/cli/vendor/chart.LICENSE.md"
  "${CPACK_RECOURSE_SOURCE}/src/apps/server/console/LICENSES.md")

file(REMOVE_RECURSE "${root}/library/usr/share/doc") # its licences stand in copyright
write_documents("${root}/library" librecourse-dev)

if(EXISTS "${root}/command")
  write_documents("${root}/command" recourse ${licences})
  file(GLOB pages "${root}/command/usr/share/man/man1/*.1")
  run(gzip -9nf ${pages})
endif()

if(EXISTS "${root}/python")
  write_documents("${root}/python" python3-recourse)
  set(installed "${root}/python/usr/${CPACK_RECOURSE_PYTHON_INSTALL_DIR}")
  set(wanted "${root}/python/usr/lib/python3/dist-packages")
  if(NOT installed STREQUAL wanted)
    cmake_path(GET wanted PARENT_PATH parent)
    file(MAKE_DIRECTORY "${parent}")
    file(REMOVE_RECURSE "${wanted}")
    file(RENAME "${installed}" "${wanted}")
    cmake_path(GET installed PARENT_PATH left)
    cmake_path(IS_PREFIX left "${wanted}" NORMALIZE holds_wanted)
    if(NOT holds_wanted)
      file(REMOVE_RECURSE "${left}")
    endif()
  endif()
  file(GLOB doubled "${wanted}/*.dist-info/LICENSE*") # they stand in copyright
  file(REMOVE ${doubled})
endif()

# As dh_strip leaves them; a static library keeps the names that it is linked by.
file(GLOB archives "${root}/library/usr/lib/*.a" "${root}/library/usr/lib/*/*.a")
file(GLOB programs "${root}/command/usr/bin/*"
  "${root}/python/usr/lib/python3/dist-packages/recourse/*.so")
run(strip -D --strip-debug --remove-section=.comment ${archives})
if(programs)
  run(strip -D --strip-unneeded --remove-section=.comment ${programs})
endif()

# Whatever the caller's umask made of folders.
run(chmod -R u=rwX,go=rX "${root}")
