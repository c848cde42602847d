// Chinese labels of words, events and commands, from their descriptions.
//
//     zh(Line::population)  → "人口"
//     zh_name_of<Accept>    → "受理"
#pragma once

#include <recourse/describe/spec.hpp>
#include <string_view>

namespace recourse::casework {

/// The Chinese label of a word: zh(Line::population) → "人口".
template <describe::DescribedEnum E>
requires describe::detail::Labelled<E>
constexpr std::string_view zh(E value) { return describe::label_zh(value); }
/// The Chinese name that stands beside an event or command.
template <class T>
inline constexpr std::string_view zh_name_of = recourse_zh(static_cast<const T*>(nullptr));

}  // namespace recourse::casework
