#include "convert.hpp"

#include <datetime.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>

// The macros of datetime.h cast as C does.
#pragma GCC diagnostic ignored "-Wold-style-cast"

namespace recourse::python {
namespace {

std::string type_name(py::handle object) { return Py_TYPE(object.ptr())->tp_name; }

[[noreturn]] void wrong_value(std::string why) {
  throw Misfit{Misfit::Kind::value, std::move(why)};
}

void need_datetime() {
  if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) throw py::error_already_set();
}

/// The Python error that is set, as a text.
std::string taken_error() {
  const py::error_already_set error;
  return py::str(error.value());
}

py::object checked(PyObject* object) {
  if (object == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(object);
}

std::chrono::microseconds micros_of_delta(PyObject* delta) {
  return std::chrono::days{PyDateTime_DELTA_GET_DAYS(delta)} +
         std::chrono::seconds{PyDateTime_DELTA_GET_SECONDS(delta)} +
         std::chrono::microseconds{PyDateTime_DELTA_GET_MICROSECONDS(delta)};
}

std::chrono::sys_days days_of(PyObject* date) {
  return std::chrono::year{PyDateTime_GET_YEAR(date)} /
         std::chrono::month{static_cast<unsigned>(PyDateTime_GET_MONTH(date))} /
         std::chrono::day{static_cast<unsigned>(PyDateTime_GET_DAY(date))};
}

}  // namespace

void Misfit::within(std::string_view step) { place_.insert(0, step); }

void Misfit::set_python_error() const {
  const auto text = place_.empty() ? why_ : place_ + ": " + why_;
  PyErr_SetString(kind_ == Kind::type ? PyExc_TypeError : PyExc_ValueError, text.c_str());
}

void wrong_type(std::string_view wanted, py::handle got) {
  throw Misfit{Misfit::Kind::type, std::string{wanted} + " is wanted, not " + type_name(got)};
}

py::object text_to_python(std::string_view text) {
  return checked(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), nullptr));
}

std::string text_of(py::handle object) {
  if (!PyUnicode_Check(object.ptr())) wrong_type("text (str)", object);
  Py_ssize_t size = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(object.ptr(), &size);
  // The interpreter's own message would repeat the text, which may be personal.
  if (bytes == nullptr) {
    PyErr_Clear();
    wrong_value("the text holds half a character (a lone surrogate): it is not Unicode");
  }
  return {bytes, static_cast<std::size_t>(size)};
}

bool truth_of(py::handle object) {
  if (!PyBool_Check(object.ptr())) wrong_type("True or False", object);
  return object.ptr() == Py_True;
}

double real_of(py::handle object) {
  if (PyFloat_Check(object.ptr())) return PyFloat_AS_DOUBLE(object.ptr());
  if (!PyLong_Check(object.ptr()) || PyBool_Check(object.ptr())) wrong_type("a number", object);
  const double value = PyLong_AsDouble(object.ptr());
  if (value == -1.0 && PyErr_Occurred() != nullptr) wrong_value(taken_error());
  return value;
}

