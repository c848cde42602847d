#include "convert.hpp"

#include <datetime.h>

#include <cstring>

// The macros of datetime.h cast as C does.
#pragma GCC diagnostic ignored "-Wold-style-cast"

namespace recourse::python {
namespace {

std::string type_name(py::handle object) { return Py_TYPE(object.ptr())->tp_name; }

void need_datetime() {
  if (PyDateTimeAPI == nullptr) PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) throw py::error_already_set();
}

/// The Python error that is set, as a text.
std::string taken_error() {
  const py::error_already_set error;
  return py::str(error.value());
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

py::object checked(PyObject* object) {
  if (object == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(object);
}

void Misfit::within(std::string_view step) { place_.insert(0, step); }

void Misfit::set_python_error() const {
  const auto text = place_.empty() ? why_ : place_ + ": " + why_;
  PyErr_SetString(kind_ == Kind::type ? PyExc_TypeError : PyExc_ValueError, text.c_str());
}

void wrong_value(std::string why) { throw Misfit{Misfit::Kind::value, std::move(why)}; }

void wrong_type(std::string_view wanted, py::handle got) {
  throw Misfit{Misfit::Kind::type, std::string{wanted} + " is wanted, not " + type_name(got)};
}

py::object text_to_python(std::string_view text) {
  return checked(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), nullptr));
}

py::object said_to_python(std::string_view text) {
  return checked(
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "backslashreplace"));
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
      bytes(sealed.key_id.bytes), bytes(sealed.nonce), py::bytes(sealed.ciphertext));
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
  fixed("key_id", out.key_id.bytes);
  fixed("nonce", out.nonce);
  out.ciphertext = read("ciphertext");
  return true;
}

}  // namespace recourse::python
