#include <recourse/describe/event_set.hpp>

namespace recourse::describe {
namespace {

void append_layout(const ValueInfo& value, std::string& text) {
  text.append(std::to_string(static_cast<unsigned>(value.shape))).append(1, ':');
  text.append(std::to_string(value.bytes));
  if (value.words != nullptr) {
    for (const auto& word : value.words->words) {
      text.append(1, '|').append(std::to_string(word.value)).append(word.name);
    }
  }
  if (value.object != nullptr) append_layout(*value.object, text);
  if (value.element != nullptr) append_layout(*value.element, text.append(1, '<'));
}

}  // namespace

void append_layout(const TypeInfo& type, std::string& text) {
  text.append(1, '{').append(type.type).append(1, ' ').append(std::to_string(type.version));
  for (const auto& field : type.fields) {
    text.append(1, ' ').append(field.name).append(1, '@').append(std::to_string(field.since));
    append_layout(*field.value, text.append(1, '='));
  }
  text.append(1, '}');
}

const FieldInfo* TypeInfo::find(std::string_view name) const noexcept {
  for (const auto& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

namespace {

template <class T>
bool same(const void* a, const void* b) {
  return *static_cast<const T*>(a) == *static_cast<const T*>(b);
}

bool same_elements(const void* a, const void* b, const ValueInfo& info) {
  const auto& inside = *info.inside;
  const auto count = inside.size(a);
  if (count != inside.size(b)) return false;
  if (count == 0) {
    return info.shape != Shape::sealed || inside.sealed_bytes(a) == inside.sealed_bytes(b);
  }
  const auto* one = static_cast<const char*>(inside.first(a));
  const auto* other = static_cast<const char*>(inside.first(b));
  for (std::size_t i = 0; i < count; ++i, one += inside.stride, other += inside.stride) {
    if (!equal(one, other, *info.element)) return false;
  }
  return true;
}

}  // namespace

bool equal(const void* a, const void* b, const ValueInfo& info) {
  switch (info.shape) {
    case Shape::boolean:
      return same<bool>(a, b);
    case Shape::real:
      return same<double>(a, b);
    case Shape::natural:
    case Shape::whole:
    case Shape::enumeration:
      return load_number(a, info) == load_number(b, info);
    case Shape::text:
      return same<std::string>(a, b);
    case Shape::timestamp:
      return same<Timestamp>(a, b);
    case Shape::day:
      return same<LocalDay>(a, b);
    case Shape::stream_id:
      return same<StreamId>(a, b);
    case Shape::id128:
      return same<CommandId>(a, b);
    case Shape::optional:
    case Shape::list:
    case Shape::sealed:
      return same_elements(a, b, info);
    case Shape::object:
      return equal(a, b, *info.object);
  }
  return false;
}

bool equal(const void* a, const void* b, const TypeInfo& type) {
  for (const auto& field : type.fields) {
    if (!equal(field.at(a), field.at(b), *field.value)) return false;
  }
  return true;
}

bool equal_alternatives(const void* a, const void* b, const SetInfo& info) {
  const auto index = info.index(a);
  return index == info.index(b) && equal(info.get(a), info.get(b), *info.types[index]);
}

std::size_t SetInfo::find(std::string_view type) const noexcept {
  std::size_t from = 0;
  std::size_t to = by_name.size();
  while (from < to) {
    const auto middle = from + (to - from) / 2;
    const auto order = types[by_name[middle]]->type.compare(type);
    if (order == 0) return by_name[middle];
    if (order < 0) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return types.size();
}

}  // namespace recourse::describe
