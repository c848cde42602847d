# The libraries that the rooms stand on. docs/adr/0001-third-party-libraries.md says why each.
# recourseConfig.cmake.in looks for the same ones: keep the two alike.
find_package(Threads REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS headers json serialization)
find_package(RocksDB CONFIG REQUIRED)
find_package(fmt CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
# A header that one file includes: nothing is linked, and the installed package does not need it.
find_path(RECOURSE_TOMLPLUSPLUS toml++/toml.h REQUIRED)
mark_as_advanced(RECOURSE_TOMLPLUSPLUS)
# What the room exchange reads and writes event logs with.
find_package(EXPAT REQUIRED)
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)
# The room stores/postgres is left out without it; the tests try every store.
if(RECOURSE_BUILD_TESTS)
  find_package(PostgreSQL REQUIRED)
else()
  find_package(PostgreSQL)
endif()
# It has no CMake package: the room base links it by its name.
find_path(RECOURSE_SODIUM sodium/crypto_shorthash_siphash24.h REQUIRED)
mark_as_advanced(RECOURSE_SODIUM)
if(RECOURSE_BUILD_CLI)
  find_package(CLI11 CONFIG REQUIRED)
  # TLS of the service.
  find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto SSL)
  # It has no CMake package: the command links it by its name.
  find_path(RECOURSE_QRENCODE qrencode.h REQUIRED)
  mark_as_advanced(RECOURSE_QRENCODE)
endif()
if(RECOURSE_BUILD_PYTHON)
  # Debian's own Python, whose packages are in packages.txt; another may stand before it on the
  # path. -DPython3_EXECUTABLE= chooses one.
  if(NOT Python3_EXECUTABLE AND EXISTS /usr/bin/python3)
    set(Python3_EXECUTABLE /usr/bin/python3 CACHE FILEPATH "The Python that the package is for")
  endif()
  find_package(Python3 3.11 REQUIRED COMPONENTS Interpreter Development.Module)
  set(PYBIND11_NOPYTHON ON) # it would look for a Python of its own
  find_package(pybind11 2.10 CONFIG REQUIRED)
endif()
if(EXISTS "${PROJECT_SOURCE_DIR}/src/trust/CMakeLists.txt" OR
    EXISTS "${PROJECT_SOURCE_DIR}/src/notary/CMakeLists.txt")
  find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
endif()

# Debian's shared library brings its compressors along; a build without one has the static one.
set(RECOURSE_ROCKSDB RocksDB::rocksdb)
if(TARGET RocksDB::rocksdb-shared)
  set(RECOURSE_ROCKSDB RocksDB::rocksdb-shared)
endif()
