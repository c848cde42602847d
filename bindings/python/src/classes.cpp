#include "classes.hpp"

#include "own_types.hpp"

namespace recourse::python {

using describe::Shape;
using describe::ValueInfo;

namespace {

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}
template <class T>
void parsed(Result<T> result, void* value) {
  if (!result) wrong_value(result.error().message());
  *static_cast<T*>(value) = std::move(*result);
}

[[noreturn]] void throw_import_error(const std::string& text) {
  PyErr_SetString(PyExc_ImportError, text.c_str());
  throw py::error_already_set();
}

}  // namespace

Classes::Classes(const core::WorkflowInfo& workflow)
    : module_("recourse." + std::string{workflow.name}), own_(OwnWorkflow::of(workflow)) {}

Classes& Classes::of(const core::WorkflowInfo& workflow) {
  static auto& all = *new std::unordered_map<const core::WorkflowInfo*, Classes>;
  const auto known = all.find(&workflow);
  if (known != all.end()) return known->second;
  return all.emplace(&workflow, Classes{workflow}).first->second;
}

bool Classes::exist() {
  if (own_ != nullptr) return true;
  if (!exist_) {
    exist_ = !py::module_::import("importlib.util").attr("find_spec")(module_).is_none();
  }
  return *exist_;
}

const Classes::Row& Classes::row(const describe::TypeInfo& described) {
  auto& row = rows_[&described];
  if (row.type != nullptr) return row;
  const std::string name{described.class_name};
  const py::object type = py::module_::import(module_.c_str()).attr(name.c_str());
  const py::tuple slots = type.attr("__slots__");
  bool alike = py::cast<unsigned>(type.attr("VERSION")) == described.version &&
               slots.size() == described.fields.size();
  std::vector<PyObject*> attributes;
  for (std::size_t i = 0; alike && i < described.fields.size(); ++i) {
    const auto attribute = text_of(slots[i]);
    const std::string field{described.fields[i].name};
    // A field that Python reserves the name of has an underscore at its end.
    alike = attribute == field || attribute == field + "_";
    attributes.push_back(PyUnicode_InternFromString(attribute.c_str()));
  }
  if (!alike) {
    throw_import_error(module_ + "." + name +
                       " does not belong to this recourse._core: install both from one build (or "
                       "run ./dev docs)");
  }
  row.attributes = std::move(attributes);
  row.type = reinterpret_cast<PyTypeObject*>(py::object{type}.release().ptr());
  return row;
}

const Classes::Members& Classes::members(const describe::EnumInfo& words) {
  auto& members = words_[&words];
  if (!members.empty()) return members;
  const py::object type =
      py::module_::import(module_.c_str()).attr(std::string{words.class_name}.c_str());
  Members found;
  for (const auto& word : words.words) {
    found.push_back(type(text_to_python(word.name)).release().ptr());
  }
  members = std::move(found);
  return members;
}

py::object Classes::to_python(const void* value, const describe::TypeInfo& type) {
  if (own_ != nullptr) return own_->state_to_python(value);
  const auto& known = row(type);
  static PyObject* const no_arguments = PyTuple_New(0);
  auto object = checked(known.type->tp_new(known.type, no_arguments, nullptr));
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const auto& field = type.fields[i];
    const auto held = to_python(field.at(value), *field.value);
    // The class is frozen: this is what its own __init__ does, object.__setattr__.
    if (PyObject_GenericSetAttr(object.ptr(), known.attributes[i], held.ptr()) != 0) {
      throw py::error_already_set();
    }
  }
  return object;
}

py::object Classes::class_of(const describe::TypeInfo& type) {
  if (own_ != nullptr) return own_->class_of(type);
  return package_attribute(module_.c_str(), std::string{type.class_name}.c_str());
}

bool Classes::is_instance(py::handle object, const describe::TypeInfo& type) {
  return PyObject_TypeCheck(object.ptr(), row(type).type) != 0;
}

void Classes::from_python(py::handle object, void* value, const describe::TypeInfo& type) {
  if (!is_instance(object, type)) {
    wrong_type("a " + module_ + "." + std::string{type.class_name}, object);
  }
  fields_from_python(object, value, type);
}

