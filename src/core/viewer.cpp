#include <recourse/core/viewer.hpp>
#include <recourse/describe/json.hpp>
#include <recourse/describe/mentions.hpp>
#include <recourse/describe/sealing.hpp>

namespace recourse::core {
namespace {

using describe::Access;
using describe::FieldInfo;
using describe::Shape;
using describe::TypeInfo;
using describe::ValueInfo;

void empty(void* value, const ValueInfo& info) {
  switch (info.shape) {
    case Shape::boolean:
      *static_cast<bool*>(value) = false;
      return;
    case Shape::real:
      *static_cast<double*>(value) = 0;
      return;
    case Shape::natural:
    case Shape::whole:
    case Shape::enumeration:
      return describe::store_number(value, info, 0);
    case Shape::text:
      return static_cast<std::string*>(value)->clear();
    case Shape::timestamp:
      *static_cast<Timestamp*>(value) = {};
      return;
    case Shape::day:
      *static_cast<LocalDay*>(value) = {};
      return;
    case Shape::stream_id:
      // There is no empty one.
      *static_cast<StreamId*>(value) = StreamId::of("none", "none").value();
      return;
    case Shape::id128:
      // Whatever it is the id of: sixteen bytes (describe/type_info.hpp).
      static_cast<CommandId*>(value)->bytes = {};
      return;
    case Shape::optional:
    case Shape::list:
    case Shape::sealed:
      return info.inside->clear(value);
    case Shape::object:
      for (const auto& field : info.object->fields) empty(field.at(value), *field.value);
      return;
  }
}

class Redactor {
 public:
  explicit Redactor(const Visibility& visibility) : sees_(visibility) {}

  void object(void* object, const TypeInfo& type) const {
    for (const auto& field : type.fields) {
      if (!sees_.sees(field)) {
        empty(field.at(object), *field.value);
      } else {
        within(field.at(object), *field.value, field);
      }
    }
  }

 private:
  void within(void* value, const ValueInfo& info, const FieldInfo& field) const {
    switch (info.shape) {
      case Shape::object:
        return object(value, *info.object);
      case Shape::optional:
      case Shape::list: {
        const auto count = info.inside->size(value);
        if (count == 0) return;
        auto* item = static_cast<char*>(const_cast<void*>(info.inside->first(value)));
        for (std::size_t i = 0; i < count; ++i, item += info.inside->stride) {
          within(item, *info.element, field);
        }
        return;
      }
      case Shape::sealed:
        return sealed(value, info, field);
      default:
        return;
    }
  }

  void sealed(void* value, const ValueInfo& info, const FieldInfo& field) const {
    if (info.inside->size(value) == 0) return;
    auto* const inside = const_cast<void*>(info.inside->first(value));
    const bool text = info.element->shape == Shape::text;
    if (!sees_.clear) {
      if (!text) return empty(inside, *info.element);
      auto& words = *static_cast<std::string*>(inside);
      words = describe::masked(words);
    } else if (text && field.besides != Access::open && !sees_.sees(Access::identity)) {
      auto& words = *static_cast<std::string*>(inside);
      words = describe::mask_mentions(words, sees_.names);
    }
  }

  const Visibility& sees_;
};

bool sees_whole(const ValueInfo& info, const FieldInfo& field, const Visibility& visibility) {
  switch (info.shape) {
    case Shape::object:
      return core::sees_whole(*info.object, visibility);
    case Shape::optional:
    case Shape::list:
      return sees_whole(*info.element, field, visibility);
    case Shape::sealed:
      return visibility.clear &&
             (field.besides == Access::open || visibility.sees(Access::identity));
    default:
      return true;
  }
}

/// Who is who, among the fields of a value.
void names_in(const void* value, const ValueInfo& info, const FieldInfo& field,
              std::vector<std::string>& names) {
  switch (info.shape) {
    case Shape::object:
      return add_names(value, *info.object, names);
    case Shape::optional:
    case Shape::list:
    case Shape::sealed:
      return describe::for_each_element(value, info, [&](const void* item, const ValueInfo& of) {
        names_in(item, of, field, names);
      });
    case Shape::text: {
      const bool who = field.access == Access::identity && field.besides == Access::open;
      const auto& text = *static_cast<const std::string*>(value);
      if (who && !text.empty() && std::ranges::find(names, text) == names.end()) {
        names.push_back(text);
      }
      return;
    }
    default:
      return;
  }
}

}  // namespace

void redact(void* object, const TypeInfo& type, const Visibility& visibility) {
  Redactor{visibility}.object(object, type);
}

bool hides_actor(const TypeInfo& event, const Visibility& visibility) {
  return std::ranges::any_of(event.fields, [&](const FieldInfo& field) {
    return field.access == Access::rater && !visibility.sees(Access::rater);
  });
}

bool sees_whole(const TypeInfo& event, const Visibility& visibility) {
  return visibility.any && std::ranges::all_of(event.fields, [&](const FieldInfo& field) {
           if (field.access == Access::secret) return visibility.clear;
           return visibility.sees(field) && sees_whole(*field.value, field, visibility);
         });
}

void add_names(const void* object, const TypeInfo& type, std::vector<std::string>& names) {
  if (!describe::holds_sealed(type)) return;
  for (const auto& field : type.fields) names_in(field.at(object), *field.value, field, names);
}

Visibility for_the_person(const Visibility& of_viewer) {
  auto copy = of_viewer;
  copy.classes = of_viewer.classes & kOfThePerson;
  copy.only = describe::Subject::reporter;
  return copy;
}

Refusal not_to_be_seen(const Visibility& visibility, const Viewer& viewer) {
  return refuse<refusals::not_to_be_seen>(Put<"rule">{std::string{visibility.rule}},
                                          Put<"actor">{viewer.actor.to_string()});
}

Refusal not_in_clear(const Visibility& visibility, const Viewer& viewer) {
  const auto rule = visibility.rule.empty() ? std::string_view{"personal_data"} : visibility.rule;
  return refuse<refusals::not_in_clear>(Put<"rule">{std::string{rule}},
                                        Put<"actor">{viewer.actor.to_string()});
}

namespace detail {

Visibility of_staff(const Viewer&) {
  return {.any = true,
          .classes = {Access::open, Access::internal, Access::identity, Access::words}};
}

bool is_nobody(const Viewer& viewer) {
  return viewer.actor.id.empty() || !check_standing(viewer.actor, viewer.standing);
}

}  // namespace detail

}  // namespace recourse::core
