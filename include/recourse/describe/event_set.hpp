// The events (or commands) of a workflow as one std::variant, told apart by their permanent names.
//
//     using Event = std::variant<Opened, Closed>;
//     type_of(event)                         → "locker.opened"
//     decode_as<Event>("locker.opened", 2, bytes)
//
// What is done with a set goes through its table, set_info<Event>(). A large set that many files
// use makes its table in one of them:
//
//     extern template const describe::SetInfo& describe::set_info<Event>();   // in its header
//     template const describe::SetInfo& describe::set_info<Event>();          // in one source file
//
// (and describe::make_alternative<Event>() alike), so that no other file compiles a line per
// alternative.
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
};

}  // namespace detail

/// A std::variant of described types, or a class that derives from one. That their names are
/// distinct and their descriptions well formed is checked where the set's table is made.
template <class V>
concept EventSet = requires {
  detail::Alternatives<V>::kCount;
};

/// A set as data.
struct SetInfo {
  /// The alternatives, in their order.
  std::span<const TypeInfo* const> types;
  /// Indexes into `types`, sorted by name.
  std::span<const std::uint16_t> by_name;
  /// Which alternative a set holds, its address, and making it hold another, as E{} makes it.
  std::size_t (*index)(const void* set);
  const void* (*get)(const void* set);
  void* (*emplace)(void* set, std::size_t alternative);

  /// Index of the alternative called `type`, or types.size() if there is none.
  std::size_t find(std::string_view type) const noexcept;
  /// What `set` holds.
  const TypeInfo& type_of(const void* set) const { return *types[index(set)]; }
};

namespace detail {

template <class Names>
constexpr bool all_distinct(const Names& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      if (names[i] == names[j]) return false;
    }
  }
  return true;
}

template <std::size_t N>
constexpr std::array<std::uint16_t, N> sorted_by_name(
    const std::array<std::string_view, N>& names) {
  std::array<std::uint16_t, N> order{};
  for (std::size_t i = 0; i < N; ++i) {
    std::size_t at = i;
    while (at > 0 && names[i] < names[order[at - 1]]) {
      order[at] = order[at - 1];
      --at;
    }
    order[at] = static_cast<std::uint16_t>(i);
  }
  return order;
}

template <class V, class S>
struct SetTable;
template <class V, class... E>
struct SetTable<V, std::variant<E...>> {
  using Names = Alternatives<std::variant<E...>>;
  static_assert(all_distinct(Names::kNames), "two alternatives share a permanent name");

  static constexpr std::array<const TypeInfo*, sizeof...(E)> kTypes{&type_info<E>...};
  static constexpr auto kOrder = sorted_by_name(Names::kNames);

  /// std::variant keeps every alternative at one place, that of the first (unit tests hold it so).
  static std::size_t offset() {
    static const std::size_t at = [] {
      const V first{std::in_place_index<0>};
      return static_cast<std::size_t>(reinterpret_cast<const char*>(std::get_if<0>(&first)) -
                                      reinterpret_cast<const char*>(&first));
    }();
    return at;
  }
  static std::size_t index(const void* set) { return static_cast<const V*>(set)->index(); }
  static const void* get(const void* set) { return static_cast<const char*>(set) + offset(); }
  // All make a variant out of an E&&: std::variant's own code for that is compiled once.
  template <class One, std::size_t I>
  static V make_one() {
    return V{std::in_place_index<I>, One{}};
  }
  template <class One, std::size_t I>
  static V copy_one(const void* from) {
    return V{std::in_place_index<I>, One(*static_cast<const One*>(from))};
  }
  static V make(std::size_t alternative) {
    return [alternative]<std::size_t... I>(std::index_sequence<I...>) {
      static constexpr V (*kEach[])() = {&make_one<E, I>...};
      return kEach[alternative]();
    }
    (std::index_sequence_for<E...>{});
  }
  /// A copy of what `set` holds.
  static V copy(const V& set) {
    return [&set]<std::size_t... I>(std::index_sequence<I...>) {
      static constexpr V (*kEach[])(const void*) = {&copy_one<E, I>...};
      return kEach[set.index()](get(&set));
    }
    (std::index_sequence_for<E...>{});
  }
  static void* emplace(void* set, std::size_t alternative) {
    auto& held = *static_cast<V*>(set);
    held = make(alternative);
    return const_cast<void*>(get(set));
  }
  static constexpr SetInfo kInfo{kTypes, kOrder, &index, &get, &emplace};
};

}  // namespace detail

/// The table of a set. One function a set, so that a large one can be compiled in one place.
template <EventSet V>
const SetInfo& set_info() {
  return detail::SetTable<V, SetOf<V>>::kInfo;
}
/// The table of the set that a value belongs to: a value whose types were described at run time
/// knows its own.
template <EventSet V>
const SetInfo& set_info_of(const V& value) {
  if constexpr (requires {
                  { value.set_info() } -> std::same_as<const SetInfo&>;
                }) {
    return value.set_info();
  } else {
    (void)value;
    return set_info<V>();
  }
}
/// Makes a V that holds the alternative of that index, as E{} makes it.
template <EventSet V>
V make_alternative(std::size_t alternative) {
  return detail::SetTable<V, SetOf<V>>::make(alternative);
}

/// A copy of a set, for the copy constructor of a class that derives from its variant.
template <EventSet V>
V copy_alternative(const V& value) {
  return detail::SetTable<V, SetOf<V>>::copy(value);
}
/// Whether two sets hold the same.
bool equal_alternatives(const void* a, const void* b, const SetInfo& info);

template <EventSet V>
std::string_view type_of(const V& value) {
  return set_info_of(value).types[value.index()]->type;
}
template <EventSet V>
std::uint16_t version_of(const V& value) {
  return set_info_of(value).types[value.index()]->version;
}
/// Index of the alternative called `type`, or the number of alternatives if there is none.
template <EventSet V>
constexpr std::size_t index_of(std::string_view type) {
  constexpr auto& names = detail::Alternatives<V>::kNames;
  std::size_t i = 0;
  while (i < names.size() && names[i] != type) ++i;
  return i;
}

namespace detail {
Error unknown_type(std::string_view type);
void encode_alternative(const void* set, const SetInfo& info, std::string& out);
Result<void> decode_fields(void* value, const TypeInfo& type, unsigned version,
                           std::string_view bytes);
}  // namespace detail

template <EventSet V>
void encode_alternative(const V& value, std::string& out) {
  detail::encode_alternative(&value, set_info_of(value), out);
}

/// Reads the alternative called `type`. unknown_event if the set has none; else as decode<T>.
template <EventSet V>
Result<V> decode_as(std::string_view type, unsigned version, std::string_view bytes) {
  const auto& info = set_info<V>();
  const auto i = info.find(type);
  if (i == info.types.size()) return detail::unknown_type(type);
  Result<V> read{make_alternative<V>(i)};
  auto* const fields = const_cast<void*>(info.get(&*read));
  if (auto whole = detail::decode_fields(fields, *info.types[i], version, bytes); !whole) {
    return std::move(whole).error();
  }
  return read;
}

}  // namespace recourse::describe
