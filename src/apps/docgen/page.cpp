#include "page.hpp"

namespace recourse::docgen {

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out.append(c == '|' ? "\\|" : std::string{c});
  return out;
}

}  // namespace recourse::docgen
