// What the three forms of an OCEL log share.
#pragma once

#include <recourse/exchange/ocel.hpp>

namespace recourse::exchange {

/// As the standard writes a type: "float" for a real one.
inline std::string_view name_of(OcelType type) {
  switch (type) {
    case OcelType::time:
      return "time";
    case OcelType::integer:
      return "integer";
    case OcelType::real:
      return "float";
    case OcelType::boolean:
      return "boolean";
    case OcelType::string:
      break;
  }
  return "string";
}

}  // namespace recourse::exchange
