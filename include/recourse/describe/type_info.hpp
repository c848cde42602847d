// Type tables: a described type as data. Wire, JSON, JSON Schema, checks and the Python classes are
// loops over these tables, each compiled once; templates do nothing but make the tables.
//
//     const TypeInfo& opened = type_info<Opened>;
//     for (const FieldInfo& f : opened.fields) print(f.name, f.doc, f.value->shape);
//     const void* door = opened.fields[0].at(&event);          // address of event.door
//
// A field's C++ type is a ValueInfo: its shape, and for containers how to look inside. There are
// some forty of them, however many types are described. The tables are constants: reading them is
// safe from any thread, and they live as long as the process.
#pragma once

#include <cstring>
#include <optional>
#include <recourse/base/ids.hpp>
#include <recourse/base/time.hpp>
#include <recourse/describe/sealed.hpp>
#include <recourse/describe/spec.hpp>
#include <span>
#include <string>
#include <vector>

namespace recourse::describe {

/// What a field's C++ type is, as far as any format is concerned.
enum class Shape : std::uint8_t {
  boolean,
  real,         ///< double
  natural,      ///< An unsigned integer, or a Number<Tag>.
  whole,        ///< A signed integer.
  enumeration,  ///< A described enum.
  text,         ///< std::string
  timestamp,
  day,
  stream_id,
  id128,
  optional,  ///< std::optional<element>
  list,      ///< std::vector<element>
  sealed,    ///< Sealed<element>
  object,    ///< A described struct.
};

struct ValueInfo;
struct TypeInfo;

/// How to look inside an optional, a list or a Sealed. `value` points at the container.
struct ContainerOps {
  std::size_t stride;                       ///< Bytes from one element to the next.
  std::size_t (*size)(const void* value);   ///< Sealed: 1 while it is clear.
  const void* (*first)(const void* value);  ///< Requires: size > 0.
  void* (*add)(void* value);                ///< Adds an element, as T{} makes it; its address.
  void (*clear)(void* value);
  const SealedBytes& (*sealed_bytes)(const void* value);  ///< Null unless Sealed.
  void (*seal)(void* value, SealedBytes bytes);           ///< Null unless Sealed.
};

/// A field's C++ type.
struct ValueInfo {
  Shape shape;
  std::uint8_t bytes = 0;                ///< Of natural, whole and enumeration: sizeof.
  const EnumInfo* words = nullptr;       ///< Of an enumeration.
  const TypeInfo* object = nullptr;      ///< Of an object.
  const ValueInfo* element = nullptr;    ///< Of a container.
  const ContainerOps* inside = nullptr;  ///< Of a container.
};

/// A field of a described struct.
struct FieldInfo {
  std::string_view name;
  std::string_view doc;
  const ValueInfo* value;
  void* (*address)(void* object);
  std::uint16_t since;
  Access access;    ///< Who may see it.
  Subject subject;  ///< Of a Sealed: whose data it is.
  Access besides;   ///< Of a Sealed: what it is besides; open: who somebody is.
  bool needed;      ///< Without it the command is refused (describe::needed).

  /// The class that decides who sees it (describe/spec.hpp).
  Access seen_as() const { return deciding_class(access, besides); }

  void* at(void* object) const { return address(object); }
  const void* at(const void* object) const { return address(const_cast<void*>(object)); }
};

/// A described struct.
struct TypeInfo {
  std::string_view type;  ///< Permanent name: "case.received".
  std::uint16_t version;
  std::string_view doc;
  std::string_view zh;          ///< Chinese label, from a recourse_zh beside the type; or empty.
  std::string_view class_name;  ///< Unqualified, as in the code: "Received".
  std::span<const FieldInfo> fields;

