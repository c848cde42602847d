// What texts that somebody typed are to the rules.
#pragma once

#include <string_view>

namespace recourse::casework {

/// Nothing was said: empty, or white space alone.
constexpr bool blank(std::string_view text) noexcept {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace recourse::casework