std::int64_t whole_of(py::handle object, std::int64_t least, std::int64_t most) {
  if (!PyLong_Check(object.ptr()) || PyBool_Check(object.ptr())) {
    wrong_type("a whole number (int)", object);
  }
  int overflow = 0;
  const long long value = PyLong_AsLongLongAndOverflow(object.ptr(), &overflow);
  if (overflow != 0 || value < least || value > most) {
    wrong_value("the number is not from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return value;
}

std::uint64_t natural_of(py::handle object, std::uint64_t most) {
  if (!PyLong_Check(object.ptr()) || PyBool_Check(object.ptr())) {
    wrong_type("a whole number (int)", object);
  }
  const unsigned long long value = PyLong_AsUnsignedLongLong(object.ptr());
  const bool outside = PyErr_Occurred() != nullptr;  // negative, or beyond 64 bits
  if (outside) PyErr_Clear();
  if (outside || value > most) wrong_value("the number is not from 0 to " + std::to_string(most));
  return value;
}

py::object moment_to_python(Timestamp moment) {
  need_datetime();
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{moment - day};
  return checked(PyDateTimeAPI->DateTime_FromDateAndTime(
      static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
      static_cast<int>(static_cast<unsigned>(date.day())), static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
      static_cast<int>(time.subseconds().count()) * 1000, PyDateTime_TimeZone_UTC,
      PyDateTimeAPI->DateTimeType));
}

Timestamp moment_of(py::handle object) {
  need_datetime();
  if (!PyDateTime_Check(object.ptr())) wrong_type("a datetime", object);
  const auto offset = checked(PyObject_CallMethod(object.ptr(), "utcoffset", nullptr));
  if (offset.is_none()) {
    wrong_value(
        "the datetime has no time zone; give it one, as in "
        "datetime(2023, 6, 1, tzinfo=timezone.utc)");
  }
  PyObject* const p = object.ptr();
  const auto local = std::chrono::sys_time<std::chrono::microseconds>{days_of(p)} +
                     std::chrono::hours{PyDateTime_DATE_GET_HOUR(p)} +
                     std::chrono::minutes{PyDateTime_DATE_GET_MINUTE(p)} +
                     std::chrono::seconds{PyDateTime_DATE_GET_SECOND(p)} +
                     std::chrono::microseconds{PyDateTime_DATE_GET_MICROSECOND(p)};
  const auto moment =
      std::chrono::floor<std::chrono::milliseconds>(local - micros_of_delta(offset.ptr()));
  if (!in_range(moment)) wrong_value("the moment lies outside the years 1 to 9999 in UTC");
  return moment;
}

py::object day_to_python(LocalDay day) {
  need_datetime();
  const std::chrono::year_month_day date{day};
  return checked(PyDateTimeAPI->Date_FromDate(
      static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
      static_cast<int>(static_cast<unsigned>(date.day())), PyDateTimeAPI->DateType));
}

LocalDay day_of(py::handle object) {
  need_datetime();
  // A datetime is a date to Python; the day of a moment depends on where one is.
  if (!PyDate_Check(object.ptr()) || PyDateTime_Check(object.ptr())) wrong_type("a date", object);
  return LocalDay{days_of(object.ptr()).time_since_epoch()};
}

std::chrono::milliseconds span_of(py::handle object) {
  need_datetime();
  if (!PyDelta_Check(object.ptr())) wrong_type("a timedelta", object);
  return std::chrono::floor<std::chrono::milliseconds>(micros_of_delta(object.ptr()));
}

py::object package_attribute(const char* module, const char* name) {
  return py::module_::import(module).attr(name);
}

py::object sealed_to_python(py::object form) {
  return package_attribute("recourse._described", "Sealed")(std::move(form));
}

py::object sealed_bytes_to_python(const SealedBytes& sealed) {
  const auto bytes = [](const auto& array) {
    return py::bytes(reinterpret_cast<const char*>(array.data()), array.size());
  };
  return package_attribute("recourse._described", "SealedBytes")(
      bytes(sealed.key_id), bytes(sealed.nonce), py::bytes(sealed.ciphertext));
}

py::object form_of(py::handle sealed) {
  const auto type = package_attribute("recourse._described", "Sealed");
  if (!py::isinstance(sealed, type)) wrong_type("personal data as Sealed(…)", sealed);
  return sealed.attr("_form");
}

bool sealed_bytes_of(py::handle form, SealedBytes& out) {
  const auto type = package_attribute("recourse._described", "SealedBytes");
  if (!py::isinstance(form, type)) return false;
  const auto read = [&](const char* name) -> std::string {
    const py::object value = form.attr(name);
    if (!PyBytes_Check(value.ptr())) wrong_type("bytes in SealedBytes." + std::string{name}, value);
    return py::reinterpret_borrow<py::bytes>(value);
  };
  const auto fixed = [&](const char* name, auto& array) {
    const auto bytes = read(name);
    if (bytes.size() != array.size()) {
      wrong_value("SealedBytes." + std::string{name} + " has " + std::to_string(bytes.size()) +
                  " bytes, not " + std::to_string(array.size()));
    }
    std::memcpy(array.data(), bytes.data(), array.size());
  };
  fixed("key_id", out.key_id);
  fixed("nonce", out.nonce);
  out.ciphertext = read("ciphertext");
  return true;
}

void ClassRow::find() {
  if (type_ != nullptr) return;
  const std::string name{described_->class_name};
  const auto type = package_attribute("recourse.complaint", name.c_str());
  const py::tuple slots = type.attr("__slots__");
  bool alike = py::cast<unsigned>(type.attr("VERSION")) == described_->version &&
               slots.size() == described_->fields.size();
  std::vector<PyObject*> attributes;
  for (std::size_t i = 0; alike && i < described_->fields.size(); ++i) {
    const auto attribute = text_of(slots[i]);
    const std::string field{described_->fields[i].name};
    // A field that Python reserves the name of has an underscore at its end.
    alike = attribute == field || attribute == field + "_";
    attributes.push_back(PyUnicode_InternFromString(attribute.c_str()));
  }
  if (!alike) {
    PyErr_SetString(PyExc_ImportError, ("recourse.complaint." + name +
                                        " does not belong to this recourse._core: install both "
                                        "from one build (or run ./dev docs)")
                                           .c_str());
    throw py::error_already_set();
  }
  attributes_ = std::move(attributes);
  type_ = reinterpret_cast<PyTypeObject*>(py::object{type}.release().ptr());
}

py::object ClassRow::to_python(const void* value) {
  find();
  static PyObject* const no_arguments = PyTuple_New(0);
  auto object = checked(type_->tp_new(type_, no_arguments, nullptr));
  for (std::size_t i = 0; i < described_->fields.size(); ++i) {
    const auto& field = described_->fields[i];
    const auto held = value_to_python(field.at(value), *field.value);
    // The class is frozen: this is what its own __init__ does, object.__setattr__.
    if (PyObject_GenericSetAttr(object.ptr(), attributes_[i], held.ptr()) != 0) {
      throw py::error_already_set();
    }
  }
  return object;
}

bool ClassRow::is_instance(py::handle object) {
  find();
  return PyObject_TypeCheck(object.ptr(), type_) != 0;
}

void ClassRow::from_python(py::handle object, void* value) {
  if (!is_instance(object))
    wrong_type("a recourse.complaint." + std::string{described_->class_name}, object);
  for (std::size_t i = 0; i < described_->fields.size(); ++i) {
    const auto& field = described_->fields[i];
    try {
      const auto held = checked(PyObject_GetAttr(object.ptr(), attributes_[i]));
      value_from_python(held, field.at(value), *field.value);
    } catch (Misfit& misfit) {
      misfit.within("." + std::string{field.name});
      throw;
    }
  }
}

void EnumRow::find() {
  if (!members_.empty()) return;
  const auto type =
      package_attribute("recourse.complaint", std::string{described_->class_name}.c_str());
  std::vector<PyObject*> members;
  for (const auto& word : described_->words) {
    members.push_back(py::object{type.attr(std::string{word.name}.c_str())}.release().ptr());
  }
  members_ = std::move(members);
}

py::object EnumRow::to_python(std::uint64_t number) {
  find();
  for (std::size_t i = 0; i < described_->words.size(); ++i) {
    if (described_->words[i].value == number)
      return py::reinterpret_borrow<py::object>(members_[i]);
  }
  wrong_value("there is no " + std::string{described_->class_name} + " with the number " +
              std::to_string(number));
}

std::uint64_t EnumRow::from_python(py::handle object) {
  find();
  for (std::size_t i = 0; i < described_->words.size(); ++i) {
    if (members_[i] == object.ptr()) return described_->words[i].value;
  }
  wrong_type("a recourse.complaint." + std::string{described_->class_name}, object);
}

ClassRow& class_row(const describe::TypeInfo& type) {
  static auto& rows = *new std::unordered_map<const describe::TypeInfo*, ClassRow>;
  return rows.try_emplace(&type, type).first->second;
}

EnumRow& enum_row(const describe::EnumInfo& words) {
  static auto& rows = *new std::unordered_map<const describe::EnumInfo*, EnumRow>;
  return rows.try_emplace(&words, words).first->second;
}

namespace {

using describe::Shape;
using describe::ValueInfo;

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}
template <class T>
void parsed(Result<T> result, void* value) {
  if (!result) wrong_value(result.error().message());
  *static_cast<T*>(value) = std::move(*result);
}

py::object container_to_python(const void* value, const ValueInfo& info) {
  const auto count = info.inside->size(value);
  if (info.shape == Shape::optional) {
    return count == 0 ? py::none() : value_to_python(info.inside->first(value), *info.element);
  }
  if (info.shape == Shape::sealed) {
    return sealed_to_python(count == 0 ? sealed_bytes_to_python(info.inside->sealed_bytes(value))
                                       : value_to_python(info.inside->first(value), *info.element));
  }
  py::tuple items(count);
  std::size_t i = 0;
  describe::for_each_element(value, info, [&](const void* one, const ValueInfo& of) {
    items[i++] = value_to_python(one, of);
  });
  return py::object{std::move(items)};
}

void list_from_python(py::handle object, void* value, const ValueInfo& info) {
  if (!PyTuple_Check(object.ptr()) && !PyList_Check(object.ptr())) wrong_type("a tuple", object);
  const auto items = py::reinterpret_borrow<py::sequence>(object);
  info.inside->clear(value);
  for (std::size_t i = 0; i < items.size(); ++i) {
    try {
      value_from_python(py::object{items[i]}, info.inside->add(value), *info.element);
    } catch (Misfit& misfit) {
      misfit.within("[" + std::to_string(i) + "]");
      throw;
    }
  }
}

void sealed_from_python(py::handle object, void* value, const ValueInfo& info) {
  const auto form = form_of(object);
  SealedBytes bytes;
  if (sealed_bytes_of(form, bytes)) return info.inside->seal(value, std::move(bytes));
  value_from_python(form, info.inside->add(value), *info.element);
}

}  // namespace

py::object value_to_python(const void* value, const ValueInfo& info) {
  switch (info.shape) {
    case Shape::boolean:
      return py::bool_(as<bool>(value));
    case Shape::real:
      return py::float_(as<double>(value));
    case Shape::natural:
      return py::int_(describe::load_number(value, info));
    case Shape::whole:
      return py::int_(static_cast<std::int64_t>(describe::load_number(value, info)));
    case Shape::enumeration:
      return enum_row(*info.words).to_python(describe::load_number(value, info));
    case Shape::text:
      return text_to_python(as<std::string>(value));
    case Shape::timestamp:
      return moment_to_python(as<Timestamp>(value));
    case Shape::day:
      return day_to_python(as<LocalDay>(value));
    case Shape::stream_id:
      return text_to_python(as<StreamId>(value).text());
    case Shape::id128:
      return text_to_python(as<CommandId>(value).to_string());
    case Shape::optional:
    case Shape::list:
    case Shape::sealed:
      return container_to_python(value, info);
    case Shape::object:
      return class_row(*info.object).to_python(value);
  }
  return py::none();
}

void value_from_python(py::handle object, void* value, const ValueInfo& info) {
  switch (info.shape) {
    case Shape::boolean:
      *static_cast<bool*>(value) = truth_of(object);
      return;
    case Shape::real:
      *static_cast<double*>(value) = real_of(object);
      return;
    case Shape::natural:
      return describe::store_number(value, info, natural_of(object, describe::natural_max(info)));
    case Shape::whole:
      return describe::store_number(
          value, info,
          static_cast<std::uint64_t>(
              whole_of(object, describe::whole_min(info), describe::whole_max(info))));
    case Shape::enumeration:
      return describe::store_number(value, info, enum_row(*info.words).from_python(object));
    case Shape::text:
      *static_cast<std::string*>(value) = text_of(object);
      return;
    case Shape::timestamp:
      *static_cast<Timestamp*>(value) = moment_of(object);
      return;
    case Shape::day:
      *static_cast<LocalDay*>(value) = day_of(object);
      return;
    case Shape::stream_id:
      return parsed(StreamId::parse(text_of(object)), value);
    case Shape::id128:
      return parsed(CommandId::parse(text_of(object)), value);
    case Shape::optional:
      if (object.is_none()) return info.inside->clear(value);
      return value_from_python(object, info.inside->add(value), *info.element);
    case Shape::list:
      return list_from_python(object, value, info);
    case Shape::sealed:
      return sealed_from_python(object, value, info);
    case Shape::object:
      return class_row(*info.object).from_python(object, value);
  }
}

py::object set_to_python(const void* set, const describe::SetInfo& info) {
  return class_row(info.type_of(set)).to_python(info.get(set));
}

void set_from_python(py::handle object, void* set, const describe::SetInfo& info,
                     std::string_view wanted) {
  for (std::size_t i = 0; i < info.types.size(); ++i) {
    auto& row = class_row(*info.types[i]);
    if (!row.is_instance(object)) continue;
    try {
      return row.from_python(object, info.emplace(set, i));
    } catch (Misfit& misfit) {
      misfit.within(row.name());
      throw;
    }
  }
  wrong_type(wanted, object);
}

bool is_alternative(py::handle object, const describe::SetInfo& info) {
  return std::any_of(info.types.begin(), info.types.end(), [&](const describe::TypeInfo* type) {
    return class_row(*type).is_instance(object);
  });
}

}  // namespace recourse::python
