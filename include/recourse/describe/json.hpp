// JSON of described values, and its JSON Schema.
//
//     boost::json::value v = to_json(event, JsonOptions{.reveal = false});
//     Result<Opened> e = from_json<Opened>(v);      // errors carry a JSON pointer: "/items/3/name"
//
// Forms: enums by name; Timestamp as ISO 8601 in UTC; LocalDay as YYYY-MM-DD; ids as 32 hexadecimal
// digits; a variant as its fields plus "type". Reading accepts a missing optional, a missing list
// (empty) and a missing field newer than version 1 (its default); an unknown member is an error.
// Sealed data is masked unless `reveal`; reading takes its clear value. Heavy include (Boost.JSON):
// keep it in few translation units.
#pragma once

#include <boost/json.hpp>
#include <recourse/describe/event_set.hpp>

namespace recourse::describe {

struct JsonOptions {
  /// Show personal data that is stored in clear form. Default: masked.
  bool reveal = false;
};

/// What a masked text shows: the first character and a star ("张*"); digits: "138****1234".
std::string masked(std::string_view text);

/// Reads a document; malformed with line and column, limit_exceeded above limits::kJsonBytesMax.
Result<boost::json::value> parse_json(std::string_view text);

/// Two-space indented text, members in their order, ends with a newline.
std::string pretty(const boost::json::value& value);

namespace detail {

class JsonWriter {
 public:
  explicit JsonWriter(JsonOptions options) : options_(options) {}

  boost::json::value operator()(bool v) const { return v; }
  boost::json::value operator()(double v) const { return v; }
  template <class T>
  requires std::is_integral_v<T> boost::json::value operator()(T v) const {
    if constexpr (std::is_signed_v<T>) return static_cast<std::int64_t>(v);
    if constexpr (std::is_unsigned_v<T>) return static_cast<std::uint64_t>(v);
  }
  template <DescribedEnum T>
  boost::json::value operator()(T v) const {
    return boost::json::string{enum_name(v)};
  }
  boost::json::value operator()(const std::string& v) const { return boost::json::string{v}; }
  boost::json::value operator()(Timestamp v) const { return boost::json::string{to_string(v)}; }
  boost::json::value operator()(LocalDay v) const { return boost::json::string{to_string(v)}; }
  boost::json::value operator()(const StreamId& v) const { return boost::json::string{v.text()}; }
  template <class Tag>
  boost::json::value operator()(Number<Tag> v) const {
    return v.value;
  }
  template <class Tag>
  boost::json::value operator()(const Id128<Tag>& v) const {
    return boost::json::string{v.to_string()};
  }
  template <class T>
  boost::json::value operator()(const std::optional<T>& v) const {
    // Braces would make a list that holds null.
    return v ? (*this)(*v) : boost::json::value(nullptr);
  }
  template <class T>
  boost::json::value operator()(const std::vector<T>& v) const {
    boost::json::array list;
    for (const auto& item : v) list.push_back((*this)(item));
    return list;
  }
  template <class T>
  boost::json::value operator()(const Sealed<T>& v) const {
    if (!v.is_clear()) return boost::json::object{{"sealed", true}};
    if (options_.reveal) return (*this)(v.clear());
    if constexpr (std::is_same_v<T, std::string>) {
      return boost::json::string{masked(v.clear())};
    } else {
      return boost::json::object{{"masked", true}};
    }
  }
  template <Described T>
  boost::json::value operator()(const T& v) const {
    boost::json::object object;
    for_each_field<T>([&](auto member, const Field& field, std::size_t) {
      put(object, field.name, (*this)(v.*member));
    });
    return object;
  }

 private:
  static void put(boost::json::object& object, std::string_view name, boost::json::value&& value);
  JsonOptions options_;
};

class JsonReader {
 public:
  bool ok() const { return fault_.empty(); }
  Error error() const {
    return Error{Errc::malformed, (pointer_.empty() ? std::string{"/"} : pointer_) + ": " + fault_};
  }

  void read(const boost::json::value& v, bool& out);
  void read(const boost::json::value& v, double& out);
  template <class T>
  requires std::is_integral_v<T>
  void read(const boost::json::value& v, T& out) {
    boost::json::error_code ec;
    const T number = v.to_number<T>(ec);
    if (ec || v.is_double()) return fail("a whole number in the field's range is wanted here");
    out = number;
  }
  template <DescribedEnum T>
  void read(const boost::json::value& v, T& out) {
    if (v.is_string() && enum_from_name(std::string_view{v.get_string()}, out)) return;
    std::string names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto d) { names.append(names.empty() ? "" : ", ").append(d.name); });
    fail("one of these is wanted here: " + names);
  }
  void read(const boost::json::value& v, std::string& out);
  void read(const boost::json::value& v, Timestamp& out);
  void read(const boost::json::value& v, LocalDay& out);
  template <class Tag>
  void read(const boost::json::value& v, Number<Tag>& out) {
    read(v, out.value);
  }
  template <class Tag>
  void read(const boost::json::value& v, Id128<Tag>& out) {
    read_with(v, out, [](auto s) { return Id128<Tag>::parse(s); });
  }
  template <class T>
  void read(const boost::json::value& v, std::optional<T>& out) {
    if (v.is_null()) return out.reset();
    read(v, out.emplace());
  }
  template <class T>
  void read(const boost::json::value& v, std::vector<T>& out) {
    if (!v.is_array()) return fail("a list is wanted here");
    out.clear();
    std::size_t i = 0;
    for (const auto& item : v.get_array()) {
      within(std::to_string(i++), [&] { read(item, out.emplace_back()); });
      if (!ok()) return;
    }
  }
  template <class T>
  void read(const boost::json::value& v, Sealed<T>& out) {
    T clear{};
    read(v, clear);
    if (ok()) out = Sealed<T>{std::move(clear)};
  }
  template <Described T>
  void read(const boost::json::value& v, T& out) {
    if (!v.is_object()) return fail("an object is wanted here");
    const auto& object = v.get_object();
    std::size_t used = object.contains("type") && !has_field<T>("type") ? 1 : 0;
    for_each_field<T>([&](auto member, const Field& field, std::size_t) {
      if (ok()) read_member(object, field, out.*member, used);
    });
    if (ok() && used != object.size()) fail_unknown<T>(object);
  }

