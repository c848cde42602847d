// The tables behind convert.hpp, filled from the descriptions.
//
// Compiled where the casework's variants are converted (casework.cpp), and nowhere else: each field
// costs one getter, each type of field two small functions.
#pragma once

#include <array>
#include <optional>
#include <recourse/describe/event_set.hpp>
#include <recourse/describe/names.hpp>

#include "convert.hpp"

namespace recourse::python {

template <describe::Described T>
ClassRow& class_row();
template <describe::DescribedEnum T>
EnumRow& enum_row();

/// To Python, by the type of a field.
struct Writer {
  py::object operator()(bool v) const { return py::bool_(v); }
  py::object operator()(double v) const { return py::float_(v); }
  template <class T>
  requires std::is_integral_v<T> py::object operator()(T v) const { return py::int_(v); }
  py::object operator()(const std::string& v) const { return text_to_python(v); }
  py::object operator()(const StreamId& v) const { return text_to_python(v.text()); }
  py::object operator()(Timestamp v) const { return moment_to_python(v); }
  py::object operator()(LocalDay v) const { return day_to_python(v); }
  template <class Tag>
  py::object operator()(Number<Tag> v) const {
    return py::int_(v.value);
  }
  template <class Tag>
  py::object operator()(const Id128<Tag>& v) const {
    return text_to_python(v.to_string());
  }
  template <describe::DescribedEnum T>
  py::object operator()(T v) const {
    return enum_row<T>().to_python(static_cast<std::uint64_t>(v));
  }
  template <describe::Described T>
  py::object operator()(const T& v) const {
    return class_row<T>().to_python(&v);
  }
  template <class T>
  py::object operator()(const std::optional<T>& v) const {
    return v ? (*this)(*v) : py::none();
  }
  template <class T>
  py::object operator()(const std::vector<T>& v) const {
    py::tuple items(v.size());
    for (std::size_t i = 0; i < v.size(); ++i) items[i] = (*this)(v[i]);
    return py::object{std::move(items)};
  }
  template <class T>
  py::object operator()(const Sealed<T>& v) const {
    return sealed_to_python(v.is_clear() ? (*this)(v.clear()) : sealed_bytes_to_python(v.bytes()));
  }
};

/// From Python, by the type of a field. Throws Misfit.
struct Reader {
  void operator()(py::handle o, bool& v) const { v = truth_of(o); }
  void operator()(py::handle o, double& v) const { v = real_of(o); }
  template <class T>
  requires std::is_integral_v<T>
  void operator()(py::handle o, T& v) const {
    using Bounds = std::numeric_limits<T>;
    if constexpr (std::is_signed_v<T>)
      v = static_cast<T>(whole_of(o, Bounds::min(), Bounds::max()));
    if constexpr (std::is_unsigned_v<T>) v = static_cast<T>(natural_of(o, Bounds::max()));
  }
  void operator()(py::handle o, std::string& v) const { v = text_of(o); }
  void operator()(py::handle o, StreamId& v) const { parsed(StreamId::parse(text_of(o)), v); }
  void operator()(py::handle o, Timestamp& v) const { v = moment_of(o); }
  void operator()(py::handle o, LocalDay& v) const { v = day_of(o); }
  template <class Tag>
  void operator()(py::handle o, Number<Tag>& v) const {
    v.value = natural_of(o, std::numeric_limits<std::uint64_t>::max());
  }
  template <class Tag>
  void operator()(py::handle o, Id128<Tag>& v) const {
    parsed(Id128<Tag>::parse(text_of(o)), v);
  }
  template <describe::DescribedEnum T>
  void operator()(py::handle o, T& v) const {
    v = static_cast<T>(enum_row<T>().from_python(o));
  }
  template <describe::Described T>
  void operator()(py::handle o, T& v) const {
    class_row<T>().from_python(o, &v);
  }
  template <class T>
  void operator()(py::handle o, std::optional<T>& v) const {
    if (o.is_none()) return v.reset();
    (*this)(o, v.emplace());
  }
  template <class T>
  void operator()(py::handle o, std::vector<T>& v) const {
    if (!PyTuple_Check(o.ptr()) && !PyList_Check(o.ptr())) wrong_type("a tuple", o);
    const auto items = py::reinterpret_borrow<py::sequence>(o);
    v.clear();
    for (std::size_t i = 0; i < items.size(); ++i) {
      try {
        (*this)(py::object{items[i]}, v.emplace_back());
      } catch (Misfit& misfit) {
        misfit.within("[" + std::to_string(i) + "]");
        throw;
      }
    }
  }
  template <class T>
  void operator()(py::handle o, Sealed<T>& v) const {
    const auto form = form_of(o);
    SealedBytes bytes;
    if (sealed_bytes_of(form, bytes)) {
      v = Sealed<T>{std::move(bytes)};
      return;
    }
    T clear{};
    (*this)(form, clear);
    v = Sealed<T>{std::move(clear)};
  }

