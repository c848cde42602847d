# Writes the file FROM as a string_view of that NAME into the C++ file TO. The reference to a source
# map, which no page has beside it, is left out.
file(READ "${FROM}" text)
if(text MATCHES "</script")
  message(FATAL_ERROR "recourse: ${FROM} would end the script that it stands in")
endif()
file(READ "${FROM}" bytes HEX)
string(HEX "\n//# sourceMappingURL" map)
string(FIND "${bytes}" "${map}" end REVERSE)
string(SUBSTRING "${bytes}" 0 ${end} bytes)
string(REGEX REPLACE "(..)" "\\\\x\\1" escaped "${bytes}")
# In pieces: no line of the file should be very long.
string(LENGTH "${escaped}" length)
set(lines "")
set(from 0)
while(from LESS length)
  string(SUBSTRING "${escaped}" ${from} 4096 part)
  string(APPEND lines "    \"${part}\"\n")
  math(EXPR from "${from} + 4096")
endwhile()
math(EXPR size "${length} / 4")
file(WRITE "${TO}" "#include \"apps/cli/report_assets.hpp\"

namespace recourse::cli {

const std::string_view ${NAME}{
${lines}    , ${size}};

}  // namespace recourse::cli
")
