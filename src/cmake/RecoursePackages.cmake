# Debian packages by CPack, one for each component that is installed (docs/packaging.md):
#
#   cpack --config build/release/CPackConfig.cmake -B build/packages
#
#   library  librecourse-dev    static libraries, headers, the CMake package
#   command  recourse           the command, its manual page, completions for three shells
#   python   python3-recourse   the Python package
#
# What CMake cannot install where Debian wants it, packages/stage.cmake moves before it is packed.
set(RECOURSE_MAINTAINER "recourse maintainers <maintainers@recourse.invalid>" CACHE STRING
  "Name <address> of who answers for the Debian packages; publish none without your own")
# Below -1, so that a package of Debian's own would follow it.
set(RECOURSE_PACKAGE_RELEASE 0recourse1 CACHE STRING
  "Which packaging of the same version this is")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME recourse)
set(CPACK_PACKAGE_VENDOR recourse)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has a first line of its own
set(CPACK_PACKAGE_CONTACT "${RECOURSE_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
  GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE "${RECOURSE_PACKAGE_RELEASE}")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/src/cmake/packages/stage.cmake")

# A package is made of each component that this build installs.
set(CPACK_COMPONENTS_ALL library)
if(TARGET recourse_cli)
  list(APPEND CPACK_COMPONENTS_ALL command)
endif()
if(TARGET recourse_python)
  list(APPEND CPACK_COMPONENTS_ALL python)
endif()

# The library is static: whoever links it links what it stands on, as recourseConfig.cmake looks
# for it. dpkg-shlibdeps finds that out for the other two.
set(development libboost1.81-dev libboost-json1.81-dev libboost-serialization1.81-dev
  librocksdb-dev libfmt-dev libspdlog-dev libexpat1-dev zlib1g-dev libsqlite3-dev libssl-dev
  libsodium-dev)
if(TARGET recourse_stores_postgres)
  list(APPEND development libpq-dev)
endif()
list(JOIN development ", " CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME librecourse-dev)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_RECOMMENDS "cmake (>= 3.22), g++")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "event-sourced workflow engine, for C++20 programs
An embeddable engine for matters that run for days under limits and rules:
commands are decided against a state, what was decided is appended durably,
and everything else follows from that log. Static libraries, headers, and
the package that CMake's find_package(recourse) finds.")

set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME recourse)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_COMMAND_DESCRIPTION "window for matters that a counter could not get done
A window where people who were turned away at a counter are heard once more,
and nothing leaves without an answer: the cases, their limits, the ledger and
the figures, from the shell and in the browser (recourse serve). The log is
a folder; backup, verification and erasure are commands of it.")

set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-recourse)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
set(CPACK_DEBIAN_PYTHON_PACKAGE_SHLIBDEPS ON)
if(TARGET recourse_python) # the compiled module is of one minor version of Python
  math(EXPR next "${Python3_VERSION_MINOR} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS
    "python3 (>= 3.${Python3_VERSION_MINOR}~), python3 (<< 3.${next})")
endif()
set(CPACK_DEBIAN_PYTHON_PACKAGE_SUGGESTS
  "python3-numpy, python3-pandas, python3-matplotlib, python3-hypothesis, python3-pytest")
set(CPACK_DEBIAN_PYTHON_PACKAGE_CONTROL_EXTRA
  "${PROJECT_SOURCE_DIR}/src/cmake/packages/postinst"
  "${PROJECT_SOURCE_DIR}/src/cmake/packages/prerm")
set(CPACK_COMPONENT_PYTHON_DESCRIPTION "event-sourced workflow engine, for Python 3
An embeddable engine for matters that run for days under limits and rules,
and the workflows of a complaint window on it: typed classes for commands,
events and states, asyncio, tables by the Arrow protocol, workflows written
in Python.")

# What the staging script has to know.
set(CPACK_RECOURSE_SOURCE "${PROJECT_SOURCE_DIR}")
set(CPACK_RECOURSE_PYTHON_INSTALL_DIR "${RECOURSE_PYTHON_INSTALL_DIR}")
set(CPACK_RECOURSE_VERSION "${PROJECT_VERSION}-${RECOURSE_PACKAGE_RELEASE}")
include(CPack)
