#include <boost/json.hpp>

#include "exchange/ocel_text.hpp"

namespace recourse::exchange {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::string;

object json_of(const OcelKind& kind) {
  array attributes;
  for (const auto& one : kind.attributes) {
    attributes.push_back(object{{"name", one.name}, {"type", string{name_of(one.type)}}});
  }
  return {{"name", kind.name}, {"attributes", std::move(attributes)}};
}

array json_of(const std::vector<OcelValue>& values, bool with_time) {
  array list;
  for (const auto& one : values) {
    object value{{"name", one.name}, {"value", one.value}};
    if (with_time) value["time"] = string{to_string(one.at)};
    list.push_back(std::move(value));
  }
  return list;
}

array json_of(const std::vector<OcelRelation>& relations) {
  array list;
  for (const auto& one : relations) {
    list.push_back(object{{"objectId", one.object}, {"qualifier", one.qualifier}});
  }
  return list;
}

object json_of(const OcelEvent& event) {
  return {{"id", event.id},
          {"type", event.type},
          {"time", string{to_string(event.at)}},
          {"attributes", json_of(event.attributes, false)},
          {"relationships", json_of(event.relations)}};
}

object json_of(const OcelObject& one) {
  return {{"id", one.id},
          {"type", one.type},
          {"attributes", json_of(one.attributes, true)},
          {"relationships", json_of(one.relations)}};
}

/// A member that is a list, an item a line.
template <class List>
Result<void> write_list(const Sink& sink, std::string_view name, const List& list) {
  RECOURSE_TRY(sink("\"" + std::string{name} + "\": ["));
  std::string_view before = "\n  ";
  for (const auto& one : list) {
    RECOURSE_TRY(sink(std::string{before} + boost::json::serialize(json_of(one))));
    before = ",\n  ";
  }
  return sink("]");
}

}  // namespace

Result<void> write_ocel_json(const OcelLog& log, const Sink& sink) {
  RECOURSE_TRY(check(log));
  RECOURSE_TRY(sink("{"));
  RECOURSE_TRY(write_list(sink, "eventTypes", log.event_types));
  RECOURSE_TRY(sink(",\n"));
  RECOURSE_TRY(write_list(sink, "objectTypes", log.object_types));
  RECOURSE_TRY(sink(",\n"));
  RECOURSE_TRY(write_list(sink, "events", log.events));
  RECOURSE_TRY(sink(",\n"));
  RECOURSE_TRY(write_list(sink, "objects", log.objects));
  return sink("}\n");
}

}  // namespace recourse::exchange