  /// The field of that name, or null.
  const FieldInfo* find(std::string_view name) const noexcept;
};

/// Appends what decides how values of a type are written: names, versions and types of its fields,
/// words of its enumerations; no sentence of documentation.
void append_layout(const TypeInfo& type, std::string& text);

/// The number that a natural, whole or enumeration of `info` holds; whole: as two's complement.
inline std::uint64_t load_number(const void* value, const ValueInfo& info) noexcept;
/// Stores a number. Requires: it is in the type's range.
inline void store_number(void* value, const ValueInfo& info, std::uint64_t number) noexcept;
/// The largest natural or whole of `info`, and the least whole.
inline std::uint64_t natural_max(const ValueInfo& info) noexcept {
  return ~std::uint64_t{0} >> (64 - 8 * info.bytes);
}
inline std::int64_t whole_max(const ValueInfo& info) noexcept {
  return static_cast<std::int64_t>(natural_max(info) >> 1);
}
inline std::int64_t whole_min(const ValueInfo& info) noexcept { return -whole_max(info) - 1; }

/// Whether two values are the same, field by field.
bool equal(const void* a, const void* b, const ValueInfo& info);
bool equal(const void* a, const void* b, const TypeInfo& type);

/// Calls f(address, info) for each element of a container.
template <class F>
void for_each_element(const void* value, const ValueInfo& info, F&& f) {
  const auto& inside = *info.inside;
  const auto count = inside.size(value);
  if (count == 0) return;
  const auto* element = static_cast<const char*>(inside.first(value));
  for (std::size_t i = 0; i < count; ++i, element += inside.stride) f(element, *info.element);
}

template <class T>
constexpr ValueInfo make_value_info();
template <class T>
constexpr TypeInfo make_type_info();

/// The table of a field's type.
template <class T>
inline constexpr ValueInfo value_info = make_value_info<T>();
/// The table of a described struct.
template <Described T>
inline constexpr TypeInfo type_info = make_type_info<T>();

namespace detail {

template <class T>
T loaded(const void* value) noexcept {
  T number;
  std::memcpy(&number, value, sizeof number);
  return number;
}
template <class T>
void stored(void* value, std::uint64_t number) noexcept {
  const auto narrow = static_cast<T>(number);
  std::memcpy(value, &narrow, sizeof narrow);
}

template <class T>
struct Elements;
template <class T>
struct Elements<std::optional<T>> {
  using type = T;
  static constexpr Shape kShape = Shape::optional;
  using C = std::optional<T>;
  static constexpr ContainerOps kOps{
      sizeof(T),
      [](const void* v) { return std::size_t{static_cast<const C*>(v)->has_value()}; },
      [](const void* v) -> const void* { return &**static_cast<const C*>(v); },
      [](void* v) -> void* { return &static_cast<C*>(v)->emplace(); },
      [](void* v) { static_cast<C*>(v)->reset(); },
      nullptr,
      nullptr};
};
template <class T>
struct Elements<std::vector<T>> {
  static_assert(!std::is_same_v<T, bool>, "a list of bool has no addresses: use a list of enums");
  using type = T;
  static constexpr Shape kShape = Shape::list;
  using C = std::vector<T>;
  static constexpr ContainerOps kOps{
      sizeof(T),
      [](const void* v) { return static_cast<const C*>(v)->size(); },
      [](const void* v) -> const void* { return static_cast<const C*>(v)->data(); },
      [](void* v) -> void* { return &static_cast<C*>(v)->emplace_back(); },
      [](void* v) { static_cast<C*>(v)->clear(); },
      nullptr,
      nullptr};
};
template <class T>
struct Elements<Sealed<T>> {
  using type = T;
  static constexpr Shape kShape = Shape::sealed;
  using C = Sealed<T>;
  static constexpr ContainerOps kOps{
      sizeof(T),
      [](const void* v) { return std::size_t{static_cast<const C*>(v)->is_clear()}; },
      [](const void* v) -> const void* { return &static_cast<const C*>(v)->clear(); },
      [](void* v) -> void* { return &static_cast<C*>(v)->set_clear(); },
      [](void* v) { *static_cast<C*>(v) = C{}; },
      [](const void* v) -> const SealedBytes& { return static_cast<const C*>(v)->bytes(); },
      [](void* v, SealedBytes bytes) { *static_cast<C*>(v) = C{std::move(bytes)}; }};
};

template <class T>
struct IsNumber : std::false_type {};
template <class Tag>
struct IsNumber<Number<Tag>> : std::true_type {
  static_assert(sizeof(Number<Tag>) == 8);
};
template <class T>
struct IsId128 : std::false_type {};
template <class Tag>
struct IsId128<Id128<Tag>> : std::true_type {
  static_assert(sizeof(Id128<Tag>) == 16);
};

template <class T, auto Member>
void* address_of(void* object) {
  return &(static_cast<T*>(object)->*Member);
}

template <class T, template <class...> class L, class... D, std::size_t... I>
constexpr auto field_infos(std::type_identity<L<D...>>, std::index_sequence<I...>) {
  constexpr auto& fields = spec_of<T>.fields;
  return std::array<FieldInfo, sizeof...(D)>{
      FieldInfo{fields[I].name, fields[I].doc,
                &value_info<std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>>,
                &address_of<T, D::pointer>, fields[I].since, fields[I].access, fields[I].subject,
                fields[I].besides, fields[I].needed}...};
}
template <class T>
inline constexpr auto kFieldInfos =
    field_infos<T>(std::type_identity<Members<T>>{},
                   std::make_index_sequence<boost::mp11::mp_size<Members<T>>::value>{});

template <class T>
constexpr std::string_view zh_of_type() {
  if constexpr (requires { recourse_zh(static_cast<const T*>(nullptr)); }) {
    return recourse_zh(static_cast<const T*>(nullptr));
  }
  return {};
}
}  // namespace detail

template <class T>
constexpr ValueInfo make_value_info() {
  if constexpr (std::is_same_v<T, bool>) {
    return {Shape::boolean};
  } else if constexpr (std::is_same_v<T, double>) {
    return {Shape::real};
  } else if constexpr (std::is_integral_v<T>) {
    return {std::is_unsigned_v<T> ? Shape::natural : Shape::whole, sizeof(T)};
  } else if constexpr (detail::IsNumber<T>::value) {
    return {Shape::natural, 8};
  } else if constexpr (std::is_enum_v<T>) {
    static_assert(DescribedEnum<T>, "an enum in a described type needs BOOST_DESCRIBE_ENUM");
    static_assert(std::is_unsigned_v<std::underlying_type_t<T>>, "stored enums are unsigned");
    return {Shape::enumeration, sizeof(T), &enum_info<T>};
  } else if constexpr (std::is_same_v<T, std::string>) {
    return {Shape::text};
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return {Shape::timestamp};
  } else if constexpr (std::is_same_v<T, LocalDay>) {
    return {Shape::day};
  } else if constexpr (std::is_same_v<T, StreamId>) {
    return {Shape::stream_id};
  } else if constexpr (detail::IsId128<T>::value) {
    return {Shape::id128};
  } else if constexpr (requires { detail::Elements<T>::kShape; }) {
    using E = detail::Elements<T>;
    return {E::kShape, 0, nullptr, nullptr, &value_info<typename E::type>, &E::kOps};
  } else {
    static_assert(Described<T>, "this type of field has no wire form: describe it");
    return {Shape::object, 0, nullptr, &type_info<T>};
  }
}

template <class T>
constexpr TypeInfo make_type_info() {
  // The rules are in describe/spec.hpp; each has its own words here.
  constexpr auto kFaults = detail::spec_faults<T>();
  static_assert(!kFaults.name,
                "the type's name is room.name, each of a-z, 0-9 and _, and its version 1 or more");
  static_assert(!kFaults.sentence,
                "what is said of the type and of each field has more than 3 characters and ends "
                "with a '.'");
  static_assert(!kFaults.fields,
                "the description names the struct's fields, each once, in their order");
  static_assert(!kFaults.since,
                "fields are in the order of the versions that added them, and none is newer than "
                "the type");
  static_assert(!kFaults.access,
                "a Sealed field is Access::identity, and no other field is; words and comment are "
                "said besides");
  return {spec_of<T>.type,         spec_of<T>.version, spec_of<T>.doc,
          detail::zh_of_type<T>(), class_name<T>(),    detail::kFieldInfos<T>};
}

inline std::uint64_t load_number(const void* value, const ValueInfo& info) noexcept {
  using namespace detail;
  const bool is_signed = info.shape == Shape::whole;
  switch (info.bytes) {
    case 1:
      return is_signed ? static_cast<std::uint64_t>(std::int64_t{loaded<std::int8_t>(value)})
                       : loaded<std::uint8_t>(value);
    case 2:
      return is_signed ? static_cast<std::uint64_t>(std::int64_t{loaded<std::int16_t>(value)})
                       : loaded<std::uint16_t>(value);
    case 4:
      return is_signed ? static_cast<std::uint64_t>(std::int64_t{loaded<std::int32_t>(value)})
                       : loaded<std::uint32_t>(value);
    default:
      return loaded<std::uint64_t>(value);
  }
}

inline void store_number(void* value, const ValueInfo& info, std::uint64_t number) noexcept {
  using namespace detail;
  switch (info.bytes) {
    case 1:
      return stored<std::uint8_t>(value, number);
    case 2:
      return stored<std::uint16_t>(value, number);
    case 4:
      return stored<std::uint32_t>(value, number);
    default:
      return stored<std::uint64_t>(value, number);
  }
}

}  // namespace recourse::describe
