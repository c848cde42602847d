#include "own_types.hpp"

#include <unordered_map>

#include "arguments.hpp"
#include "raise.hpp"

namespace recourse::python {

using describe::Shape;
namespace dynamic = core::dynamic;

namespace {

/// Kept for the process's life; guarded by the GIL.
template <class T>
std::deque<T>& kept() {
  static auto* const all = new std::deque<T>;
  return *all;
}
template <class T>
std::unordered_map<PyObject*, const T*>& known() {
  static auto* const all = new std::unordered_map<PyObject*, const T*>;
  return *all;
}
/// A reference that is never given back.
PyObject* forever(py::object object) { return object.release().ptr(); }

std::uint8_t bytes_for(std::int64_t least, std::int64_t most) {
  for (const int bits : {8, 16, 32}) {
    const auto top = (std::int64_t{1} << (least < 0 ? bits - 1 : bits)) - 1;
    if (most <= top && least >= -top - 1) return static_cast<std::uint8_t>(bits / 8);
  }
  return 8;
}

const OwnStruct& describe_struct(const py::object& spec);
const OwnValue& describe_value(const py::tuple& spec);

OwnValue enumeration(const py::tuple& spec) {
  core::WordsDescription words{text_of(spec[2]), {}};
  OwnValue value;
  for (const auto one : py::reinterpret_borrow<py::sequence>(spec[3])) {
    const auto word = py::reinterpret_borrow<py::tuple>(one);
    words.words.push_back({text_of(word[0]), natural_of(word[1], 0xffffffff), text_of(word[2])});
    value.members.push_back(forever(word[3]));
  }
  value.info = value_of(dynamic::enumeration(std::move(words)));
  return value;
}

OwnValue made_value(const std::string& shape, const py::tuple& spec) {
  OwnValue value;
  if (shape == "bool") value.info = &dynamic::boolean();
  if (shape == "float") value.info = &dynamic::real();
  if (shape == "str") value.info = &dynamic::text();
  if (shape == "datetime") value.info = &dynamic::moment();
  if (shape == "date") value.info = &dynamic::day();
  if (shape == "sealed") value.info = &dynamic::sealed_text();
  if (shape == "enum") return enumeration(spec);
  if (shape == "int") {
    constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    value.least = whole_of(spec[1], kLeast, kMost);
    value.most = whole_of(spec[2], kLeast, kMost);
    const auto bytes = bytes_for(value.least, value.most);
    value.info = value.least < 0 ? &dynamic::whole(bytes) : &dynamic::natural(bytes);
  }
  if (shape == "object") {
    value.object = &describe_struct(spec[1]);
    value.info = &dynamic::object_of(*value.object->info);
  }
  if (shape == "optional" || shape == "list") {
    value.element = &describe_value(spec[1]);
    value.info = shape == "list" ? &dynamic::list_of(*value.element->info)
                                 : &dynamic::optional_of(*value.element->info);
  }
  if (value.info == nullptr) wrong_value("'" + shape + "' is no type of a field");
  return value;
}

const OwnValue& describe_value(const py::tuple& spec) {
  const auto shape = text_of(spec[0]);
  const bool is_enum = shape == "enum";
  if (is_enum) {
    const auto found = known<OwnValue>().find(py::object{spec[1]}.ptr());
    if (found != known<OwnValue>().end()) return *found->second;
  }
  const auto& value = kept<OwnValue>().emplace_back(made_value(shape, spec));
  if (is_enum) known<OwnValue>().emplace(forever(spec[1]), &value);
  return value;
}

void put(py::handle object, void* value, const OwnValue& as);
py::object get(const void* value, const OwnValue& as);

core::FieldDescription describe_field(const py::object& spec, const OwnValue& value) {
  core::FieldDescription field;
  field.name = text_of(py::object{spec.attr("name")});
  field.doc = text_of(py::object{spec.attr("doc")});
  field.value = value.info;
  field.since = static_cast<std::uint16_t>(natural_of(py::object{spec.attr("since")}, 0xffff));
  field.access = word_of<describe::Access>("access", text_of(py::object{spec.attr("access")}));
  field.subject = word_of<describe::Subject>("subject", text_of(py::object{spec.attr("subject")}));
  field.needed = truth_of(py::object{spec.attr("needed")});
  if (truth_of(py::object{spec.attr("has_default")})) {
    core::DynamicValue initial{*value.info};
    put(py::object{spec.attr("default")}, initial.address(), value);
    field.initial = std::move(initial);
  }
  return field;
}

const OwnStruct& describe_struct(const py::object& spec) {
  const py::object type = spec.attr("cls");
  const auto found = known<OwnStruct>().find(type.ptr());
  if (found != known<OwnStruct>().end()) return *found->second;
  core::StructDescription description;
  description.type = text_of(py::object{spec.attr("type")});
  description.version =
      static_cast<std::uint16_t>(natural_of(py::object{spec.attr("version")}, 0xffff));
  description.doc = text_of(py::object{spec.attr("doc")});
  description.zh = text_of(py::object{spec.attr("zh")});
  description.class_name = text_of(py::object{type.attr("__name__")});
  OwnStruct made;
  for (const auto one : py::reinterpret_borrow<py::sequence>(py::object{spec.attr("fields")})) {
    const auto field = py::reinterpret_borrow<py::object>(one);
    const auto name = text_of(py::object{field.attr("name")});
    try {
      const auto& value = describe_value(field.attr("spec"));
      made.values.push_back(&value);
      made.attributes.push_back(
          PyUnicode_InternFromString(text_of(py::object{field.attr("attribute")}).c_str()));
      description.fields.push_back(describe_field(field, value));
    } catch (Misfit& misfit) {
      misfit.within(description.class_name + "." + name);
      throw;
    }
  }
  made.info = value_of(dynamic::describe_struct(std::move(description)));
  made.type = reinterpret_cast<PyTypeObject*>(forever(type));
  const auto& kept_one = kept<OwnStruct>().emplace_back(std::move(made));
  known<OwnStruct>().emplace(type.ptr(), &kept_one);
  return kept_one;
}

py::object container(const void* value, const OwnValue& as) {
  const auto& inside = *as.info->inside;
  const auto count = inside.size(value);
  if (as.info->shape == Shape::sealed) {
    return sealed_to_python(
        count == 0 ? sealed_bytes_to_python(inside.sealed_bytes(value))
                   : text_to_python(*static_cast<const std::string*>(inside.first(value))));
  }
  if (as.info->shape == Shape::optional) {
    return count == 0 ? py::none() : get(inside.first(value), *as.element);
  }
  py::tuple items(count);
  std::size_t i = 0;
  describe::for_each_element(value, *as.info, [&](const void* one, const describe::ValueInfo&) {
    items[i++] = get(one, *as.element);
  });
  return py::object{std::move(items)};
}

py::object get(const void* value, const OwnValue& as) {
  switch (as.info->shape) {
    case Shape::boolean:
      return py::bool_(*static_cast<const bool*>(value));
    case Shape::real:
      return py::float_(*static_cast<const double*>(value));
    case Shape::natural:
      return py::int_(describe::load_number(value, *as.info));
    case Shape::whole:
      return py::int_(static_cast<std::int64_t>(describe::load_number(value, *as.info)));
    case Shape::text:
      return text_to_python(*static_cast<const std::string*>(value));
    case Shape::timestamp:
      return moment_to_python(*static_cast<const Timestamp*>(value));
    case Shape::day:
      return day_to_python(*static_cast<const LocalDay*>(value));
    case Shape::object:
      return to_python(*static_cast<const core::DynamicObject*>(value), *as.object);
    case Shape::enumeration: {
      const auto number = describe::load_number(value, *as.info);
      const auto* const word = as.info->words->find(number);
      if (word == nullptr) wrong_value("there is no word of the number " + std::to_string(number));
      return py::reinterpret_borrow<py::object>(
          as.members[static_cast<std::size_t>(word - as.info->words->words.data())]);
    }
    default:
      return container(value, as);
  }
}

void put_list(py::handle object, void* value, const OwnValue& as) {
  if (!PyTuple_Check(object.ptr()) && !PyList_Check(object.ptr())) wrong_type("a tuple", object);
  const auto items = py::reinterpret_borrow<py::sequence>(object);
  as.info->inside->clear(value);
  for (std::size_t i = 0; i < items.size(); ++i) {
    try {
      put(py::object{items[i]}, as.info->inside->add(value), *as.element);
    } catch (Misfit& misfit) {
      misfit.within("[" + std::to_string(i) + "]");
      throw;
    }
  }
}

void put_sealed(py::handle object, void* value, const OwnValue& as) {
  const auto form = form_of(object);
  SealedBytes bytes;
  if (sealed_bytes_of(form, bytes)) return as.info->inside->seal(value, std::move(bytes));
  *static_cast<std::string*>(as.info->inside->add(value)) = text_of(form);
}

void put_word(py::handle object, void* value, const OwnValue& as) {
  for (std::size_t i = 0; i < as.members.size(); ++i) {
    if (as.members[i] != object.ptr()) continue;
    return describe::store_number(value, *as.info, as.info->words->words[i].value);
  }
  wrong_type("a " + std::string{as.info->words->class_name}, object);
}

void put(py::handle object, void* value, const OwnValue& as) {
  switch (as.info->shape) {
    case Shape::boolean:
      *static_cast<bool*>(value) = truth_of(object);
      return;
    case Shape::real:
      *static_cast<double*>(value) = real_of(object);
      return;
    case Shape::natural:
    case Shape::whole:
      return describe::store_number(
          value, *as.info, static_cast<std::uint64_t>(whole_of(object, as.least, as.most)));
    case Shape::text:
      *static_cast<std::string*>(value) = text_of(object);
      return;
    case Shape::timestamp:
      *static_cast<Timestamp*>(value) = moment_of(object);
      return;
    case Shape::day:
      *static_cast<LocalDay*>(value) = day_of(object);
      return;
    case Shape::object:
      *static_cast<core::DynamicObject*>(value) = from_python(object, *as.object);
      return;
    case Shape::enumeration:
      return put_word(object, value, as);
    case Shape::optional:
      if (object.is_none()) return as.info->inside->clear(value);
      return put(object, as.info->inside->add(value), *as.element);
    case Shape::sealed:
      return put_sealed(object, value, as);
    default:
      return put_list(object, value, as);
  }
}

std::vector<const OwnStruct*> structs_of(const py::object& list) {
  std::vector<const OwnStruct*> all;
  for (const auto one : py::reinterpret_borrow<py::sequence>(list)) {
    all.push_back(&describe_struct(py::reinterpret_borrow<py::object>(one)));
  }
  return all;
}
std::vector<const core::DynamicStruct*> infos_of(const std::vector<const OwnStruct*>& structs) {
  std::vector<const core::DynamicStruct*> all;
  for (const auto* one : structs) all.push_back(one->info);
  return all;
}

}  // namespace

py::object to_python(const core::DynamicObject& object, const OwnStruct& as) {
  static PyObject* const no_arguments = PyTuple_New(0);
  auto made = checked(as.type->tp_new(as.type, no_arguments, nullptr));
  for (std::size_t i = 0; i < as.values.size(); ++i) {
    const auto held = get(object.at(i), *as.values[i]);
    // The class is frozen: this is what its own __init__ does, object.__setattr__.
    if (PyObject_GenericSetAttr(made.ptr(), as.attributes[i], held.ptr()) != 0) {
      throw py::error_already_set();
    }
  }
  return made;
}

core::DynamicObject from_python(py::handle object, const OwnStruct& as) {
  if (Py_TYPE(object.ptr()) != as.type) {
    wrong_type("a " + std::string{as.info->class_name}, object);
  }
  core::DynamicObject made{*as.info};
  for (std::size_t i = 0; i < as.values.size(); ++i) {
    try {
      put(checked(PyObject_GetAttr(object.ptr(), as.attributes[i])), made.at(i), *as.values[i]);
    } catch (Misfit& misfit) {
      misfit.within(std::string{as.info->class_name} + "." + std::string{as.info->fields[i].name});
      throw;
    }
  }
  return made;
}

const OwnWorkflow& OwnWorkflow::describe(const py::object& definition) {
  OwnWorkflow made;
  made.definition_ = definition;
  core::DynamicDescription d;
  const auto text = [&](const char* name) { return text_of(py::object{definition.attr(name)}); };
  const auto number = [&](const char* name) {
    return static_cast<std::uint32_t>(natural_of(py::object{definition.attr(name)}, 0xffffffff));
  };
  d.kind = text("kind");
  d.doc = text("doc");
  d.definition = number("definition");
  d.fold_version = number("fold_version");
  d.timed = truth_of(py::object{definition.attr("timed")});
  d.look = text("look_type");
  d.looked = text("looked_type");
  made.state_ = &describe_struct(definition.attr("state_spec"));
  made.commands_ = structs_of(definition.attr("command_specs"));
  made.events_ = structs_of(definition.attr("event_specs"));
  const auto retired = structs_of(definition.attr("retired_specs"));
  d.state = made.state_->info;
  d.commands = infos_of(made.commands_);
  d.events = infos_of(made.events_);
  d.retired = infos_of(retired);
  for (const auto one :
       py::reinterpret_borrow<py::sequence>(py::object{definition.attr("beginning")}))
    d.beginning.push_back(text_of(one));
  made.core_ = value_of(core::DynamicWorkflow::describe(d));
  if (d.timed) made.events_.push_back(&describe_struct(definition.attr("timer_declined_spec")));
  made.events_.insert(made.events_.end(), retired.begin(), retired.end());
  return kept<OwnWorkflow>().emplace_back(std::move(made));
}

core::DynamicSet OwnWorkflow::one_of(py::handle object, const core::DynamicSetType& set,
                                     const std::vector<const OwnStruct*>& structs,
                                     const char* wanted) const {
  for (std::size_t i = 0; i < structs.size(); ++i) {
    if (structs[i]->type != Py_TYPE(object.ptr())) continue;
    core::DynamicSet made{set, i};
    made.object() = from_python(object, *structs[i]);
    // Of the set's own description, also where the class has one of its own.
    return made;
  }
  wrong_type(std::string{wanted} + " of " + kind(), object);
}

const OwnWorkflow* OwnWorkflow::of(const core::WorkflowInfo& info) {
  for (const auto& one : kept<OwnWorkflow>()) {
    if (&one.core().info() == &info) return &one;
  }
  return nullptr;
}

core::DynamicSet OwnWorkflow::one_of(py::handle object, const describe::SetInfo& set) const {
  return &set == core_->info().commands ? command_of(object) : event_of(object);
}
core::DynamicSet OwnWorkflow::command_of(py::handle object) const {
  return one_of(object, core_->commands(), commands_, "a command");
}
core::DynamicSet OwnWorkflow::event_of(py::handle object) const {
  return one_of(object, core_->events(), events_, "an event");
}

py::object OwnWorkflow::to_python(const core::DynamicSet& set) const {
  const bool command = &set.of() == &core_->commands();
  const auto& structs = command ? commands_ : events_;
  return python::to_python(set.object(), *structs[set.index()]);
}

py::object OwnWorkflow::state_to_python(const void* state) const {
  return python::to_python(*static_cast<const core::DynamicState*>(state), *state_);
}

py::object OwnWorkflow::class_of(const describe::TypeInfo& type) const {
  std::vector<const OwnStruct*> all{state_};
  all.insert(all.end(), commands_.begin(), commands_.end());
  all.insert(all.end(), events_.begin(), events_.end());
  for (const auto* one : all) {
    if (one->info != &type) continue;
    return py::reinterpret_borrow<py::object>(reinterpret_cast<PyObject*>(one->type));
  }
  wrong_value(kind() + " has no class of its own for " + std::string{type.type});
}

}  // namespace recourse::python
