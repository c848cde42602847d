// The events (or commands) of a workflow as one std::variant, told apart by their permanent names.
//
//     using Event = std::variant<Opened, Closed>;
//     type_of(event)                         → "locker.opened"
//     decode_as<Event>("locker.opened", 2, bytes)
#pragma once

#include <recourse/describe/wire.hpp>
#include <variant>

namespace recourse::describe {

namespace detail {

template <class... E>
std::variant<E...> set_of(const std::variant<E...>*);

}  // namespace detail

/// The std::variant that V is, or that it derives from: large sets are classes over their variant,
/// so that their copies are compiled once.
template <class V>
using SetOf = decltype(detail::set_of(static_cast<const V*>(nullptr)));

namespace detail {

template <class V>
struct Alternatives;
template <class V>
requires requires { typename SetOf<V>; }
struct Alternatives<V> : Alternatives<SetOf<V>> {};
template <class... E>
struct Alternatives<std::variant<E...>> {
  static constexpr std::size_t kCount = sizeof...(E);
  static constexpr std::array<std::string_view, kCount> kNames{spec_of<E>.type...};
  static constexpr std::array<std::uint16_t, kCount> kVersions{spec_of<E>.version...};
  static constexpr bool well_formed_and_unique() {
    if (!(well_formed<E>() && ...)) return false;
    for (std::size_t i = 0; i < kCount; ++i) {
      for (std::size_t j = i + 1; j < kCount; ++j) {
        if (kNames[i] == kNames[j]) return false;
      }
    }
    return true;
  }
};

}  // namespace detail

/// A std::variant of described types, or a class that derives from one, with distinct names.
template <class V>
concept EventSet = requires {
  detail::Alternatives<V>::kCount;
  requires detail::Alternatives<V>::well_formed_and_unique();
};

template <EventSet V>
constexpr std::string_view type_of(const V& value) {
  return detail::Alternatives<V>::kNames[value.index()];
}
template <EventSet V>
constexpr std::uint16_t version_of(const V& value) {
  return detail::Alternatives<V>::kVersions[value.index()];
}
/// Index of the alternative called `type`, or the number of alternatives if there is none.
template <EventSet V>
constexpr std::size_t index_of(std::string_view type) {
  constexpr auto& names = detail::Alternatives<V>::kNames;
  std::size_t i = 0;
  while (i < names.size() && names[i] != type) ++i;
  return i;
}

template <EventSet V>
void encode_alternative(const V& value, std::string& out) {
  std::visit([&](const auto& e) { encode_to(e, out); }, value);
}

/// Reads the alternative called `type`. unknown_event if the set has none; else as decode<T>.
template <EventSet V>
Result<V> decode_as(std::string_view type, unsigned version, std::string_view bytes) {
  using Decode = Result<V> (*)(std::string_view, unsigned);
  static constexpr auto kDecoders = []<class... E>(std::type_identity<std::variant<E...>>) {
    return std::array<Decode, sizeof...(E)>{+[](std::string_view b, unsigned v) -> Result<V> {
      auto one = decode<E>(b, v);
      if (!one) return std::move(one).error();
      return V{std::in_place_type<E>, std::move(*one)};
    }...};
  }(std::type_identity<SetOf<V>>{});
  const auto i = index_of<V>(type);
  if (i == kDecoders.size()) {
    return Error{Errc::unknown_event, "the event type '" + std::string{type} + "' is not defined"};
  }
  return kDecoders[i](bytes, version);
}

}  // namespace recourse::describe