 private:
  /// One member: instantiated for each type of field, not for each field.
  template <class F>
  void read_member(const boost::json::object& object, const Field& field, F& out,
                   std::size_t& used) {
    const auto* found = object.if_contains(field.name);
    if (found == nullptr) return missing(field, may_be_missing(out));
    ++used;
    const auto before = enter(field.name);
    read(*found, out);
    leave(before);
  }
  // Not templates, so compiled once (src/describe/json.cpp).
  void missing(const Field& field, bool allowed);
  std::size_t enter(std::string_view name);
  void leave(std::size_t before);
  void fail(std::string reason);
  template <class F>
  void within(std::string_view name, F&& f) {
    const auto before = pointer_.size();
    pointer_.append("/").append(name);
    f();
    if (ok()) pointer_.resize(before);
  }
  template <class T, class F>
  void read_with(const boost::json::value& v, T& out, F&& parse) {
    if (!v.is_string()) return fail("a text is wanted here");
    auto parsed = parse(std::string_view{v.get_string()});
    if (!parsed) return fail(parsed.error().message());
    out = *parsed;
  }
  template <class T>
  static constexpr bool may_be_missing(const std::optional<T>&) {
    return true;
  }
  template <class T>
  static constexpr bool may_be_missing(const std::vector<T>&) {
    return true;
  }
  template <class T>
  static constexpr bool may_be_missing(const T&) {
    return false;
  }
  template <Described T>
  static bool has_field(std::string_view name) {
    for (const auto& f : spec_of<T>.fields) {
      if (f.name == name) return true;
    }
    return false;
  }
  template <Described T>
  void fail_unknown(const boost::json::object& object) {
    std::string known;
    for (const auto& f : spec_of<T>.fields) known.append(known.empty() ? "" : ", ").append(f.name);
    for (const auto& member : object) {
      const std::string_view name{member.key()};
      if (name == "type" || has_field<T>(name)) continue;
      return within(name, [&] {
        fail("there is no such member; " + (known.empty() ? "there are none" : "known: " + known));
      });
    }
  }

  std::string pointer_;
  std::string fault_;
};

}  // namespace detail

template <Described T>
boost::json::value to_json(const T& value, JsonOptions options = {}) {
  return detail::JsonWriter{options}(value);
}
/// A variant: its alternative's fields, led by "type".
template <EventSet V>
boost::json::value to_json(const V& value, JsonOptions options = {}) {
  boost::json::object object{{"type", boost::json::string{type_of(value)}}};
  auto fields = std::visit([&](const auto& e) { return detail::JsonWriter{options}(e); }, value);
  for (auto& member : fields.as_object()) object[member.key()] = std::move(member.value());
  return object;
}

/// malformed, with the JSON pointer of the place, if `value` is not of T's form.
template <Described T>
Result<T> from_json(const boost::json::value& value) {
  T out{};
  detail::JsonReader reader;
  reader.read(value, out);
  if (!reader.ok()) return reader.error();
  return out;
}
/// Reads the alternative that "type" names. unknown_event if the set has none of that name.
template <EventSet V>
Result<V> from_json_as(const boost::json::value& value) {
  const auto* object = value.if_object();
  const auto* type = object != nullptr ? object->if_contains("type") : nullptr;
  if (type == nullptr || !type->is_string()) {
    return Error{Errc::malformed, "/type: the name of an event or command is wanted here"};
  }
  const std::string_view name{type->get_string()};
  using Read = Result<V> (*)(const boost::json::value&);
  static constexpr auto kReaders = []<class... E>(std::type_identity<std::variant<E...>>) {
    return std::array<Read, sizeof...(E)>{+[](const boost::json::value& v) -> Result<V> {
      auto one = from_json<E>(v);
      if (!one) return std::move(one).error();
      return V{std::in_place_type<E>, std::move(*one)};
    }...};
  }(std::type_identity<SetOf<V>>{});
  const auto i = index_of<V>(name);
  if (i == kReaders.size()) {
    return Error{Errc::unknown_event, "/type: '" + std::string{name} + "' is not defined"};
  }
  return kReaders[i](value);
}

}  // namespace recourse::describe
