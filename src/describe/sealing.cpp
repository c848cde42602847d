#include <recourse/describe/sealing.hpp>
#include <recourse/describe/wire.hpp>
#include <unordered_map>

namespace recourse::describe {
namespace {

// A type may name itself through a list: deeper than values may nest nothing is looked for.
bool holds(const TypeInfo& type, int depth);

bool holds(const ValueInfo& info, int depth) {
  switch (info.shape) {
    case Shape::sealed:
      return true;
    case Shape::optional:
    case Shape::list:
      return holds(*info.element, depth);
    case Shape::object:
      return depth < limits::kNestingMax && holds(*info.object, depth + 1);
    default:
      return false;
  }
}

bool holds(const TypeInfo& type, int depth) {
  for (const auto& field : type.fields) {
    if (holds(*field.value, depth)) return true;
  }
  return false;
}

/// The fields of a type in which something may be sealed. Types are constants: what was found of
/// one holds for ever.
const std::vector<const FieldInfo*>& sealed_fields_of(const TypeInfo& type) {
  thread_local std::unordered_map<const TypeInfo*, std::vector<const FieldInfo*>> known;
  const auto [entry, is_new] = known.try_emplace(&type);
  if (is_new) {
    for (const auto& field : type.fields) {
      if (holds(*field.value, 0)) entry->second.push_back(&field);
    }
  }
  return entry->second;
}

class Finder {
 public:
  explicit Finder(const std::function<Result<void>(const SealedField&)>& f) : f_(f) {}

  Result<void> in_object(void* object, const TypeInfo& type) {
    for (const auto* field : sealed_fields_of(type)) {
      subject_ = field->subject;
      RECOURSE_TRY(within(field->name, field->at(object), *field->value));
    }
    return {};
  }

 private:
  Result<void> in_value(void* value, const ValueInfo& info) {
    switch (info.shape) {
      case Shape::sealed:
        return f_({path_, subject_, value, &info});
      case Shape::object:
        return in_object(value, *info.object);
      case Shape::optional:
        if (info.inside->size(value) == 0) return {};
        return in_value(const_cast<void*>(info.inside->first(value)), *info.element);
      case Shape::list:
        return in_list(value, info);
      default:
        return {};
    }
  }
  Result<void> in_list(void* value, const ValueInfo& info) {
    const auto count = info.inside->size(value);
    if (count == 0) return {};
    auto* item = static_cast<char*>(const_cast<void*>(info.inside->first(value)));
    const auto subject = subject_;
    for (std::size_t i = 0; i < count; ++i, item += info.inside->stride) {
      subject_ = subject;
      RECOURSE_TRY(within(std::to_string(i), item, *info.element));
    }
    return {};
  }
  Result<void> within(std::string_view name, void* value, const ValueInfo& info) {
    const auto before = path_.size();
    if (before != 0) path_.push_back('.');
    path_.append(name);
    auto found = in_value(value, info);
    path_.resize(before);
    return found;
  }

  const std::function<Result<void>(const SealedField&)>& f_;
  std::string path_;
  Subject subject_{};
};

}  // namespace

bool holds_sealed(const TypeInfo& type) { return holds(type, 0); }

Result<void> for_each_sealed(void* object, const TypeInfo& type,
                             const std::function<Result<void>(const SealedField&)>& f) {
  return Finder{f}.in_object(object, type);
}

std::string clear_bytes(const SealedField& field) {
  std::string bytes;
  WireWriter{bytes}.write(field.info->inside->first(field.value), *field.info->element);
  return bytes;
}

Result<void> set_clear_bytes(const SealedField& field, std::string_view bytes) {
  const auto sealed = field.bytes();
  WireReader reader{bytes};
  reader.read(field.info->inside->add(field.value), *field.info->element);
  if (reader.ok() && !reader.at_end()) reader.fail("bytes are left over");
  if (reader.ok()) return {};
  field.info->inside->seal(field.value, sealed);
  return Error{Errc::malformed, std::string{field.path} + ": " + reader.fault()};
}

}  // namespace recourse::describe
