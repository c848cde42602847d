#include "exchange/fields.hpp"

#include <array>
#include <charconv>
#include <recourse/casework/common/roles.hpp>

namespace recourse::exchange {
namespace {

using describe::Shape;
using describe::ValueInfo;

std::string real_text(double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

class Flattener {
 public:
  Flattener(const core::Visibility& visibility, const CitizenAccount& hidden,
            std::vector<Attribute>& to)
      : visibility_(&visibility), hidden_(&hidden), to_(&to) {}

  struct Spot {
    std::string key;
    std::uint32_t depth = 0;
    bool in_list = false;
  };

  /// `prefix`: the keys of the structs that it lies in, each with its point.
  void object(const void* object, const describe::TypeInfo& type, const std::string& prefix,
              std::uint32_t depth) {
    for (const auto& field : type.fields) {
      const bool personal = field.access == describe::Access::identity;
      if (personal || !visibility_->sees(field)) continue;
      value(field.at(object), *field.value, {prefix + std::string{field.name}, depth, false});
    }
  }

 private:
  void add(const Spot& spot, AttributeType type, std::string value) {
    to_->push_back({spot.depth, type, spot.key, std::move(value), spot.in_list});
  }

  void value(const void* v, const ValueInfo& info, const Spot& spot) {
    switch (info.shape) {
      case Shape::optional:
        return describe::for_each_element(
            v, info, [&](const void* e, const ValueInfo& inner) { value(e, inner, spot); });
      case Shape::list:
        return list(v, info, spot);
      case Shape::object:
        return structure(v, *info.object, spot);
      case Shape::sealed:
        return;  // personal, whatever its field says
      default:
        return scalar(v, info, spot);
    }
  }

  void structure(const void* v, const describe::TypeInfo& type, const Spot& spot) {
    if (!spot.in_list) return object(v, type, spot.key + ".", spot.depth);
    add(spot, AttributeType::string, std::to_string(++number_));
    object(v, type, "", spot.depth + 1);
  }

  void list(const void* v, const ValueInfo& info, const Spot& spot) {
    if (info.inside->size(v) == 0) return;
    add(spot, AttributeType::list, "");
    number_ = 0;
    describe::for_each_element(v, info, [&](const void* e, const ValueInfo& inner) {
      value(e, inner, {spot.key, spot.depth + 1, true});
    });
  }

  void scalar(const void* v, const ValueInfo& info, const Spot& spot) {
    switch (info.shape) {
      case Shape::boolean:
        return add(spot, AttributeType::boolean, *static_cast<const bool*>(v) ? "true" : "false");
      case Shape::real:
        return add(spot, AttributeType::real, real_text(*static_cast<const double*>(v)));
      case Shape::natural:
        return natural(describe::load_number(v, info), spot);
      case Shape::whole:
        return add(spot, AttributeType::integer,
                   std::to_string(static_cast<std::int64_t>(describe::load_number(v, info))));
      case Shape::enumeration:
        return word(describe::load_number(v, info), *info.words, spot);
      case Shape::text: {
        const auto& text = *static_cast<const std::string*>(v);
        if (text.empty() || hidden_->is(text)) return;
        return add(spot, AttributeType::string, text);
      }
      case Shape::timestamp:
        return add(spot, AttributeType::date, to_string(*static_cast<const Timestamp*>(v)));
      case Shape::day:
        return add(spot, AttributeType::string, to_string(*static_cast<const LocalDay*>(v)));
      case Shape::stream_id:
        return add(spot, AttributeType::string, static_cast<const StreamId*>(v)->text());
      case Shape::id128:
        return add(spot, AttributeType::id, static_cast<const CommandId*>(v)->to_string());
      default:
        return;
    }
  }

  void natural(std::uint64_t number, const Spot& spot) {
    // What a signed number of 64 bits cannot hold is no integer of these formats.
    const bool fits = number <= static_cast<std::uint64_t>(INT64_MAX);
    add(spot, fits ? AttributeType::integer : AttributeType::string, std::to_string(number));
  }

  void word(std::uint64_t number, const describe::EnumInfo& words, const Spot& spot) {
    for (const auto& one : words.words) {
      if (one.value == number) return add(spot, AttributeType::string, std::string{one.name});
    }
  }

  const core::Visibility* visibility_;
  const CitizenAccount* hidden_;
  std::vector<Attribute>* to_;
  std::size_t number_ = 0;  ///< Of the struct in the list that is under way.
};

casework::Role role_of(const core::Actor& actor) {
  casework::Role role{};
  return describe::enum_from_name(actor.role, role) ? role : casework::Role{};
}

}  // namespace

CitizenAccount::CitizenAccount(const core::Actor& actor) {
  if (role_of(actor) != casework::Role::citizen) return;
  id_ = actor.id;
  whole_ = actor.unit.empty() ? actor.id : actor.id + "@" + actor.unit;
}

core::Actor without_account(core::Actor actor) {
  if (role_of(actor) == casework::Role::citizen) return {.id = {}, .role = actor.role, .unit = {}};
  return actor;
}

void append_fields(const void* object, const describe::TypeInfo& type,
                   const core::Visibility& visibility, const CitizenAccount& hidden,
                   std::vector<Attribute>& to) {
  Flattener{visibility, hidden, to}.object(object, type, "", 0);
}

Result<void> each_shown(const core::WorkflowPort& workflow, const core::RecordView& record,
                        const core::Visibility& visibility,
                        const std::function<Result<void>(ShownEvent event)>& see) {
  const auto& events = *workflow.info().events;
  const auto given = core::Actor::parse(record.actor);
  const CitizenAccount account{given};
  return workflow.each_event(record, visibility, [&](const void* event) -> Result<void> {
    const auto& type = events.type_of(event);
    ShownEvent shown{type, without_account(given), {}};
    // What an interface is called is nobody's staff number.
    if (!casework::is_staff(role_of(given))) shown.actor.id.clear();
    if (core::hides_actor(type, visibility)) shown.actor = {};
    append_fields(events.get(event), type, visibility, account, shown.fields);
    return see(std::move(shown));
  });
}

}  // namespace recourse::exchange
