#include <charconv>
#include <map>
#include <recourse/exchange/ocel.hpp>
#include <set>

namespace recourse::exchange {
namespace {

using Attributes = std::map<std::string, OcelType, std::less<>>;
using Kinds = std::map<std::string, Attributes, std::less<>>;

Error wrong(std::string what) {
  return Error{Errc::invalid_argument, "no OCEL log: " + std::move(what)};
}

Result<Kinds> kinds_of(const std::vector<OcelKind>& list, const char* what) {
  Kinds kinds;
  for (const auto& kind : list) {
    if (kind.name.empty()) return wrong(std::string{"a type of "} + what + " has no name");
    const auto [place, fresh] = kinds.try_emplace(kind.name);
    if (!fresh) return wrong("the type " + kind.name + " is declared twice");
    for (const auto& attribute : kind.attributes) {
      const bool named = !attribute.name.empty();
      if (!named || !place->second.emplace(attribute.name, attribute.type).second) {
        return wrong(kind.name + " declares the attribute '" + attribute.name +
                     "' without a name or twice");
      }
    }
  }
  return kinds;
}

template <class Number>
bool is_number(const std::string& text) {
  Number number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc{} && end == text.data() + text.size();
}

bool is_of_type(const std::string& value, OcelType type) {
  switch (type) {
    case OcelType::string:
      return true;
    case OcelType::time:
      return parse_timestamp(value).has_value();
    case OcelType::integer:
      return is_number<std::int64_t>(value);
    case OcelType::real:
      return is_number<double>(value);
    case OcelType::boolean:
      return value == "true" || value == "false";
  }
  return false;
}

Result<void> check_values(const std::string& id, const std::vector<OcelValue>& values,
                          const Attributes& declared) {
  for (const auto& one : values) {
    const auto found = declared.find(one.name);
    if (found == declared.end()) return wrong(id + ": its type has no attribute " + one.name);
    if (!is_of_type(one.value, found->second)) {
      return wrong(id + ": '" + one.value + "' of " + one.name + " is not of its type");
    }
  }
  return {};
}

Result<void> check_relations(const std::string& id, const std::vector<OcelRelation>& relations,
                             const std::set<std::string, std::less<>>& objects) {
  std::set<OcelRelation> seen;
  for (const auto& one : relations) {
    if (!objects.contains(one.object)) return wrong(id + ": there is no object " + one.object);
    if (!seen.insert(one).second) {
      return wrong(id + ": it is related to " + one.object + " twice as '" + one.qualifier + "'");
    }
  }
  return {};
}

/// Ids, types, values and relations of events or of objects.
template <class Item>
Result<void> check_items(const std::vector<Item>& items, const Kinds& kinds,
                         const std::set<std::string, std::less<>>& objects) {
  std::set<std::string, std::less<>> ids;
  for (const auto& one : items) {
    if (one.id.empty()) return wrong("something of the type " + one.type + " has no id");
    if (!ids.insert(one.id).second) return wrong("the id " + one.id + " is there twice");
    const auto kind = kinds.find(one.type);
    if (kind == kinds.end()) return wrong(one.id + ": its type " + one.type + " is not declared");
    RECOURSE_TRY(check_values(one.id, one.attributes, kind->second));
    RECOURSE_TRY(check_relations(one.id, one.relations, objects));
  }
  return {};
}

}  // namespace

Result<void> check(const OcelLog& log) {
  RECOURSE_TRY_ASSIGN(const auto event_types, kinds_of(log.event_types, "events"));
  RECOURSE_TRY_ASSIGN(const auto object_types, kinds_of(log.object_types, "objects"));
  std::set<std::string, std::less<>> objects;
  for (const auto& object : log.objects) objects.insert(object.id);
  RECOURSE_TRY(check_items(log.objects, object_types, objects));
  RECOURSE_TRY(check_items(log.events, event_types, objects));
  for (const auto& event : log.events) {
    if (event.relations.empty()) return wrong(event.id + ": it is about no object");
    std::set<std::string> said;
    for (const auto& one : event.attributes) {
      if (!said.insert(one.name).second)
        return wrong(event.id + ": " + one.name + " is said twice");
    }
  }
  return {};
}

}  // namespace recourse::exchange
