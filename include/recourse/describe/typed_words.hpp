// Words as people type them: an enumerator by its name or by its Chinese label.
//
//     find_typed(enum_info<Route>, "explain")    → its word
//     find_typed(enum_info<Route>, "释法说理")   → the same
//
// Programs give names; only what a person types is read like this. Pure; safe from any thread.
#pragma once

#include <recourse/describe/enums.hpp>

namespace recourse::describe {

/// The word of that name, else the first of that Chinese label; null if there is none.
constexpr const EnumWord* find_typed(const EnumInfo& words, std::string_view text) noexcept {
  if (const auto* word = words.find(text)) return word;
  for (const auto& word : words.words) {
    if (!word.zh.empty() && word.zh == text) return &word;
  }
  return nullptr;
}

}  // namespace recourse::describe
