// Catch-alls: words that pretend to name a paper. No notice and no catalogue may use them (R14).
//
//     is_catch_all("其他材料")           → true
//     is_catch_all("户口簿等材料")       → true: what else?
//     is_catch_all("民警要求的材料")     → true: which?
//     is_catch_all("出生医学证明")       → false
//     is_catch_all("高等学校毕业证书")   → false: 等 is a part of a word
//
// Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace recourse::casework {

/// True if the words leave open what is meant: as a whole, or in one of their phrases. Phrases are
/// what punctuation parts; white space does not matter, nor do capital letters. Chinese and
/// English.
bool is_catch_all(std::string_view words);

/// The words without white space, ASCII or ideographic: two that differ only in it are the same.
std::string without_spaces(std::string_view words);

}  // namespace recourse::casework
