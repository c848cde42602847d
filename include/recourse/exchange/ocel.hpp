// OCEL 2.0: object-centric event logs: events, and the objects of several types that each is about.
//
//     write_ocel_json(log, sink); write_ocel_xml(log, sink); write_ocel_sqlite(log, "log.sqlite");
//
// The three forms of the standard (ocel-standard.org) say the same. Values are kept as text; JSON
// writes them as text too, as the standard's schema asks. A log that `check` accepts keeps the
// standard's rules in each form. Values; no shared state; the writers are free functions.
#pragma once

#include <optional>
#include <recourse/base/time.hpp>
#include <recourse/describe/spec.hpp>
#include <recourse/exchange/sink.hpp>
#include <string>
#include <vector>

namespace recourse::exchange {

/// The types that OCEL has for attributes; `real` is its float.
enum class OcelType : std::uint8_t { string = 1, time = 2, integer = 3, real = 4, boolean = 5 };
BOOST_DESCRIBE_ENUM(OcelType, string, time, integer, real, boolean)

struct OcelAttribute {
  std::string name{};
  OcelType type = OcelType::string;
  friend bool operator==(const OcelAttribute&, const OcelAttribute&) = default;
};
BOOST_DESCRIBE_STRUCT(OcelAttribute, (), (name, type))
constexpr auto recourse_spec(const OcelAttribute*) {
  using describe::Access;
  return describe::spec(
      "exchange.ocel_attribute", 1, "An attribute that a type declares.",
      {{"name", 1, "Its name.", Access::open}, {"type", 1, "Its type.", Access::open}});
}

/// A type of events or objects.
struct OcelKind {
  std::string name{};
  std::vector<OcelAttribute> attributes{};
  friend bool operator==(const OcelKind&, const OcelKind&) = default;
};
BOOST_DESCRIBE_STRUCT(OcelKind, (), (name, attributes))
constexpr auto recourse_spec(const OcelKind*) {
  using describe::Access;
  return describe::spec("exchange.ocel_kind", 1, "A type of events or objects.",
                        {{"name", 1, "Its name.", Access::open},
                         {"attributes", 1, "What is said of those of the type.", Access::open}});
}

struct OcelValue {
  std::string name{};
  std::string value{};
  Timestamp at{};  ///< Of objects: from when it holds. Not used of events.
  friend bool operator==(const OcelValue&, const OcelValue&) = default;
};
BOOST_DESCRIBE_STRUCT(OcelValue, (), (name, value, at))
constexpr auto recourse_spec(const OcelValue*) {
  using describe::Access;
  return describe::spec("exchange.ocel_value", 1, "A value of an attribute.",
                        {{"name", 1, "Of which attribute.", Access::open},
                         {"value", 1, "As text.", Access::open},
                         {"at", 1, "Of objects: from when it holds.", Access::open}});
}

struct OcelRelation {
  std::string object{};     ///< Its id.
  std::string qualifier{};  ///< What the relation is, say "handled at".
  friend auto operator<=>(const OcelRelation&, const OcelRelation&) = default;
};
BOOST_DESCRIBE_STRUCT(OcelRelation, (), (object, qualifier))
constexpr auto recourse_spec(const OcelRelation*) {
  using describe::Access;
  return describe::spec("exchange.ocel_relation", 1, "A relation to an object.",
                        {{"object", 1, "Id of the object.", Access::open},
                         {"qualifier", 1, "What the relation is.", Access::open}});
}

struct OcelEvent {
  std::string id{};
  std::string type{};
  Timestamp at{};
  std::vector<OcelValue> attributes{};
  std::vector<OcelRelation> relations{};
  friend bool operator==(const OcelEvent&, const OcelEvent&) = default;
};
BOOST_DESCRIBE_STRUCT(OcelEvent, (), (id, type, at, attributes, relations))
constexpr auto recourse_spec(const OcelEvent*) {
  using describe::Access;
  return describe::spec("exchange.ocel_event", 1, "An event and the objects that it is about.",
                        {{"id", 1, "Unique among events.", Access::open},
                         {"type", 1, "Name of its type.", Access::open},
                         {"at", 1, "When it happened.", Access::open},
                         {"attributes", 1, "What is said of it.", Access::open},
                         {"relations", 1, "The objects that it is about.", Access::open}});
}

struct OcelObject {
  std::string id{};
  std::string type{};
  std::vector<OcelValue> attributes{};
  std::vector<OcelRelation> relations{};
  friend bool operator==(const OcelObject&, const OcelObject&) = default;
};
BOOST_DESCRIBE_STRUCT(OcelObject, (), (id, type, attributes, relations))
constexpr auto recourse_spec(const OcelObject*) {
  using describe::Access;
  return describe::spec("exchange.ocel_object", 1, "An object of an object-centric log.",
                        {{"id", 1, "Unique among objects.", Access::open},
                         {"type", 1, "Name of its type.", Access::open},
                         {"attributes", 1, "What is said of it, and from when.", Access::open},
                         {"relations", 1, "Other objects that it belongs to.", Access::open}});
}

struct OcelLog {
  std::vector<OcelKind> event_types{};
  std::vector<OcelKind> object_types{};
  std::vector<OcelEvent> events{};
  std::vector<OcelObject> objects{};
  friend bool operator==(const OcelLog&, const OcelLog&) = default;
};
BOOST_DESCRIBE_STRUCT(OcelLog, (), (event_types, object_types, events, objects))
constexpr auto recourse_spec(const OcelLog*) {
  using describe::Access;
  return describe::spec("exchange.ocel_log", 1, "An object-centric event log.",
                        {{"event_types", 1, "Types of events.", Access::open},
                         {"object_types", 1, "Types of objects.", Access::open},
                         {"events", 1, "The events.", Access::open},
                         {"objects", 1, "The objects.", Access::open}});
}

/// The standard's rules: ids and type names are there and unique, types are declared, values are of
/// declared attributes and of their type, each attribute of an event is said once, related objects
/// exist, no relation stands twice, every event is about an object. invalid_argument, naming what
/// breaks which.
Result<void> check(const OcelLog& log);

/// Each checks the log before it writes. Errors: those of `check` and of the sink.
Result<void> write_ocel_json(const OcelLog& log, const Sink& sink);
Result<void> write_ocel_xml(const OcelLog& log, const Sink& sink);
/// Into a new database, which takes the file's place when it is whole. Table names are made of the
/// types' names, letters and digits only ("case.closed": event_CaseClosed). Errors: those of
/// `check`; io_error (the file cannot be written, in the words of the database).
Result<void> write_ocel_sqlite(const OcelLog& log, const std::filesystem::path& file);

}  // namespace recourse::exchange
