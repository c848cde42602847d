// EventLog: an event log as process mining knows it: cases (traces), each with its events in their
// order, all with typed attributes, as XES (IEEE 1849) has them.
//
// What the standard extensions say of an event has members of its own; everything else is an
// attribute. Attributes that lie in attributes follow the one that holds them, one deeper:
//
//     depth 0  string  "paper"    "3"
//     depth 1  boolean "main"     "true"          of the paper
//     depth 0  list    "demands"
//     depth 1  string  "demand"   "help"          in_list: a value of the list
//
// Values; no shared state.
#pragma once

#include <optional>
#include <recourse/base/time.hpp>
#include <recourse/describe/spec.hpp>
#include <string>
#include <vector>

namespace recourse::exchange {

/// The types that XES has for attributes; `real` is its float, `container` and `list` hold others.
enum class AttributeType : std::uint8_t {
  string = 1,
  date = 2,
  integer = 3,
  real = 4,
  boolean = 5,
  id = 6,
  list = 7,
  container = 8,
};
BOOST_DESCRIBE_ENUM(AttributeType, string, date, integer, real, boolean, id, list, container)

struct Attribute {
  std::uint32_t depth = 0;  ///< In how many others it lies.
  AttributeType type = AttributeType::string;
  std::string key{};
  std::string value{};   ///< As XES writes it; a date in UTC with milliseconds; empty for lists.
  bool in_list = false;  ///< Of a list: one of its values, not an attribute of it.
  friend bool operator==(const Attribute&, const Attribute&) = default;
};
BOOST_DESCRIBE_STRUCT(Attribute, (), (depth, type, key, value, in_list))
constexpr auto recourse_spec(const Attribute*) {
  using describe::Access;
  return describe::spec("exchange.attribute", 1, "An attribute of an event log.",
                        {{"depth", 1, "In how many others it lies.", Access::open},
                         {"type", 1, "Its type.", Access::open},
                         {"key", 1, "Its name.", Access::open},
                         {"value", 1, "Its value as text.", Access::open},
                         {"in_list", 1, "It is a value of the list above it.", Access::open}});
}

struct Event {
  std::string activity{};         ///< concept:name
  std::optional<Timestamp> at{};  ///< time:timestamp
  std::string transition{};       ///< lifecycle:transition, say "complete"; may be empty.
  std::string resource{};         ///< org:resource
  std::string role{};             ///< org:role
  std::string group{};            ///< org:group
  std::vector<Attribute> attributes{};
  friend bool operator==(const Event&, const Event&) = default;
};
BOOST_DESCRIBE_STRUCT(Event, (), (activity, at, transition, resource, role, group, attributes))
constexpr auto recourse_spec(const Event*) {
  using describe::Access;
  return describe::spec("exchange.event", 1, "An event of an event log.",
                        {{"activity", 1, "What was done (concept:name).", Access::open},
                         {"at", 1, "When (time:timestamp).", Access::open},
                         {"transition", 1, "Of its life (lifecycle:transition).", Access::open},
                         {"resource", 1, "By whom (org:resource).", Access::open},
                         {"role", 1, "In which role (org:role).", Access::open},
                         {"group", 1, "For which unit (org:group).", Access::open},
                         {"attributes", 1, "What else is said of it.", Access::open}});
}

struct Trace {
  std::string name{};  ///< concept:name: key of the case.
  std::vector<Attribute> attributes{};
  std::vector<Event> events{};
  friend bool operator==(const Trace&, const Trace&) = default;
};
BOOST_DESCRIBE_STRUCT(Trace, (), (name, attributes, events))
constexpr auto recourse_spec(const Trace*) {
  using describe::Access;
  return describe::spec("exchange.trace", 1, "A case of an event log.",
                        {{"name", 1, "Key of the case (concept:name).", Access::open},
                         {"attributes", 1, "What is said of the case.", Access::open},
                         {"events", 1, "Its events in their order.", Access::open}});
}

/// An extension that a log declares: what keys with its prefix mean.
struct Extension {
  std::string name{};
  std::string prefix{};
  std::string uri{};
  friend bool operator==(const Extension&, const Extension&) = default;
};
BOOST_DESCRIBE_STRUCT(Extension, (), (name, prefix, uri))
constexpr auto recourse_spec(const Extension*) {
  using describe::Access;
  return describe::spec("exchange.extension", 1, "An extension that a log declares.",
                        {{"name", 1, "Its name.", Access::open},
                         {"prefix", 1, "Prefix of its keys.", Access::open},
                         {"uri", 1, "Where it is defined.", Access::open}});
}

/// What makes two events the same to an analysis.
struct Classifier {
  std::string name{};
  std::string keys{};  ///< Blanks between; a key with blanks in single quotes.
  friend bool operator==(const Classifier&, const Classifier&) = default;
};
BOOST_DESCRIBE_STRUCT(Classifier, (), (name, keys))
constexpr auto recourse_spec(const Classifier*) {
  using describe::Access;
  return describe::spec("exchange.classifier", 1, "A classifier that a log declares.",
                        {{"name", 1, "Its name.", Access::open},
                         {"keys", 1, "The keys that it goes by.", Access::open}});
}

/// A log but for its traces.
struct LogHead {
  std::vector<Extension> extensions{};
  std::vector<Classifier> classifiers{};
  std::vector<Attribute> of_traces{};  ///< That every trace has, with what stands in for a value.
  std::vector<Attribute> of_events{};  ///< That every event has, likewise.
  std::vector<Attribute> attributes{};
  friend bool operator==(const LogHead&, const LogHead&) = default;
};
BOOST_DESCRIBE_STRUCT(LogHead, (), (extensions, classifiers, of_traces, of_events, attributes))
constexpr auto recourse_spec(const LogHead*) {
  using describe::Access;
  return describe::spec("exchange.log_head", 1, "What an event log says of itself.",
                        {{"extensions", 1, "Extensions that it declares.", Access::open},
                         {"classifiers", 1, "Classifiers that it declares.", Access::open},
                         {"of_traces", 1, "Attributes that every trace has.", Access::open},
                         {"of_events", 1, "Attributes that every event has.", Access::open},
                         {"attributes", 1, "What is said of the log.", Access::open}});
}

struct EventLog {
  LogHead head{};
  std::vector<Trace> traces{};
  friend bool operator==(const EventLog&, const EventLog&) = default;
};
BOOST_DESCRIBE_STRUCT(EventLog, (), (head, traces))
constexpr auto recourse_spec(const EventLog*) {
  using describe::Access;
  return describe::spec("exchange.event_log", 1, "An event log.",
                        {{"head", 1, "What it says of itself.", Access::open},
                         {"traces", 1, "Its cases.", Access::open}});
}

}  // namespace recourse::exchange