void Classes::fields_from_python(py::handle object, void* value, const describe::TypeInfo& type) {
  const auto& known = row(type);
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const auto& field = type.fields[i];
    try {
      const auto held = checked(PyObject_GetAttr(object.ptr(), known.attributes[i]));
      from_python(held, field.at(value), *field.value);
    } catch (Misfit& misfit) {
      misfit.within("." + std::string{field.name});
      throw;
    }
  }
}

py::object Classes::word_to_python(std::uint64_t number, const describe::EnumInfo& words) {
  const auto& known = members(words);
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    if (words.words[i].value == number) return py::reinterpret_borrow<py::object>(known[i]);
  }
  wrong_value("there is no " + std::string{words.class_name} + " with the number " +
              std::to_string(number));
}

std::uint64_t Classes::word_from_python(py::handle object, const describe::EnumInfo& words) {
  const auto& known = members(words);
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    if (known[i] == object.ptr()) return words.words[i].value;
  }
  wrong_type("a " + module_ + "." + std::string{words.class_name}, object);
}

py::object Classes::container_to_python(const void* value, const ValueInfo& info) {
  const auto count = info.inside->size(value);
  if (info.shape == Shape::optional) {
    return count == 0 ? py::none() : to_python(info.inside->first(value), *info.element);
  }
  if (info.shape == Shape::sealed) {
    return sealed_to_python(count == 0 ? sealed_bytes_to_python(info.inside->sealed_bytes(value))
                                       : to_python(info.inside->first(value), *info.element));
  }
  py::tuple items(count);
  std::size_t i = 0;
  describe::for_each_element(
      value, info, [&](const void* one, const ValueInfo& of) { items[i++] = to_python(one, of); });
  return py::object{std::move(items)};
}

void Classes::list_from_python(py::handle object, void* value, const ValueInfo& info) {
  if (!PyTuple_Check(object.ptr()) && !PyList_Check(object.ptr())) wrong_type("a tuple", object);
  const auto items = py::reinterpret_borrow<py::sequence>(object);
  info.inside->clear(value);
  for (std::size_t i = 0; i < items.size(); ++i) {
    try {
      from_python(py::object{items[i]}, info.inside->add(value), *info.element);
    } catch (Misfit& misfit) {
      misfit.within("[" + std::to_string(i) + "]");
      throw;
    }
  }
}

void Classes::sealed_from_python(py::handle object, void* value, const ValueInfo& info) {
  const auto form = form_of(object);
  SealedBytes bytes;
  if (sealed_bytes_of(form, bytes)) return info.inside->seal(value, std::move(bytes));
  from_python(form, info.inside->add(value), *info.element);
}

py::object Classes::to_python(const void* value, const ValueInfo& info) {
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
      return word_to_python(describe::load_number(value, info), *info.words);
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
      return to_python(value, *info.object);
  }
  return py::none();
}

void Classes::from_python(py::handle object, void* value, const ValueInfo& info) {
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
      return describe::store_number(value, info, word_from_python(object, *info.words));
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
      return from_python(object, info.inside->add(value), *info.element);
    case Shape::list:
      return list_from_python(object, value, info);
    case Shape::sealed:
      return sealed_from_python(object, value, info);
    case Shape::object:
      return from_python(object, value, *info.object);
  }
}

py::object Classes::set_to_python(const void* set, const describe::SetInfo& info) {
  if (own_ != nullptr) return own_->to_python(*static_cast<const core::DynamicSet*>(set));
  return to_python(info.get(set), info.type_of(set));
}

void Classes::set_from_python(py::handle object, void* set, const describe::SetInfo& info,
                              std::string_view wanted) {
  if (own_ != nullptr) {
    *static_cast<core::DynamicSet*>(set) = own_->one_of(object, info);
    return;
  }
  for (std::size_t i = 0; i < info.types.size(); ++i) {
    const auto& type = *info.types[i];
    if (!is_instance(object, type)) continue;
    try {
      return fields_from_python(object, info.emplace(set, i), type);
    } catch (Misfit& misfit) {
      misfit.within(type.class_name);
      throw;
    }
  }
  wrong_type(std::string{wanted} + " of " + module_, object);
}

}  // namespace recourse::python
