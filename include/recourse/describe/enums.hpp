// Described enums: names, numbers and labels as one table each.
//
//     enum class Route : std::uint8_t { on_spot = 1, explain = 2 };
//     BOOST_DESCRIBE_ENUM(Route, on_spot, explain)
//     constexpr auto recourse_labels(const Route*) {                   // beside it; optional
//       return recourse::describe::labels<Route>({{Route::on_spot, "当场处理"}, …});
//     }
//     enum_name(Route::explain)  → "explain", its name in JSON
//     label_zh(Route::on_spot)   → "当场处理"
//
// Constants; safe from any thread.
#pragma once

#include <array>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <cstddef>
#include <cstdint>
#include <recourse/describe/names.hpp>
#include <span>
#include <string_view>
#include <type_traits>

namespace recourse::describe {

/// An enum with BOOST_DESCRIBE_ENUM.
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

/// One enumerator: its name, its number as stored, and its Chinese label (empty: none).
struct EnumWord {
  std::string_view name;
  std::uint64_t value;
  std::string_view zh;
};

/// A described enum as data.
struct EnumInfo {
  std::string_view class_name;  ///< Unqualified, as in the code: "Route".
  std::span<const EnumWord> words;

  /// The enumerator of that number, or null.
  constexpr const EnumWord* find(std::uint64_t value) const noexcept {
    // Most enums count up from their first number: the word stands where that says.
    const auto place = words.empty() ? value : value - words.front().value;
    if (place < words.size() && words[place].value == value) return &words[place];
    for (const auto& word : words) {
      if (word.value == value) return &word;
    }
    return nullptr;
  }
  /// The enumerator of that name, or null.
  constexpr const EnumWord* find(std::string_view name) const noexcept {
    for (const auto& word : words) {
      if (word.name == name) return &word;
    }
    return nullptr;
  }
};

/// The Chinese label of one enumerator.
template <class E>
struct Label {
  E value;
  std::string_view zh;
};
template <class E, std::size_t N>
constexpr std::array<Label<E>, N> labels(const Label<E> (&all)[N]) {
  std::array<Label<E>, N> result{};
  for (std::size_t i = 0; i < N; ++i) result[i] = all[i];
  return result;
}

namespace detail {

template <class E>
concept Labelled = requires {
  recourse_labels(static_cast<const E*>(nullptr));
};

template <class E>
constexpr std::string_view zh_of_word([[maybe_unused]] E value) {
  if constexpr (Labelled<E>) {
    for (const auto& [word, zh] : recourse_labels(static_cast<const E*>(nullptr))) {
      if (word == value) return zh;
    }
  }
  return {};
}

template <class E, template <class...> class L, class... D>
constexpr auto enum_words(std::type_identity<L<D...>>) {
  return std::array<EnumWord, sizeof...(D)>{
      EnumWord{D::name, static_cast<std::uint64_t>(D::value), zh_of_word<E>(D::value)}...};
}
template <class E>
inline constexpr auto kEnumWords =
    enum_words<E>(std::type_identity<boost::describe::describe_enumerators<E>>{});

template <class E>
constexpr bool all_labelled() {
  for (const auto& word : kEnumWords<E>) {
    if (word.zh.empty()) return false;
  }
  return true;
}

}  // namespace detail

/// The table of a described enum.
template <DescribedEnum E>
inline constexpr EnumInfo enum_info{class_name<E>(), detail::kEnumWords<E>};

/// The enumerator's name, or an empty view for a value without one.
template <DescribedEnum E>
constexpr std::string_view enum_name(E value) {
  const auto* const word = enum_info<E>.find(static_cast<std::uint64_t>(value));
  return word != nullptr ? word->name : std::string_view{};
}

/// The enumerator's Chinese label, or an empty view for a value without one.
template <DescribedEnum E>
requires detail::Labelled<E>
constexpr std::string_view label_zh(E value) {
  static_assert(detail::all_labelled<E>(), "an enumerator has no label");
  const auto* const word = enum_info<E>.find(static_cast<std::uint64_t>(value));
  return word != nullptr ? word->zh : std::string_view{};
}

/// Sets `out` to the enumerator called `name`; false if there is none.
template <DescribedEnum E>
constexpr bool enum_from_name(std::string_view name, E& out) {
  const auto* const word = enum_info<E>.find(name);
  if (word == nullptr) return false;
  out = static_cast<E>(word->value);
  return true;
}

}  // namespace recourse::describe
