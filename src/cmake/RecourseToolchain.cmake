# How everything is compiled: cache, linker, warnings, sanitizers.

# A compiler cache and a fast linker are used when they are there and nobody chose others.
find_program(RECOURSE_CCACHE ccache)
if(PROJECT_IS_TOP_LEVEL AND RECOURSE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers need the first two sloppinesses, see ccache(1).
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros "${RECOURSE_CCACHE}")
endif()
find_program(RECOURSE_MOLD mold)
if(PROJECT_IS_TOP_LEVEL AND RECOURSE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

set(CMAKE_CXX_EXTENSIONS OFF)
if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
  add_compile_options(-fdiagnostics-color)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # A file ends before its garbage is worth collecting: a tenth less time, a tenth more memory.
    add_compile_options("SHELL:--param ggc-min-heapsize=2000000")
  endif()
endif()

# A sanitizer must see every translation unit, so it is not set target by target.
if(RECOURSE_SANITIZE)
  add_compile_options(-fsanitize=${RECOURSE_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  # The fuzzer's own main is linked by the fuzz targets alone.
  string(REPLACE "fuzzer-no-link," "" at_link "${RECOURSE_SANITIZE}")
  add_link_options(-fsanitize=${at_link})
  if(RECOURSE_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-tsan) # GCC says that it does not model fences; Asio has some.
  endif()
endif()

# recourse_warnings(<target>): our own code compiles without a word.
function(recourse_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    -Wnon-virtual-dtor -Wold-style-cast)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 warns of overlap in `"text" + std::string` by mistake (GCC bug 105651).
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()
  if(RECOURSE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# recourse_precompile(<target> <header…>): parses headers once that most sources of it include.
# Sources still name what they use: every public header is compiled alone by tests/tidy.
function(recourse_precompile target)
  target_precompile_headers(${target} PRIVATE ${ARGN})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # Without this the compiler cache never finds a precompiled header again.
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endfunction()
