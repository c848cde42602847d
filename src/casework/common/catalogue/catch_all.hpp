// Words that pretend to be an item: neither a notice nor the catalogue may use them (R14).
//
//     is_catch_all("其他材料")     → true
//     is_catch_all("出生医学证明") → false
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace recourse::casework {

inline constexpr std::array<std::string_view, 9> kCatchAlls{
    "其他", "其它", "其他材料", "其他相关材料", "等", "等材料", "other", "others", "etc."};

/// True if the whole name is such a word; a name that merely holds one is the name of something.
constexpr bool is_catch_all(std::string_view name) {
  return std::ranges::find(kCatchAlls, name) != kCatchAlls.end();
}

}  // namespace recourse::casework
