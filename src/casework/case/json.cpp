#include <algorithm>
#include <recourse/casework/case/json.hpp>
#include <recourse/casework/case/open_duties.hpp>
#include <recourse/describe/schema.hpp>

namespace recourse::casework {
namespace {

/// A member that a command may leave out although its type has no way to be absent.
template <class T>
constexpr bool has_plain_default() {
  return std::is_same_v<T, std::string> || std::is_integral_v<T>;
}

/// The names of such members of C.
template <class C>
std::vector<std::string_view> plain_members() {
  std::vector<std::string_view> names;
  describe::for_each_field<C>([&](auto member, const describe::Field& field, std::size_t) {
    using T = std::remove_cvref_t<decltype(std::declval<C&>().*member)>;
    if constexpr (has_plain_default<T>()) names.push_back(field.name);
  });
  return names;
}

/// What a field holds that is described itself: one, or a list of them.
template <class T>
struct Held {
  static constexpr bool any = describe::Described<T>;
  using type = T;
};
template <class T>
struct Held<std::vector<T>> {
  static constexpr bool any = describe::Described<T>;
  using type = T;
};

/// Puts in what a command may leave out; also in what it holds, such as the items of a notice.
template <class C>
void fill_defaults(boost::json::value& given) {
  auto* object = given.if_object();
  if (object == nullptr) return;
  const auto defaults = describe::to_json(C{}).as_object();
  for (const auto name : plain_members<C>()) {
    if (!object->contains(name)) (*object)[name] = defaults.at(name);
  }
  describe::for_each_field<C>([&](auto member, const describe::Field& field, std::size_t) {
    using T = std::remove_cvref_t<decltype(std::declval<C&>().*member)>;
    if constexpr (describe::Described<T>) {
      auto& held = (*object)[field.name];
      if (held.is_null()) held = boost::json::object{};
      fill_defaults<T>(held);
    } else if constexpr (Held<T>::any) {
      auto* list = object->if_contains(field.name);
      if (list == nullptr || !list->is_array()) return;
      for (auto& one : list->get_array()) fill_defaults<typename Held<T>::type>(one);
    }
  });
}

template <class C>
Result<Command> read_command(const boost::json::value& fields) {
  auto given = fields;
  fill_defaults<C>(given);
  RECOURSE_TRY_ASSIGN(C command, describe::from_json<C>(given));
  return Command{std::in_place_type<C>, std::move(command)};
}

template <class E>
Result<Event> read_event(const boost::json::value& fields) {
  RECOURSE_TRY_ASSIGN(E event, describe::from_json<E>(fields));
  return Event{std::in_place_type<E>, std::move(event)};
}

/// Calls Read::template of<T> for the alternative called `type`.
template <class V, class Read>
Result<V> read_alternative(std::string_view type, const boost::json::value& fields, Read&& read) {
  return [&]<class... T>(std::type_identity<std::variant<T...>>) -> Result<V> {
    Result<V> result = Error{Errc::unknown_event, "'" + std::string{type} + "' is not defined"};
    ((type == describe::spec_of<T>.type ? void(result = read(std::type_identity<T>{}, fields))
                                        : void()),
     ...);
    return result;
  }(std::type_identity<describe::SetOf<V>>{});
}

}  // namespace

Result<Command> command_from_json(std::string_view type, const boost::json::value& fields) {
  return read_alternative<Command>(type, fields,
                                   []<class C>(std::type_identity<C>, const boost::json::value& v) {
                                     return read_command<C>(v);
                                   });
}

Result<Event> event_from_json(std::string_view type, const boost::json::value& fields) {
  return read_alternative<Event>(
      type, fields,
      []<class E>(std::type_identity<E>, const boost::json::value& v) { return read_event<E>(v); });
}

boost::json::value to_json(const Command& command, JsonOptions options) {
  return describe::to_json(command, options);
}

boost::json::value to_json(const Event& event, JsonOptions options) {
  return describe::to_json(event, options);
}

boost::json::value to_json(const State& state, JsonOptions options) {
  auto value = describe::to_json(state, options);
  auto& object = value.as_object();
  object["phase_zh"] = boost::json::string{zh(state.phases.life)};
  object["owner"] = boost::json::string{owner_of(state)};
  boost::json::array loops;
  for (const auto loop : loops_of(state)) {
    loops.push_back(boost::json::string{describe::enum_name(loop)});
  }
  object["loops"] = std::move(loops);
  boost::json::array limits;
  for (const auto& due : due_times(state)) {
    limits.push_back(boost::json::object{
        {"limit", boost::json::string{describe::enum_name(due.limit)}},
        {"at", boost::json::string{to_string(due.due.at)}},
        {"provisional", due.due.provisional},
        {"met_at", due.met_at ? boost::json::value(boost::json::string{to_string(*due.met_at)})
                              : boost::json::value(nullptr)}});
  }
  object["limits_now"] = std::move(limits);
  boost::json::array duties;
  for (const auto& duty : open_duties(state)) {
    duties.push_back(boost::json::object{
        {"duty", boost::json::string{duty.name}},
        {"zh", boost::json::string{duty.zh}},
        {"rule", boost::json::string{duty.rule}},
        {"unit", boost::json::string{duty.unit}},
        {"due", duty.due ? boost::json::value(boost::json::string{to_string(duty.due->at)})
                         : boost::json::value(nullptr)}});
  }
  object["duties"] = std::move(duties);
  boost::json::array allowed;
  for (const auto name : allowed_commands(state.phases)) {
    allowed.push_back(boost::json::string{name});
  }
  object["allowed"] = std::move(allowed);
  return value;
}

namespace {

/// Takes out of a command's schema the members that it may leave out; also of what it holds.
template <class C>
void relax(boost::json::object& schema) {
  auto optional = plain_members<C>();
  auto& properties = schema.at("properties").as_object();
  describe::for_each_field<C>([&](auto member, const describe::Field& field, std::size_t) {
    using T = std::remove_cvref_t<decltype(std::declval<C&>().*member)>;
    if constexpr (describe::Described<T>) {
      optional.push_back(field.name);
      relax<T>(properties.at(field.name).as_object());
    } else if constexpr (Held<T>::any) {
      auto& items = properties.at(field.name).as_object().at("items").as_object();
      relax<typename Held<T>::type>(items);
    }
  });
  auto& required = schema.at("required").as_array();
  boost::json::array kept;
  for (const auto& name : required) {
    const std::string_view text{name.as_string()};
    if (std::ranges::find(optional, text) == optional.end()) kept.push_back(name);
  }
  required = std::move(kept);
}

}  // namespace

boost::json::object command_schema() {
  auto schema = describe::json_schema_of_set<Command>();
  auto& alternatives = schema.at("oneOf").as_array();
  std::size_t i = 0;
  [&]<class... C>(std::type_identity<std::variant<C...>>) {
    (relax<C>(alternatives[i++].as_object()), ...);
  }(std::type_identity<describe::SetOf<Command>>{});
  return schema;
}

boost::json::object event_schema() { return describe::json_schema_of_set<Event>(); }

}  // namespace recourse::casework
