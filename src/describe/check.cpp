#include <algorithm>
#include <recourse/base/text.hpp>
#include <recourse/describe/check.hpp>

namespace recourse::describe {
namespace {

/// Line ends and tabs are text; what moves a cursor or ends a string is not.
bool is_control(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u < 0x20 && c != '\n' && c != '\r' && c != '\t') || u == 0x7F;
}

Error out_of_range(std::string_view name) {
  return Error{Errc::malformed, std::string{name} + " lies outside the years 1 to 9999"};
}

Result<void> text(const std::string& s, std::string_view name, bool personal) {
  // Personal free text (a narrative, a reply) may be long; a name or a reason may not.
  const auto most = personal ? limits::kNarrativeBytesMax : limits::kShortTextBytesMax;
  if (s.size() > most) {
    return Error{Errc::limit_exceeded, std::string{name} + " has " + std::to_string(s.size()) +
                                           " bytes; at most " + std::to_string(most) +
                                           " are accepted"};
  }
  if (const auto bad = base::first_invalid_utf8(s)) {
    return Error{Errc::malformed,
                 std::string{name} + ": byte " + std::to_string(*bad) + " is not UTF-8"};
  }
  if (std::any_of(s.begin(), s.end(), is_control)) {
    return Error{Errc::malformed,
                 std::string{name} + " contains a control character (NUL, escape, …)"};
  }
  return {};
}

Result<void> check(const void* value, const ValueInfo& info, std::string_view name, bool personal) {
  switch (info.shape) {
    case Shape::text:
      return text(*static_cast<const std::string*>(value), name, personal);
    case Shape::timestamp:
      if (!in_range(*static_cast<const Timestamp*>(value))) return out_of_range(name);
      return {};
    case Shape::day:
      if (!in_range(*static_cast<const LocalDay*>(value))) return out_of_range(name);
      return {};
    case Shape::object:
      return check_text(value, *info.object);
    case Shape::optional:
    case Shape::list:
    case Shape::sealed:
      break;
    default:
      return {};  // numbers, ids, enums: their types are their check
  }
  const auto count = info.inside->size(value);
  if (info.shape == Shape::list && count > limits::kListItemsMax) {
    return Error{Errc::limit_exceeded, std::string{name} + " has " + std::to_string(count) +
                                           " items; at most " +
                                           std::to_string(limits::kListItemsMax) + " are accepted"};
  }
  Result<void> result{};
  for_each_element(value, info, [&](const void* one, const ValueInfo& of) {
    if (result) result = check(one, of, name, info.shape == Shape::sealed);
  });
  return result;
}

}  // namespace

Result<void> check_text(const void* object, const TypeInfo& type) {
  for (const auto& field : type.fields) {
    RECOURSE_TRY(check(field.at(object), *field.value, field.name, false));
  }
  return {};
}

namespace {

/// Whether there is nothing in it. What has no empty value is there.
bool is_empty(const void* value, const ValueInfo& info) {
  switch (info.shape) {
    case Shape::boolean:
      return !*static_cast<const bool*>(value);
    case Shape::natural:
      return load_number(value, info) == 0;
    case Shape::text:
      return static_cast<const std::string*>(value)->empty();
    case Shape::list:
      return info.inside->size(value) == 0;
    case Shape::optional:
    case Shape::sealed: {
      if (info.inside->size(value) == 0) return info.shape == Shape::optional;
      // False is an answer where nothing is one, too.
      const bool says = info.element->shape == Shape::boolean;
      return !says && is_empty(info.inside->first(value), *info.element);
    }
    default:
      return false;
  }
}

const FieldInfo* missing_in(const void* value, const ValueInfo& info) {
  if (info.shape == Shape::object) return missing_field(value, *info.object);
  if (info.inside == nullptr) return nullptr;
  const FieldInfo* missing = nullptr;
  for_each_element(value, info, [&](const void* one, const ValueInfo& of) {
    if (missing == nullptr) missing = missing_in(one, of);
  });
  return missing;
}

}  // namespace

const FieldInfo* missing_field(const void* object, const TypeInfo& type) {
  for (const auto& field : type.fields) {
    if (field.needed && is_empty(field.at(object), *field.value)) return &field;
    if (const auto* missing = missing_in(field.at(object), *field.value)) return missing;
  }
  return nullptr;
}

}  // namespace recourse::describe