 private:
  template <class T>
  static void parsed(Result<T> result, T& v) {
    if (!result) throw Misfit{Misfit::Kind::value, result.error().message()};
    v = std::move(*result);
  }
};

namespace detail {

template <class F>
inline constexpr TypeRow kTypeRow{
    [](const void* value) { return Writer{}(*static_cast<const F*>(value)); },
    [](py::handle object, void* value) { Reader{}(object, *static_cast<F*>(value)); }};

template <class T, auto Member>
void* at(void* object) {
  return &(static_cast<T*>(object)->*Member);
}

template <class T, template <class...> class L, class... D>
constexpr auto field_rows(std::type_identity<L<D...>>) {
  return std::array<FieldRow, sizeof...(D)>{
      FieldRow{D::name, &kTypeRow<std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>>,
               &at<T, D::pointer>}...};
}

template <class T>
inline constexpr auto kFieldRows = field_rows<T>(std::type_identity<describe::Members<T>>{});

template <class T, template <class...> class L, class... D>
constexpr auto word_rows(std::type_identity<L<D...>>) {
  return std::array<EnumRow::Word, sizeof...(D)>{
      EnumRow::Word{D::name, static_cast<std::uint64_t>(D::value)}...};
}

template <class T>
inline constexpr auto kWordRows =
    word_rows<T>(std::type_identity<boost::describe::describe_enumerators<T>>{});

}  // namespace detail

template <describe::Described T>
ClassRow& class_row() {
  static ClassRow row{describe::class_name<T>(), describe::spec_of<T>.version,
                      detail::kFieldRows<T>};
  return row;
}
template <describe::DescribedEnum T>
EnumRow& enum_row() {
  static EnumRow row{describe::class_name<T>(), detail::kWordRows<T>};
  return row;
}

/// A variant's alternative as its class.
template <describe::EventSet V>
py::object variant_to_python(const V& value) {
  return std::visit(
      [](const auto& one) { return class_row<std::decay_t<decltype(one)>>().to_python(&one); },
      value);
}

/// The alternative whose class `object` is of; with none it is TypeError, naming `wanted`.
template <describe::EventSet V>
V variant_from_python(py::handle object, std::string_view wanted) {
  struct Row {
    ClassRow& (*row)();
    void (*read)(py::handle, V&);
  };
  static constexpr auto kRows = []<class... E>(std::type_identity<std::variant<E...>>) {
    return std::array<Row, sizeof...(E)>{Row{&class_row<E>, [](py::handle o, V& out) {
                                               class_row<E>().from_python(
                                                   o, &out.template emplace<E>());
                                             }}...};
  }(std::type_identity<describe::SetOf<V>>{});
  for (const auto& one : kRows) {
    if (!one.row().is_instance(object)) continue;
    V value;
    try {
      one.read(object, value);
    } catch (Misfit& misfit) {
      misfit.within(one.row().name());
      throw;
    }
    return value;
  }
  wrong_type(wanted, object);
}

}  // namespace recourse::python
